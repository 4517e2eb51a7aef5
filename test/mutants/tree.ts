import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../packed';
import { type Mutant, staleness } from './mutant';

/** Only `killed` is good. */
export interface Outcome {
	readonly state: 'killed' | 'survived' | 'stale' | 'broken' | 'timed out';
	/** The test that failed, or what prevented a result. */
	readonly by: string;
}

interface Timed {
	readonly outcome: Outcome;
	readonly durationMs: number;
}

const JEST = path.join(ROOT, 'node_modules/jest/bin/jest.js');

/** A run may take this long, or five times as long as without the mutation. */
const TIMEOUT_MS = 40_000;

/** To an end by itself, once a test has failed. */
const GRACE_MS = 5_000;

/** Of the tests without a mutation, which one tree runs for all. */
const passing = new Map<string, Promise<Timed>>();

/** A copy of the sources and their build, mutated one line at a time. */
export class Tree {
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
	private running: ChildProcess | undefined;

	constructor() {
		const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
			cwd: ROOT,
			encoding: 'utf8',
		});
		const files = listed.trim().split('\n').concat('dist');
		for (const file of files.filter((it) => existsSync(path.join(ROOT, it)))) {
			cpSync(path.join(ROOT, file), path.join(this.folder, file), { recursive: true });
		}
		for (const modules of ['node_modules', 'mcp/node_modules']) {
			symlinkSync(path.join(ROOT, modules), path.join(this.folder, modules));
		}
	}

	async outcome(mutant: Mutant): Promise<Outcome> {
		const stale = staleness(this.folder, mutant);
		if (stale !== null) return { state: 'stale', by: stale };
		// A test that fails anyway kills nothing.
		const before = await this.unchanged(mutant.tests);
		if (before.outcome.state !== 'survived') {
			return { state: 'broken', by: `without the mutation: ${before.outcome.by}` };
		}
		const text = readFileSync(path.join(this.folder, mutant.file), 'utf8');
		try {
			this.write(
				mutant.file,
				text.replace(mutant.from, () => mutant.to),
			);
			const outcome = await this.test(mutant.tests, Math.max(TIMEOUT_MS, 5 * before.durationMs));
			return mutant.hangs && outcome.state === 'timed out'
				? { ...outcome, state: 'killed' }
				: outcome;
		} catch (error) {
			return { state: 'broken', by: error instanceof Error ? error.message : String(error) };
		} finally {
			this.write(mutant.file, text);
		}
	}

	remove(): void {
		this.running?.kill('SIGKILL');
		rmSync(this.folder, { recursive: true, force: true });
	}

	private async unchanged(tests: string): Promise<Timed> {
		const known = passing.get(tests) ?? this.timed(tests);
		passing.set(tests, known);
		return await known;
	}

	private async timed(tests: string): Promise<Timed> {
		const start = Date.now();
		return { outcome: await this.test(tests, 10 * TIMEOUT_MS), durationMs: Date.now() - start };
	}

	/** Runs Jest in one process, so that killing it leaves nothing running. */
	private async test(tests: string, timeout: number): Promise<Outcome> {
		const cache = path.join(this.folder, 'jest');
		const args = [JEST, '--bail', '-i', '--cacheDirectory', cache, ...tests.split(' ')];
		const child = spawn(process.execPath, args, {
			cwd: this.folder,
			env: { ...process.env, TEST_STOP_AT_FAILURE: '1' },
			stdio: ['ignore', 'ignore', 'pipe'],
			timeout,
			killSignal: 'SIGKILL',
		});
		this.running = child;
		let output = '';
		let grace: NodeJS.Timeout | undefined;
		child.stderr.on('data', (chunk) => {
			output += String(chunk);
			// What a mutant keeps busy, a query without end, may keep the process as well.
			if (output.includes('●')) grace ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
		});
		const status = await new Promise((resolve) => child.once('close', resolve));
		clearTimeout(grace);
		const file = /^FAIL (\S+)/m.exec(output)?.[1] ?? '';
		const name = /● (.+)/.exec(output)?.[1] ?? '';
		if (status === 0) return { state: 'survived', by: '' };
		if (child.signalCode !== null && name === '')
			return { state: 'timed out', by: `after ${timeout / 1000} s` };
		// Something other than a test failed.
		if (file === '' || name === 'Test suite failed to run') {
			return { state: 'broken', by: `${file} ${output.trim().slice(0, 400)}` };
		}
		return { state: 'killed', by: `${file}: ${name}` };
	}

	/** Also updates the build, which n8n's engine loads; the server's tests bundle the sources. */
	private write(file: string, text: string): void {
		writeFileSync(path.join(this.folder, file), text);
		if (file.startsWith('assembly/')) {
			execFileSync(process.execPath, ['assembly/build.mjs'], { cwd: this.folder, stdio: 'pipe' });
			this.build('shared/files/assembled.ts');
		} else this.build(file);
	}

	private build(file: string): void {
		const built = path.join(this.folder, 'dist', file.replace(/\.ts$/, '.js'));
		if (!existsSync(built)) return;
		const text = readFileSync(path.join(this.folder, file), 'utf8');
		writeFileSync(built, ts.transpileModule(text, { compilerOptions: OPTIONS }).outputText);
	}
}

const OPTIONS = ts.parseJsonConfigFileContent(
	ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
	ts.sys,
	ROOT,
).options;

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../packed';
import { type Mutant, staleness } from './mutant';

/** `noticed` is the only good one. */
export interface Outcome {
	readonly state: 'noticed' | 'not noticed' | 'stale' | 'broken' | 'hung';
	/** The test that failed, or what stood in the way. */
	readonly by: string;
}

interface Timed {
	readonly outcome: Outcome;
	/** In milliseconds. */
	readonly took: number;
}

const JEST = path.join(ROOT, 'node_modules/jest/bin/jest.js');

/** Longer than this, and than five times what it takes without the mutation, is no end. */
const PATIENCE = 40_000;

/** A copy of the sources and of what was built from them, in which one thing at a time is changed. */
export class Tree {
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
	private readonly passing = new Map<string, Promise<Timed>>();
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
		// A test that fails anyway has noticed nothing.
		const before = await this.unchanged(mutant.tests);
		if (before.outcome.state !== 'not noticed') {
			return { state: 'broken', by: `without the mutation: ${before.outcome.by}` };
		}
		const text = readFileSync(path.join(this.folder, mutant.file), 'utf8');
		try {
			this.write(
				mutant.file,
				text.replace(mutant.from, () => mutant.to),
			);
			const outcome = await this.test(mutant.tests, Math.max(PATIENCE, 5 * before.took));
			return mutant.hangs && outcome.state === 'hung' ? { ...outcome, state: 'noticed' } : outcome;
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
		const known = this.passing.get(tests) ?? this.timed(tests);
		this.passing.set(tests, known);
		return await known;
	}

	private async timed(tests: string): Promise<Timed> {
		const start = Date.now();
		return { outcome: await this.test(tests, 10 * PATIENCE), took: Date.now() - start };
	}

	/** Jest in one process, so that none of it is left when it is ended. */
	private async test(tests: string, timeout: number): Promise<Outcome> {
		const cache = path.join(this.folder, 'jest');
		const args = [JEST, '--bail', '-i', '--cacheDirectory', cache, ...tests.split(' ')];
		const child = spawn(process.execPath, args, {
			cwd: this.folder,
			stdio: ['ignore', 'ignore', 'pipe'],
			timeout,
			killSignal: 'SIGKILL',
		});
		this.running = child;
		let output = '';
		child.stderr.on('data', (chunk) => (output += String(chunk)));
		const status = await new Promise((resolve) => child.once('close', resolve));
		const file = /^FAIL (\S+)/m.exec(output)?.[1] ?? '';
		const name = /● (.+)/.exec(output)?.[1] ?? '';
		if (status === 0) return { state: 'not noticed', by: '' };
		if (child.signalCode !== null) return { state: 'hung', by: `no end in ${timeout / 1000} s` };
		// Something else is in the way then: no test has noticed anything.
		if (file === '' || name === 'Test suite failed to run') {
			return { state: 'broken', by: `${file} ${output.trim().slice(0, 400)}` };
		}
		return { state: 'noticed', by: `${file}: ${name}` };
	}

	/** Also what n8n's engine loads, which is built; the server's tests bundle it themselves. */
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

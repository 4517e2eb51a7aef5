import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../packed';
import { INDEX_MUTANTS } from './indexMutants';
import { MUTANTS, type Mutant } from './mutants';
import { NODE_MUTANTS } from './nodeMutants';
import { READER_MUTANTS } from './readerMutants';
import { SERVER_MUTANTS } from './serverMutants';
import { TRIGGER_MUTANTS } from './triggerMutants';

/**
 * Takes one guard away at a time, in a copy of the tree, and says which test noticed. A guard whose
 * absence nobody notices is a guard nobody holds: the run ends with exit code 1.
 *   npm run mutants              all
 *   npm run mutants -- redirect  those whose description or file has the word
 */
const copy = mkdtempSync(path.join(tmpdir(), 'mutants-'));
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
	cwd: ROOT,
	encoding: 'utf8',
});
for (const file of tracked.trim().split('\n')) {
	cpSync(path.join(ROOT, file), path.join(copy, file), { recursive: true });
}
cpSync(path.join(ROOT, 'dist'), path.join(copy, 'dist'), { recursive: true });
for (const modules of ['node_modules', 'mcp/node_modules']) {
	symlinkSync(path.join(ROOT, modules), path.join(copy, modules));
}

const JEST = path.join(ROOT, 'node_modules/jest/bin/jest.js');

const NO_RUN = 'Test suite failed to run';

function noticedBy({ file, from, to, tests }: Mutant): string {
	const text = readFileSync(path.join(copy, file), 'utf8');
	if (text.split(from).length !== 2) throw new Error(`${file} has not one place with: ${from}`);
	write(
		file,
		text.replace(from, () => to),
	);
	try {
		if (/nodes|mcp|faults/.test(tests)) spawnSync('npx', ['tsc', '--noCheck'], { cwd: copy });
		// Itself and in one process, so that none of it is left when it is ended.
		const run = spawnSync(process.execPath, [JEST, '--bail', '-i', ...tests.split(' ')], {
			cwd: copy,
			encoding: 'utf8',
			// A guard against endless work is missed by hanging.
			timeout: 90_000,
			killSignal: 'SIGKILL',
		});
		const failed = /● (.+)/.exec(run.stderr)?.[1];
		// No test has noticed anything then: what stands in its way is something else.
		if (failed === NO_RUN) return '';
		return run.status === 0 ? '' : (failed ?? 'the suite');
	} finally {
		write(file, text);
	}
}

function write(file: string, text: string): void {
	writeFileSync(path.join(copy, file), text);
	if (!file.startsWith('assembly/')) return;
	execFileSync(process.execPath, ['assembly/build.mjs'], { cwd: copy, stdio: 'pipe' });
}

const word = process.argv[2] ?? '';
const survivors: string[] = [];
const all = [
	...[...MUTANTS, ...NODE_MUTANTS, ...TRIGGER_MUTANTS],
	...[...READER_MUTANTS, ...INDEX_MUTANTS, ...SERVER_MUTANTS],
];
const chosen = all.filter(({ what, file }) => what.includes(word) || file.includes(word));
for (const mutant of chosen) {
	const test = noticedBy(mutant);
	if (test === '') survivors.push(mutant.what);
	process.stdout.write(`${test === '' ? 'NOT NOTICED' : 'noticed'}  ${mutant.what}  ←  ${test}\n`);
}
rmSync(copy, { recursive: true, force: true });
process.stdout.write(`${chosen.length - survivors.length} passed, ${survivors.length} failed\n`);
process.exitCode = survivors.length === 0 ? 0 : 1;

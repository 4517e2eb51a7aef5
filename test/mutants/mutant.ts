import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A mutation of one line of the sources, which at least one of its tests must kill. */
export interface Mutant {
	/** What the mutated code does wrong, as a user would notice. */
	readonly what: string;
	readonly file: string;
	/** Occurs once in the file. */
	readonly from: string;
	readonly to: string;
	/** Test files, and perhaps `-t` with part of a title, as on Jest's command line. */
	readonly tests: string;
	/** A loop never ends, or an answer never comes, so the test hangs instead of failing. */
	readonly hangs?: true;
}

/** Why a mutation cannot be tried on the tree as it is; null if it can. */
export function staleness(root: string, { file, from, to, tests }: Mutant): string | null {
	if (!existsSync(path.join(root, file))) return `${file} does not exist`;
	const found = readFileSync(path.join(root, file), 'utf8').split(from).length - 1;
	if (found !== 1) return `${file} has ${found} matches for: ${from}`;
	if (from === to) return 'nothing is changed';
	const [files = ''] = tests.split(' -t ');
	const missing = files.split(' ').find((it) => !isTestFile(path.join(root, it)));
	return missing === undefined ? null : `${missing} is not a test file`;
}

function isTestFile(file: string): boolean {
	return file.endsWith('.test.ts') && existsSync(file);
}

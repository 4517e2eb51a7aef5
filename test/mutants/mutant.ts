import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A change for the worse in one line of ours. At least one of the tests it names must fail for it. */
export interface Mutant {
	/** What the code does then, as a user would find it. */
	readonly what: string;
	readonly file: string;
	/** Occurs once in the file. */
	readonly from: string;
	readonly to: string;
	/** Files of tests, and perhaps `-t` with a part of a name, as on Jest's command line. */
	readonly tests: string;
	/** The loop it opens never yields, so the test hangs instead of failing. */
	readonly hangs?: true;
}

/** Why a mutation cannot be tried on the tree as it is; null when it can. */
export function staleness(root: string, { file, from, to, tests }: Mutant): string | null {
	if (!existsSync(path.join(root, file))) return `${file} does not exist`;
	const found = readFileSync(path.join(root, file), 'utf8').split(from).length - 1;
	if (found !== 1) return `${file} has ${found} places with: ${from}`;
	if (from === to) return 'nothing is changed';
	const [files = ''] = tests.split(' -t ');
	const missing = files.split(' ').find((it) => !isTests(path.join(root, it)));
	return missing === undefined ? null : `${missing} is no file of tests`;
}

function isTests(file: string): boolean {
	return file.endsWith('.test.ts') && existsSync(file);
}

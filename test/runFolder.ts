import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const VARIABLE = 'TEST_RUN_FOLDER';

/** Jest's global setup: a folder for what the files of one run share. */
export default function createRunFolder(): void {
	const folder = mkdtempSync(path.join(tmpdir(), 'test-run-'));
	process.env[VARIABLE] = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/**
 * What is slow to build and what no test changes is built once in a run, by whichever file needs it
 * first; the others wait for it.
 * @returns the folder it was built in.
 */
export function builtOnce(name: string, build: (folder: string) => void): string {
	const folder = path.join(process.env[VARIABLE] ?? '', name);
	const done = `${folder}.done`;
	if (isFirst(folder)) {
		let problem = '';
		try {
			build(folder);
		} catch (error) {
			problem = String(error);
		}
		writeFileSync(`${done}.part`, problem);
		renameSync(`${done}.part`, done);
	}
	while (!existsSync(done)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
	const problem = readFileSync(done, 'utf8');
	if (problem !== '') throw new Error(problem);
	return folder;
}

function isFirst(folder: string): boolean {
	try {
		mkdirSync(folder);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		return false;
	}
}

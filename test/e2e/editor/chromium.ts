import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { aptInstall } from '../host/debian';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of a Chromium; without one on this machine, the distribution's package is installed. */
export async function chromium(): Promise<string> {
	const found = inPath();
	if (found) return found;
	await aptInstall('chromium', 'fonts-dejavu-core');
	const installed = inPath();
	if (installed) return installed;
	throw new Error('There is no Chromium on this machine, and none could be installed.');
}

function inPath(): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(path.delimiter);
	return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

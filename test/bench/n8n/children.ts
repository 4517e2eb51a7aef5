import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurement } from './scenario';

/** One measurement in a process of its own. */
export async function inChild(args: readonly string[]): Promise<Measurement> {
	const script = join(__dirname, 'measure.ts');
	const { stdout } = await promisify(execFile)(process.execPath, [
		...['--expose-gc', '--import', 'tsx', script, ...args],
	]);
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measurement;
}

/** The emulated Zoho in a process of its own, and the credential of a connection to it. */
export async function serving(zip: string): Promise<{ credential: string; stop(): void }> {
	const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'server.ts'), zip], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const credential = await new Promise<string>((resolve, reject) => {
		child.stdout.once('data', (text: Buffer) => resolve(text.toString()));
		child.once('error', reject);
		child.once('exit', () => reject(new Error('The emulator did not start.')));
	});
	return { credential, stop: () => void child.kill() };
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { builtOnce } from '../runFolder';

/** The server as it is published: one file, built from the sources as they are. */
export function bundledServer(): string {
	const folder = builtOnce('server', (target) => {
		const build = path.join(__dirname, '../../mcp/packaging/build.mjs');
		const { status, stderr } = spawnSync(process.execPath, [build, target], { encoding: 'utf8' });
		if (status !== 0) throw new Error(stderr);
	});
	return path.join(folder, 'cli.js');
}

export interface Running {
	readonly child: ChildProcess;
	readonly output: { stdout: string; stderr: string };
	readonly ended: Promise<number | null>;
}

/** The server's process. `input` is written to stdin, line by line, at the start. */
export function running(
	cli: string,
	args: readonly string[],
	env: Record<string, string>,
	input?: readonly string[],
): Running {
	const child = spawn(process.execPath, [cli, ...args], {
		env: { PATH: process.env['PATH'] ?? '', ...env },
	});
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
	child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
	if (input) child.stdin.end(input.map((line) => `${line}\n`).join(''));
	return {
		child,
		output,
		ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
	};
}

/** Waits for a condition, which is nothing to measure. */
export async function until(condition: () => boolean): Promise<void> {
	for (const start = Date.now(); !condition();) {
		if (Date.now() - start > 15_000) throw new Error('timed out');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

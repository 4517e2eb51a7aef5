import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { builtOnce } from '../runFolder';
import { hostedServer } from './hostedServer';

/** The server as it is published: one file, built from the sources as they are. */
export function bundledServer(): string {
	const folder = builtOnce('server', (target) => {
		const build = path.join(__dirname, '../../mcp/packaging/build.mjs');
		const { status, stderr } = spawnSync(process.execPath, [build, target], { encoding: 'utf8' });
		if (status !== 0) throw new Error(stderr);
		// What npm would install beside it.
		symlinkSync(path.join(__dirname, '../../node_modules'), path.join(target, 'node_modules'));
	});
	return path.join(folder, 'cli.js');
}

export interface Running<C = ChildProcess> {
	readonly child: C;
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

/** What a server in this process has in place of a process. */
interface Child {
	readonly stdin: Writable;
	kill(signal: string): void;
}

/** The server, or one of its commands, in this process: for what is not about a process. */
export function hosted(
	cli: string,
	args: readonly string[],
	env: Record<string, string>,
	input?: readonly string[],
	speed = 1,
): Running<Child> {
	const server = hostedServer(cli, env, { args, speed });
	const output = { stdout: '', stderr: '' };
	server.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
	server.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
	if (input) server.stdin.end(input.map((line) => `${line}\n`).join(''));
	const isCommand = ['doctor', 'login', 'sync', 'report', 'live-check', '--check'].includes(
		args[0] ?? '',
	);
	return { child: server, output, ended: isCommand ? server.finished : server.ended };
}

/** Waits for a condition, which is nothing to measure. */
export async function until(condition: () => boolean): Promise<void> {
	for (const start = Date.now(); !condition();) {
		if (Date.now() - start > 15_000) throw new Error('timed out');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

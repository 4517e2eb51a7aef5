import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Command {
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Where what it prints is written too. */
	readonly log?: string;
}

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	/** Both streams, in the order in which they came. */
	readonly output: string;
}

export interface Running {
	readonly ended: Promise<Ended>;
	isRunning(): boolean;
	output(): string;
	stop(): Promise<void>;
	/** Ends it with SIGKILL, and what it started with it: nothing of it can tidy up. */
	kill(): Promise<void>;
}

const children = new Set<Running>();

/** Starts a program in a process group of its own, so that what it starts can be ended with it. */
export function start({ file, args, cwd, env, log }: Command): Running {
	const child = spawn(file, args, {
		...(cwd === undefined ? {} : { cwd }),
		env: env ?? process.env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const copy = log === undefined ? undefined : createWriteStream(log, { flags: 'a' });
	let stdout = '';
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		output += text;
		copy?.write(text);
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		output += text;
		copy?.write(text);
	});
	let isStarted = true;
	const ended = new Promise<Ended>((resolve) => {
		child.once('error', (error) => {
			isStarted = false;
			output += error.message;
			resolve({ code: null, stdout, output });
		});
		child.once('close', (code) => resolve({ code, stdout, output }));
	}).finally(() => {
		children.delete(running);
		copy?.end();
	});
	const running: Running = {
		ended,
		isRunning: () => isStarted && child.exitCode === null && child.signalCode === null,
		output: () => output,
		stop: () => stop(child, ended),
		async kill() {
			if (child.pid !== undefined) signal(child.pid, 'SIGKILL');
			await ended;
		},
	};
	children.add(running);
	return running;
}

/** Runs a program to its end; whatever code it ends with. */
export async function outcome(command: Command): Promise<Ended> {
	return await start(command).ended;
}

/** Runs a program that has to succeed. */
export async function run(command: Command): Promise<Ended> {
	const result = await outcome(command);
	if (result.code === 0) return result;
	const what = [command.file, ...command.args].join(' ');
	throw new Error(`${what} ended with ${result.code}\n${lastLines(result.output)}`);
}

export const lastLines = (text: string, count = 20): string =>
	text.trimEnd().split('\n').slice(-count).join('\n');

/** Ends everything that was started here and still runs. */
export async function stopAll(): Promise<void> {
	await Promise.all([...children].map((running) => running.stop()));
}

const PATIENCE_MS = 10_000;

async function stop(child: ChildProcess, ended: Promise<Ended>): Promise<void> {
	const { pid } = child;
	if (pid === undefined) return;
	signal(pid, 'SIGTERM');
	await Promise.race([ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
	// What is left of the group, or of a program that does not listen.
	signal(pid, 'SIGKILL');
	await ended;
}

/** To the whole group of the process; it may be gone already. */
function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(-pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

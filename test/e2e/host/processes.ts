import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Command {
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** A file that gets a copy of the output. */
	readonly log?: string;
}

export interface Outcome {
	readonly code: number | null;
	readonly stdout: string;
	/** Both streams, in order of arrival. */
	readonly output: string;
}

export interface Running {
	/** Undefined where it could not be started. */
	readonly pid: number | undefined;
	readonly exited: Promise<Outcome>;
	isRunning(): boolean;
	output(): string;
	stop(): Promise<void>;
	/** Kills the whole process group with SIGKILL: none of it can clean up. */
	kill(): Promise<void>;
}

const children = new Set<Running>();
/** After an interruption the run goes on for a moment; what it started then would be left behind. */
let isStopping = false;

/** Starts a program in a process group of its own, so that its children can be stopped with it. */
export function start({ file, args, cwd, env, log }: Command): Running {
	if (isStopping) throw new Error(`${file} is not started: the run is ending`);
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
	const exited = new Promise<Outcome>((resolve) => {
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
		pid: child.pid,
		exited,
		isRunning: () => isStarted && child.exitCode === null && child.signalCode === null,
		output: () => output,
		stop: () => stop(child, exited),
		async kill() {
			if (child.pid !== undefined) signal(child.pid, 'SIGKILL');
			await exited;
		},
	};
	children.add(running);
	return running;
}

/** Runs a program to its end, whatever its exit code. */
export async function outcome(command: Command): Promise<Outcome> {
	return await start(command).exited;
}

/**
 * Runs a program to its end.
 * @throws Error when it fails.
 */
export async function run(command: Command): Promise<Outcome> {
	const result = await outcome(command);
	if (result.code === 0) return result;
	const line = [command.file, ...command.args].join(' ');
	throw new Error(`${line} exited with ${result.code}\n${lastLines(result.output)}`);
}

/**
 * Waits until a started program is ready.
 * @returns the first result of `probe` that is not undefined.
 * @throws Error when the program exits, or the time is up.
 */
export async function untilReady<T>(
	running: Running,
	failure: string,
	probe: () => T | undefined | Promise<T | undefined>,
	timeoutMs = 20_000,
): Promise<T> {
	for (const end = Date.now() + timeoutMs; ; await sleep(50)) {
		const result = await probe();
		if (result !== undefined) return result;
		if (!running.isRunning() || Date.now() > end) {
			throw new Error(`${failure}\n${lastLines(running.output())}`);
		}
	}
}

export const lastLines = (text: string, count = 20): string =>
	text.trimEnd().split('\n').slice(-count).join('\n');

/** Stops everything that was started here and is still running; nothing can be started afterwards. */
export async function stopAll(): Promise<void> {
	isStopping = true;
	await Promise.all([...children].map((running) => running.stop()));
}

const STOP_TIMEOUT_MS = 10_000;

async function stop(child: ChildProcess, exited: Promise<Outcome>): Promise<void> {
	const { pid } = child;
	if (pid === undefined) return;
	signal(pid, 'SIGTERM');
	await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
	// Whatever is left of the group, or ignored the signal.
	signal(pid, 'SIGKILL');
	await exited;
}

/** Signals the whole process group, which may have exited already. */
function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(-pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

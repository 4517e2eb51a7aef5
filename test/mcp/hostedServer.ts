import hooks from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import timers from 'node:timers/promises';
import { compileFunction } from 'node:vm';
import { ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';

/** What stands in for the `process` of a server that has none of its own. */
export interface HostedServer {
	readonly stdin: PassThrough;
	readonly stdout: PassThrough;
	readonly stderr: PassThrough;
	/** For a client. */
	readonly transport: Transport;
	kill(signal: string): void;
	/** The exit code of a command, when it has done its work. */
	readonly finished: Promise<number>;
	/** Resolves when the server exits. */
	readonly ended: Promise<number>;
}

interface Hosting {
	readonly args?: readonly string[];
	/** How much faster the server's time is than that of this process. */
	readonly speed?: number;
}

type Evaluate = (...environment: unknown[]) => void;

/** A package that is not in the file: loaded outside of jest's sandbox, once. */
const installed = process.getBuiltinModule('node:module').createRequire(__filename);

const ENVIRONMENT = [
	'module',
	'exports',
	'require',
	'process',
	'setTimeout',
	'Date',
	'performance',
];
const compiled = new Map<string, Evaluate>();

/**
 * The built server in this process: the file as it is published, evaluated once more for each caller,
 * so that no two of them share a cache, a token or any other state. Starting a process costs ten times
 * as much. Once its input has ended nothing of it goes on.
 */
export function hostedServer(
	cli: string,
	env: Readonly<Record<string, string>>,
	{ args = [], speed = 1 }: Hosting = {},
): HostedServer {
	const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
	const waiting = new Set<NodeJS.Timeout>();
	const events = new EventEmitter();
	const state = new EventEmitter();
	const finished = new Promise<number>((resolve) => state.once('code', resolve));
	const ended = new Promise<number>((resolve) => state.once('exit', resolve));
	let isOver = false;
	let code: number | undefined;
	const exit = (status = code ?? 0): void => {
		isOver = true;
		for (const timer of waiting) clearTimeout(timer);
		stdout.end(() => state.emit('exit', status));
	};
	const wait = (callback: (...args: unknown[]) => void, milliseconds = 0, ...rest: unknown[]) => {
		const timer = setTimeout(() => (waiting.delete(timer), callback(...rest)), milliseconds);
		if (isOver) clearTimeout(timer);
		else waiting.add(timer);
		return timer;
	};
	const delay: typeof timers.setTimeout = async (milliseconds = 0, ...rest) => {
		const value = await timers.setTimeout(milliseconds / speed, ...rest);
		return isOver ? await new Promise<never>(() => undefined) : value;
	};
	const own = {
		...{ stdin, stdout, stderr, env, exit },
		argv: [process.execPath, cli, ...args],
		get exitCode() {
			return code;
		},
		set exitCode(status) {
			code = status;
			// What was written before has arrived by then.
			setImmediate(() => state.emit('code', status));
		},
		on: events.on.bind(events),
		once: events.once.bind(events),
		off: events.off.bind(events),
	};
	const standIn: unknown = Object.create(process, Object.getOwnPropertyDescriptors(own));
	/** Disabled with the server: each one in use costs time at every promise. */
	class Storage<T> extends hooks.AsyncLocalStorage<T> {
		constructor() {
			super();
			state.once('exit', () => this.disable());
		}
	}
	const replaced: Readonly<Record<string, unknown>> = {
		process: standIn,
		async_hooks: { ...hooks, AsyncLocalStorage: Storage },
		'timers/promises': { ...timers, setTimeout: delay },
	};
	const load = (name: string): unknown =>
		name.startsWith('./')
			? evaluated(path.join(path.dirname(cli), name))
			: (replaced[name.replace(/^node:/, '')] ?? process.getBuiltinModule(name) ?? installed(name));
	const evaluated = (file: string): unknown => {
		const module = { exports: {} };
		evaluate(file)(module, module.exports, load, standIn, wait, Date, performance);
		return module.exports;
	};
	evaluated(cli);
	const transport = overPipes(stdin, stdout);
	return {
		...{ stdin, stdout, stderr, transport, finished, ended },
		kill: (signal) => void events.emit(signal),
	};
}

/** Compiled outside of jest's sandbox, so that Node's own errors are errors to it. */
function evaluate(cli: string): Evaluate {
	const known = compiled.get(cli);
	if (known) return known;
	const code = readFileSync(cli, 'utf8').replace(/^#!.*/, '');
	const evaluated = compileFunction(code, ENVIRONMENT, { filename: cli }) as Evaluate;
	compiled.set(cli, evaluated);
	return evaluated;
}

function overPipes(stdin: PassThrough, stdout: PassThrough): Transport {
	const buffer = new ReadBuffer();
	const transport: Transport = {
		async start() {
			stdout.on('data', (chunk: Buffer) => {
				buffer.append(chunk);
				for (let message; (message = buffer.readMessage()) !== null;)
					transport.onmessage?.(message);
			});
			stdout.once('end', () => transport.onclose?.());
		},
		async send(message) {
			stdin.write(serializeMessage(message));
		},
		async close() {
			const ended = new Promise((resolve) => stdout.once('end', resolve));
			stdin.end();
			await ended;
		},
	};
	return transport;
}

import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import timers from 'node:timers/promises';
import { compileFunction } from 'node:vm';
import { ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { SPEED } from './outside.cjs';

/** What stands in for the `process` of a server that has none of its own. */
export interface HostedServer {
	/** For the client. */
	readonly transport: Transport;
	readonly stderr: PassThrough;
}

type Evaluate = (...environment: unknown[]) => void;

const ENVIRONMENT = ['module', 'exports', 'require', 'process', 'setTimeout', 'Date'];
const compiled = new Map<string, Evaluate>();

/**
 * The built server in this process: the file as it is published, evaluated once more for each caller,
 * so that no two of them share a cache, a token or any other state. Starting a process costs ten times
 * as much. Its time is this test's hastened time. Once its input has ended nothing of it goes on.
 */
export function hostedServer(cli: string, env: Readonly<Record<string, string>>): HostedServer {
	const stdin = new PassThrough();
	const stdout = new PassThrough();
	const stderr = new PassThrough();
	const waiting = new Set<NodeJS.Timeout>();
	let isOver = false;
	const exit = (): void => {
		isOver = true;
		for (const timer of waiting) clearTimeout(timer);
		stdout.end();
	};
	const wait = (callback: (...args: unknown[]) => void, milliseconds = 0, ...rest: unknown[]) => {
		const timer = setTimeout(() => (waiting.delete(timer), callback(...rest)), milliseconds);
		if (isOver) clearTimeout(timer);
		else waiting.add(timer);
		return timer;
	};
	const delay: typeof timers.setTimeout = async (milliseconds = 0, ...rest) => {
		const value = await timers.setTimeout(milliseconds / SPEED, ...rest);
		return isOver ? await new Promise<never>(() => undefined) : value;
	};
	const events = new EventEmitter();
	const own = {
		...{ stdin, stdout, stderr, env, exit, exitCode: undefined },
		argv: [process.execPath, cli],
		on: events.on.bind(events),
		once: events.once.bind(events),
		off: events.off.bind(events),
	};
	const standIn: unknown = Object.create(process, Object.getOwnPropertyDescriptors(own));
	const replaced: Readonly<Record<string, unknown>> = {
		process: standIn,
		'timers/promises': { ...timers, setTimeout: delay },
	};
	const load = (name: string): unknown =>
		replaced[name.replace(/^node:/, '')] ?? process.getBuiltinModule(name);
	const module = { exports: {} };
	evaluate(cli)(module, module.exports, load, standIn, wait, Date);
	return { transport: overPipes(stdin, stdout), stderr };
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

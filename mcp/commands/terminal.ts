import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/** As a shell has it for a program that was interrupted. */
export const INTERRUPTED = 130;

/**
 * Calls `end` when the reader closes the output, as `head` does. The command then exits with INTERRUPTED,
 * because 1 already means something in each of them. Returns a function that removes the listener.
 */
export function onClosedOutput(end: () => void): () => void {
	process.stdout.once('error', end);
	return () => void process.stdout.off('error', end);
}

/** How `login` talks to the person who runs it. */
export interface Terminal {
	/** A line that is typed or piped in; hidden, it is not shown while it is typed. */
	ask(question: string, isHidden?: boolean): Promise<string>;
	/** For people: stderr. */
	say(text: string): void;
	/** The result alone: stdout. */
	print(text: string): void;
	close(): void;
}

/** The terminal this process runs in, or lines piped into it. */
export function processTerminal(): Terminal {
	let isHidden = false;
	const shown = new Writable({
		write(chunk, _encoding, done) {
			if (!isHidden) process.stderr.write(chunk as Buffer);
			done();
		},
	});
	const lines: string[] = [];
	const waiting: ((line: string) => void)[] = [];
	let isOver = false;
	const reader: Interface = createInterface({
		input: process.stdin,
		output: shown,
		terminal: process.stdin.isTTY,
	});
	reader.on('line', (line) => {
		const next = waiting.shift();
		if (next) next(line);
		else lines.push(line);
	});
	reader.once('close', () => {
		isOver = true;
		for (const next of waiting.splice(0)) next('');
	});
	return {
		async ask(question, hide = false) {
			process.stderr.write(question);
			const line = lines.shift();
			if (line !== undefined) return line;
			if (isOver) return '';
			isHidden = hide;
			const typed = await new Promise<string>((resolve) => waiting.push(resolve));
			isHidden = false;
			if (hide && process.stdin.isTTY) process.stderr.write('\n');
			return typed;
		},
		say: (text) => void process.stderr.write(`${text}\n`),
		print: (text) => void process.stdout.write(`${text}\n`),
		close: () => reader.close(),
	};
}

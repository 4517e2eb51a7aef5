import { blake2s128 } from '../blake2s';
import { MAX_ROW_BYTES } from '../layout';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const PRINT_BYTES = 8;

export function isBreak(byte: number | undefined): boolean {
	return byte === LF || byte === CR;
}

/** The line that begins at an offset, and where the next one does. */
export interface PhysicalLine {
	readonly from: number;
	/** Before its line break. */
	readonly to: number;
	readonly next: number;
}

/** A line as the file has it, whatever is in quotes; of one that is too long its beginning. */
export function lineAt(bytes: Uint8Array, from: number): PhysicalLine {
	const end = Math.min(bytes.length, from + MAX_ROW_BYTES + 1);
	let to = from;
	while (to < end && !isBreak(bytes[to])) to++;
	const isPair = bytes[to] === CR && bytes[to + 1] === LF;
	return { from, to, next: Math.min(bytes.length, to + (isPair ? 2 : 1)) };
}

/** Counts lines from the position that was asked for last. */
export class LineCounter {
	private at = 0;
	private line = 1;

	/** @param bytes of the file, which may move in memory. */
	constructor(private readonly bytes: () => Uint8Array) {}

	lineOf(position: number): number {
		const bytes = this.bytes();
		if (position < this.at) [this.at, this.line] = [0, 1];
		for (; this.at < position; this.at++) {
			const byte = bytes[this.at];
			if (byte === LF || (byte === CR && bytes[this.at + 1] !== LF)) this.line++;
		}
		return this.line;
	}
}

/** Which quotes a line has: none, all of them closed, or one that is open at its end. */
export type Quotes = 'none' | 'closed' | 'open';

/** Quotes in a cell that has none around it, or that something follows, are taken for text. */
export function quotesIn(
	bytes: Uint8Array,
	{ from, to }: Pick<PhysicalLine, 'from' | 'to'>,
	delimiter: number,
): Quotes {
	let found: Quotes = 'none';
	for (let at = from; at < to; at++) {
		if (bytes[at] !== QUOTE) continue;
		const isEnd = at + 1 === to || bytes[at + 1] === delimiter || isBreak(bytes[at + 1]);
		const before = bytes[at - 1];
		const isStart = at === from || before === delimiter || isBreak(before);
		if (found !== 'open') found = isStart ? 'open' : 'closed';
		else if (isEnd) found = 'closed';
		else if (bytes[at + 1] === QUOTE) at++;
	}
	return found;
}

/** What a line is if it continues a quoted cell: all of it inside, or with the cell's end; or it cannot be that. */
export type Continuation = 'inside' | 'closes' | 'no';

/** Looks at a line as if a quote had been opened before it. */
export function continuation(
	bytes: Uint8Array,
	{ from, to }: PhysicalLine,
	delimiter: number,
): Continuation {
	for (let at = from; at < to; at++) {
		if (bytes[at] !== QUOTE) continue;
		const after = at + 1;
		if (after === to || bytes[after] === delimiter) return 'closes';
		if (bytes[after] !== QUOTE) return 'no';
		at++;
	}
	return 'inside';
}

/** Recognizes a line that is in another file too: 64 bits of its BLAKE2s. */
export function printOf(bytes: Uint8Array, { from, to }: PhysicalLine): string {
	// One character for each byte, whatever it is.
	const text = new TextDecoder('latin1').decode(bytes.subarray(from, to));
	const digest = blake2s128(text).subarray(0, PRINT_BYTES);
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

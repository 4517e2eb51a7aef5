import type { FoundRow } from './damagedFile';
import { continuation, lineAt } from './lines';

const QUOTE = 0x22;

/**
 * The first row from which on opening and closing quotes may be swapped up to the damage: where one is lost, the
 * text between two values is read as a value, with the line breaks in it, and the next rows may by
 * chance have as many cells as they should. So each of them has quotes, and the first has several lines.
 */
export function firstInverted(bytes: Uint8Array, held: readonly FoundRow[]): number {
	const start = held.findLastIndex(({ from, next }) => !hasQuotes(bytes, from, next)) + 1;
	const first = held.findIndex(
		({ from, next }, index) => index >= start && lineAt(bytes, from).next < next,
	);
	return first < 0 ? held.length : first;
}

/**
 * How many rows that may be, as long as it is not known whether damage follows.
 * @param starts where they begin, the last one first.
 * @param end where the row after them begins.
 */
export function doubtfulRows(
	bytes: Uint8Array,
	starts: readonly number[],
	end: number,
	delimiter: number,
): number {
	let next = end;
	let count = 0;
	for (;;) {
		const line = lineAt(bytes, next);
		// A row that begins with a line without quotes is that line; and one that cannot be in quotes begins there.
		if (!hasQuotes(bytes, line.from, line.to) && count === 0) return 0;
		if (continuation(bytes, line, delimiter) === 'no') return count;
		const start = starts[count];
		if (start === undefined || !hasQuotes(bytes, start, next)) return count;
		next = start;
		count++;
	}
}

function hasQuotes(bytes: Uint8Array, from: number, to: number): boolean {
	return bytes.subarray(from, to).includes(QUOTE);
}

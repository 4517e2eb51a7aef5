import { WRONG_CELL_COUNT } from '../layout';
import { isBreak } from './lines';
import type { DamagedFile, FoundRow } from './damagedFile';
import type { Ending, FoundFooter } from './footerKinds';
import { type Cell, cellsOf, ColumnShapes, sampleRows } from './sampleRows';

const QUOTE = 0x22;
/** A footer is short, and no row that lacks a cell. */
const MAX_LINES = 5;
const MAX_BYTES = 4096;
const MAX_FILLED = 3;
/** Fewer rows than this may be stated by chance, where nothing sets the number off. */
const MANY_ROWS = 10;
const MAX_TEXT = 200;

interface Line extends FoundRow {
	readonly line: readonly Cell[];
	readonly text: string;
}

/**
 * Decides on lines of few cells after which there are no others: they are a footer when they can be no
 * part of a row, neither its beginning, cut off, nor its end, nor the rest of the last value before
 * them. Undefined for what is not like one. See docs/decisions/unread-rows.md
 * @param before the rows before it, to the last.
 */
export function endingAt(
	file: DamagedFile,
	first: FoundRow,
	before: readonly FoundRow[],
): Ending | undefined {
	const last = before.at(-1);
	const lines = last && linesFrom(file, first);
	if (!lines) return undefined;
	const shapes = new ColumnShapes(sampleRows(file, before));
	if (lines.some(({ line }) => shapes.mayBeginRow(line))) return undefined;
	const { rows, unread } = file.counted();
	const all = rows + before.length;
	const isApart = first.from > last.next;
	const lastQuoted = file.bytes()[endOf(file, last) - 1] === QUOTE;
	const mayGoOn =
		!isApart && !lastQuoted && lines[0]?.line.length === 1 && !shapes.endsWithWholeTime();
	const counting = lines.filter((line) => states(line, [all, all + unread], shapes));
	const [total] = counting;
	const found = {
		from: first.from,
		to: endOf(file, lines.at(-1) ?? first),
		text: lines.map(({ text }) => text).join(' / '),
		stated: lines.map(({ text }) => statedIn(text).total).find((it) => it !== null) ?? null,
	};
	if (total && (total === lines[0] || !mayGoOn))
		return { kind: 'footer', ...found, proof: 'total' };
	if (isApart && unread === 0 && !hasBlankLine(file, before)) {
		return { kind: 'footer', ...found, proof: 'blank line' };
	}
	if (shapes.areQuoted() && lines.every((line) => isBare(file, line))) {
		return { kind: 'footer', ...found, proof: 'quotes' };
	}
	return { kind: 'unclear', mayGoOn, mayBegin: !shapes.areTimes(0) };
}

/**
 * The last line of a file, if it is not a row but a total that a spreadsheet has padded to as many cells: few of
 * them are filled, the file's number of rows is stated in them, and one is empty that no row has empty.
 * @param sample some of the other rows.
 */
export function paddedTotal(
	file: DamagedFile,
	sample: readonly Pick<FoundRow, 'from' | 'next'>[],
	last: Pick<FoundRow, 'from' | 'next'>,
	rows: number,
): FoundFooter | undefined {
	if (sample.length === 0 || last.next - last.from > MAX_BYTES) return undefined;
	const line = cellsOf(file, last);
	const filled = line.filter(({ text }) => text.trim() !== '').length;
	if (filled === 0 || filled >= MAX_FILLED) return undefined;
	const shapes = new ColumnShapes(sample.map((row) => cellsOf(file, row)));
	const whole = { line, text: textOf(file, last) };
	const { unread } = file.counted();
	if (!states(whole, [rows, rows + unread], shapes) || !shapes.lacksOneOf(line)) return undefined;
	const text = line.flatMap((cell) => cell.text.trim() || []).join(' ');
	const { total } = statedIn(whole.text);
	return { from: last.from, to: endOf(file, last), text, proof: 'total', stated: total };
}

/** The lines to the end of the file; undefined when any of them may be a row that lacks a cell. */
function linesFrom(file: DamagedFile, first: FoundRow): Line[] | undefined {
	const end = file.bytes().length;
	const lines: Line[] = [];
	for (let row: FoundRow | null = first; row !== null; row = file.rowAt(row.next)) {
		if (row.fault !== WRONG_CELL_COUNT || end - row.from > MAX_BYTES) return undefined;
		if (lines.length === MAX_LINES || row.cells > Math.max(1, file.width - 2)) return undefined;
		const line = cellsOf(file, row);
		const filled = line.filter(({ text }) => text.trim() !== '').length;
		if (filled === 0 || filled > MAX_FILLED) return undefined;
		lines.push({ ...row, line, text: textOf(file, row) });
	}
	return lines;
}

function textOf(file: DamagedFile, row: Pick<FoundRow, 'from' | 'next'>): string {
	const bytes = file.bytes().subarray(row.from, endOf(file, row));
	return new TextDecoder().decode(bytes).slice(0, MAX_TEXT);
}

/** Before its line break. */
function endOf(file: DamagedFile, { from, next }: Pick<FoundRow, 'from' | 'next'>): number {
	const bytes = file.bytes();
	let end = next;
	while (end > from && isBreak(bytes[end - 1])) end--;
	return end;
}

/** Whether a line states how many rows there are, and nothing like it is in them. */
function states(
	{ line, text }: Pick<Line, 'line' | 'text'>,
	counts: readonly number[],
	shapes: ColumnShapes,
): boolean {
	const { only, total } = statedIn(text);
	if (only === null || !counts.includes(only)) return false;
	if (total === null && only < MANY_ROWS) return false;
	return !shapes.maySuchEnd(line);
}

/** The only number of a text, and whether it is given as a total: after a colon or in a cell of its own. */
function statedIn(text: string): { readonly only: number | null; readonly total: number | null } {
	const numbers = text.match(/\d+(?:[.,'\u00a0\u202f ]\d{3})*(?!\d)/g) ?? [];
	const [number] = numbers;
	if (number === undefined || numbers.length > 1 || !/\p{L}/u.test(text)) {
		return { only: null, total: null };
	}
	const only = Number(number.replace(/\D/g, ''));
	const isSetOff = /[:=,;\t]\s*"?\d[^:=;\t\p{L}]*$/u.test(text);
	return { only, total: isSetOff ? only : null };
}

/** Whether there is an empty line between rows, outside of quotes. */
function hasBlankLine(file: DamagedFile, before: readonly FoundRow[]): boolean {
	const bytes = file.bytes();
	const end = before.at(-1)?.next ?? 0;
	let [isQuoted, breaks] = [false, 0];
	let at = file.firstRow;
	while (at < end && isBreak(bytes[at])) at++;
	for (; at < end; at++) {
		const byte = bytes[at];
		if (byte === QUOTE) isQuoted = !isQuoted;
		if (isQuoted || !isBreak(byte)) {
			breaks = 0;
			continue;
		}
		if (byte === 0x0d && bytes[at + 1] === 0x0a) at++;
		if (++breaks > 1) return true;
	}
	return false;
}

/** Whether a line neither begins nor ends as a row does whose cells all have quotes. */
function isBare(file: DamagedFile, row: FoundRow): boolean {
	const bytes = file.bytes();
	return bytes[row.from] !== QUOTE && bytes[endOf(file, row) - 1] !== QUOTE;
}

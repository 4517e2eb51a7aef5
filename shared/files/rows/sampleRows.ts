import { isBreak } from './lines';
import type { DamagedFile, FoundRow } from './damagedFile';

const QUOTE = 0x22;
/** As many rows as show how a file is written, from its beginning. */
export const SAMPLE_ROWS = 16;
/** So many cells do not all have quotes by chance. */
const MANY_CELLS = 24;
/** Of a cell: no time and no number is longer. */
const CELL_BYTES = 120;

/** A cell as far as it shows how it is written. */
export interface Cell {
	readonly text: string;
	readonly isQuoted: boolean;
}

/** The first rows of a file, and those that are given. */
export function sampleRows(file: DamagedFile, last: readonly FoundRow[]): Cell[][] {
	const end = last[0]?.from ?? 0;
	const rows: Cell[][] = [];
	let row = file.rowAt(file.firstRow);
	while (row?.fault === 0 && row.from < end && rows.length < SAMPLE_ROWS) {
		rows.push(cellsOf(file, row));
		row = file.rowAt(row.next);
	}
	return [...rows, ...last.map((each) => cellsOf(file, each))];
}

/** The cells of a row whose quotes are in order. */
export function cellsOf(
	file: DamagedFile,
	{ from, next }: Pick<FoundRow, 'from' | 'next'>,
): Cell[] {
	const bytes = file.bytes();
	const cells: Cell[] = [];
	let end = next;
	while (end > from && isBreak(bytes[end - 1])) end--;
	for (let at = from; at <= end; at++) {
		const start = at;
		const isQuoted = bytes[start] === QUOTE;
		let isInside = false;
		for (; at < end && (isInside || bytes[at] !== file.delimiter); at++) {
			if (bytes[at] === QUOTE) isInside = !isInside;
		}
		const text = new TextDecoder().decode(bytes.subarray(start, Math.min(at, start + CELL_BYTES)));
		cells.push({ text: isQuoted ? text.replace(/^"|"$/g, '') : text, isQuoted });
	}
	return cells;
}

/** How a text is written: letters and digits are all alike. */
function shapeOf({ text }: Cell): string {
	const plain = text.trim().replace(/[\p{L}\p{M}]+/gu, 'a');
	return plain.replace(/\d+/g, '9').replace(/\s+/g, ' ');
}

/** The same, but with as many digits as there are. */
function digitsOf({ text }: Cell): string {
	return text.trim().replace(/\d/g, '9');
}

/** What the columns of some rows look like. */
export class ColumnShapes {
	private readonly shapes: readonly ReadonlySet<string>[];

	constructor(private readonly rows: readonly (readonly Cell[])[]) {
		const width = rows[0]?.length ?? 0;
		this.shapes = Array.from(
			{ length: width },
			(_, column) => new Set(rows.map((cells) => (cells[column] ? shapeOf(cells[column]) : ''))),
		);
	}

	/** Whether these cells may be the beginning of a row that was cut off. */
	mayBeginRow(cells: readonly Cell[]): boolean {
		// A time decides it: what follows one is a part of its row, whatever it is.
		const decisive = this.areTimes(0) ? cells.slice(0, 1) : cells;
		return decisive.every((cell, column) => {
			const shape = shapeOf(cell);
			const isWhole = column < cells.length - 1;
			return this.has(column, (known) => (isWhole ? known === shape : known.startsWith(shape)));
		});
	}

	/** Whether they may be the end of a row, or of its last value, whose beginning is lost or before them. */
	maySuchEnd(cells: readonly Cell[]): boolean {
		return cells.every((cell, index) => {
			const column = this.shapes.length - cells.length + index;
			if (index === 0 && this.areTimes(column)) {
				const end = digitsOf(cell);
				return this.rows.some((row) => row[column] && digitsOf(row[column]).endsWith(end));
			}
			const shape = shapeOf(cell);
			return this.has(column, (known) => (index > 0 ? known === shape : known.endsWith(shape)));
		});
	}

	/** Whether all cells of a column are whole times. */
	areTimes(column: number): boolean {
		return this.rows.every((cells) => isWholeTime(cells.at(column)?.text ?? ''));
	}

	/** Whether the last cell of the last row is whole: a time as others are, to the digit. */
	endsWithWholeTime(): boolean {
		const digits = this.rows.map((cells) =>
			digitsOf(cells.at(-1) ?? { text: '', isQuoted: false }),
		);
		return this.areTimes(-1) && digits.slice(0, -1).includes(digits.at(-1) ?? '');
	}

	/** Whether a cell is empty where none of the rows has an empty one. */
	lacksOneOf(cells: readonly Cell[]): boolean {
		const isFilled = (cell: Cell | undefined): boolean => (cell?.text.trim() ?? '') !== '';
		return cells.some(
			(cell, column) => !isFilled(cell) && this.rows.every((row) => isFilled(row[column])),
		);
	}

	/** Whether every cell has quotes around it, with or without need. */
	areQuoted(): boolean {
		const cells = this.rows.flat();
		const withoutNeed = cells.filter(({ text }) => /^[\p{L}\d ]+$/u.test(text));
		return withoutNeed.length >= MANY_CELLS && cells.every(({ isQuoted }) => isQuoted);
	}

	private has(column: number, isIt: (shape: string) => boolean): boolean {
		return [...(this.shapes[column] ?? [])].some(isIt);
	}
}

/** A date and a time of day and nothing else, or seconds or milliseconds since 1970. */
function isWholeTime(text: string): boolean {
	const plain = text.trim();
	if (/^\d{10}(\d{3})?$/.test(plain)) return true;
	const numbers = plain.match(/\d+/g)?.length ?? 0;
	const words = plain.match(/\p{L}+/gu)?.length ?? 0;
	// With the month as a word there is a number less, and a word may come first.
	const isDated = /^\d/.test(plain) ? numbers >= (words > 0 ? 4 : 5) : numbers === 4 && words > 0;
	return isDated && words <= 4 && numbers <= 8 && /\d:\d\d/.test(plain);
}

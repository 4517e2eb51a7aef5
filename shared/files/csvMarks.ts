import { UnexpectedAnswerError } from '../errors';
import { delimiterOf } from './csvDelimiter';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;

/**
 * What is marked between two looks at the clock and at the signal. With 512 rows most of a batch
 * outlived a turn of the garbage collector, which then took four times as long.
 */
const BATCH_ROWS = 128;
const BATCH_BYTES = 1024 * 1024;

export const CSV_LIMITS = {
	columns: 1_000,
	/** The longest text that a CRM field holds is 128,000 characters. */
	cellBytes: 1024 * 1024,
	rowBytes: 4 * 1024 * 1024,
	/** An export holds at most 1,000,000 entries in all; a file far above that is none. */
	rows: 2_000_000,
} as const;

/**
 * Marks rows and cells in CSV (RFC 4180; `,` `;` or TAB; CRLF, LF or CR; quoted line breaks) from bytes in UTF-8,
 * batch by batch. Only positions: most rows are dropped by a filter, and never become text.
 *
 * It is strict, because a row that is silently wrong is worse than none: an unclosed quote, a stray
 * quote, a row with more or fewer cells than the header are refused with file, line and byte. Only
 * lines with nothing in them are passed over.
 */
export class CsvMarks {
	/** Rows in the current batch. */
	rows = 0;

	private readonly delimiter: number;
	/** Bytes above this one never end a cell: one comparison passes over nearly all of a text. */
	private readonly highest: number;
	/** Cells of every row, as the header has them. */
	protected readonly width: number;
	/** Where each row of the batch begins. */
	protected readonly rowStarts = new Int32Array(BATCH_ROWS);
	/** Where the delimiter or line break behind each cell of the batch is. A cell begins behind the one before. */
	protected readonly ends: Int32Array;
	private isHeader: boolean;
	private at = 0;
	private total = 0;

	/** Begins with the header as the only row. @throws UnexpectedAnswerError when there is none. */
	constructor(
		readonly bytes: Uint8Array,
		private readonly file: string,
	) {
		this.delimiter = delimiterOf(bytes);
		this.highest = Math.max(this.delimiter, QUOTE);
		this.isHeader = true;
		this.width = CSV_LIMITS.columns;
		const header = new Int32Array(CSV_LIMITS.columns);
		this.ends = header;
		const width = this.mark(1);
		if (this.rows === 0) {
			throw new UnexpectedAnswerError(`The file ${file} is empty: it has no header.`);
		}
		this.isHeader = false;
		this.width = width;
		this.ends = new Int32Array(width * BATCH_ROWS);
		this.ends.set(header.subarray(0, width));
	}

	/** Marks the next rows; false at the end of the file. */
	next(): boolean {
		this.mark(BATCH_ROWS);
		this.total += this.rows;
		if (this.total > CSV_LIMITS.rows) {
			throw this.refusal(`it has more than ${CSV_LIMITS.rows.toLocaleString('en')} rows`, this.at);
		}
		return this.rows > 0;
	}

	/** First byte of the cell; of a quoted one, the first inside the quotes. */
	start(row: number, column: number): number {
		const start = this.cellStart(row, column);
		return this.bytes[start] === QUOTE ? start + 1 : start;
	}

	/** The byte behind the cell's last. */
	end(row: number, column: number): number {
		const end = this.ends[row * this.width + column]!;
		return this.bytes[this.cellStart(row, column)] === QUOTE ? end - 1 : end;
	}

	/** Whether the cell's bytes are not its text as it is, because quotes in it are doubled. */
	isEscaped(row: number, column: number): boolean {
		const start = this.cellStart(row, column);
		if (this.bytes[start] !== QUOTE) return false;
		const end = this.end(row, column);
		let at = start + 1;
		while (at < end && this.bytes[at] !== QUOTE) at++;
		return at < end;
	}

	private cellStart(row: number, column: number): number {
		return column === 0 ? this.rowStarts[row]! : this.ends[row * this.width + column - 1]! + 1;
	}

	/** Marks rows from `this.at` on, at most so many. Returns the cells of the last one. */
	private mark(rows: number): number {
		// A batch may be blank lines alone, and what follows it still counts.
		let cells = 0;
		do cells = this.markBatch(rows);
		while (this.rows === 0 && this.at < this.bytes.length);
		return cells;
	}

	private markBatch(rows: number): number {
		const { bytes, delimiter, highest, width, ends, rowStarts } = this;
		const { length } = bytes;
		const { rowBytes, cellBytes } = CSV_LIMITS;
		const batchEnd = Math.min(length, this.at + BATCH_BYTES);
		let at = this.at;
		let firstCell = 0;
		let cell = 0;
		let row = 0;
		while (row < rows && at < batchEnd) {
			const rowStart = at;
			const stop = length - at > rowBytes ? at + rowBytes : length;
			let byte = 0;
			for (;;) {
				while (at < stop && (byte = bytes[at]!) > highest) at++;
				if (at >= stop) {
					byte = this.lineEndAt(stop, rowStart);
					break;
				}
				if (byte === delimiter) {
					// Beyond the array nothing is written; the row is refused for its cells.
					ends[cell++] = at++;
				} else if (byte === SPACE) {
					at++;
				} else if (byte === QUOTE) {
					at = this.behindQuotes(at, rowStart, stop);
				} else if (byte === LF || byte === CR) {
					break;
				} else {
					at++;
				}
			}
			// A line with nothing in it is no row.
			if (at > rowStart) {
				ends[cell++] = at;
				if (cell - firstCell !== width || at - rowStart > cellBytes) {
					this.checkRow(rowStart, firstCell, cell);
				}
				firstCell = cell;
				rowStarts[row++] = rowStart;
			}
			at += byte === CR && bytes[at + 1] === LF ? 2 : 1;
		}
		this.at = Math.min(at, length);
		this.rows = row;
		return cell;
	}

	/** The end of the file ends a line; the end of what a row may be does not. */
	private lineEndAt(stop: number, rowStart: number): number {
		if (stop === this.bytes.length) return LF;
		throw this.refusal(`a row is longer than ${CSV_LIMITS.rowBytes} bytes`, rowStart);
	}

	private checkRow(start: number, firstCell: number, behindLast: number): void {
		const cells = behindLast - firstCell;
		if (this.isHeader) {
			if (cells > CSV_LIMITS.columns) {
				throw this.refusal(`it has more than ${CSV_LIMITS.columns} columns`, start);
			}
		} else if (cells !== this.width) {
			throw this.refusal(`a row has ${cells} cells where the header has ${this.width}`, start);
		}
		this.refuseLongCells(start, firstCell, behindLast);
	}

	/** The byte behind the quote that closes the one at `open`. */
	private behindQuotes(open: number, rowStart: number, stop: number): number {
		const { bytes, delimiter } = this;
		if (open > rowStart && bytes[open - 1] !== delimiter) {
			throw this.refusal('a quote stands inside a cell that is not quoted', open);
		}
		for (let at = open + 1; ; at += 2) {
			while (at < stop && bytes[at] !== QUOTE) at++;
			if (at >= stop) {
				throw stop < bytes.length
					? this.refusal(`a row is longer than ${CSV_LIMITS.rowBytes} bytes`, open)
					: this.refusal('a quote is never closed', open);
			}
			const next = bytes[at + 1];
			if (next === QUOTE) continue;
			const isEnd = next === delimiter || next === LF || next === CR;
			if (isEnd || at + 1 === bytes.length) return at + 1;
			throw this.refusal('text follows a closing quote', at + 1);
		}
	}

	private refuseLongCells(rowStart: number, first: number, behindLast: number): void {
		let start = rowStart;
		for (const end of this.ends.subarray(first, behindLast)) {
			if (end - start > CSV_LIMITS.cellBytes) {
				throw this.refusal(`a cell is longer than ${CSV_LIMITS.cellBytes} bytes`, start);
			}
			start = end + 1;
		}
	}

	/** Naming file, line and byte. */
	protected refusal(what: string, byte: number): UnexpectedAnswerError {
		let line = 1;
		for (let at = 0; at < byte; at++) {
			const here = this.bytes[at];
			if (here === LF || (here === CR && this.bytes[at + 1] !== LF)) line++;
		}
		return new UnexpectedAnswerError(
			`The file ${this.file} is damaged: ${what} (line ${line}, byte ${byte}). Download the export again.`,
		);
	}
}

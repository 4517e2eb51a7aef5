import { UnexpectedAnswerError } from '../errors';

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;
const DELIMITERS = [0x2c, 0x3b, 0x09] as const;

/** Rows between two looks at the clock and at the signal. */
const BATCH_ROWS = 512;

export const CSV_LIMITS = {
	columns: 1_000,
	/** The longest text that a CRM field holds is 128,000 characters. */
	cellBytes: 1024 * 1024,
	/** An export holds at most 1,000,000 entries in all; a file far above that is none. */
	rows: 2_000_000,
} as const;

/**
 * Reads CSV (RFC 4180; `,` `;` or TAB; CRLF, LF or CR; quoted line breaks) from bytes in UTF-8. It
 * marks where cells begin and end, batch by batch, and makes text only of what is asked for: most
 * rows are dropped by a filter, and never become objects.
 *
 * It is strict, because a row that is silently wrong is worse than none: an unclosed quote, a stray
 * quote, a row with more or fewer cells than the header are refused with file, line and byte.
 */
export class CsvReader {
	readonly header: readonly string[];
	/** Rows in the current batch. */
	rows = 0;

	private readonly delimiter: number;
	private readonly width: number;
	private readonly starts: Int32Array;
	private readonly ends: Int32Array;
	/** 1 where a cell holds doubled quotes. */
	private readonly escaped: Uint8Array;
	private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	private at = 0;
	private total = 0;

	/** @throws UnexpectedAnswerError when there is no header. */
	constructor(
		readonly bytes: Uint8Array,
		private readonly file: string,
	) {
		this.delimiter = delimiterOf(bytes);
		this.starts = new Int32Array(CSV_LIMITS.columns);
		this.ends = new Int32Array(CSV_LIMITS.columns);
		this.escaped = new Uint8Array(CSV_LIMITS.columns);
		this.width = CSV_LIMITS.columns;
		let width = 0;
		while (width === 0 && this.at < bytes.length) width = this.readRow(0);
		if (width === 0)
			throw new UnexpectedAnswerError(`The file ${file} is empty: it has no header.`);
		this.header = Array.from({ length: width }, (_, column) => this.text(0, column));
		this.width = width;
		this.starts = new Int32Array(width * BATCH_ROWS);
		this.ends = new Int32Array(width * BATCH_ROWS);
		this.escaped = new Uint8Array(width * BATCH_ROWS);
	}

	/** Marks the next rows; false at the end of the file. */
	next(): boolean {
		this.rows = 0;
		while (this.rows < BATCH_ROWS && this.at < this.bytes.length) {
			const start = this.at;
			const cells = this.readRow(this.rows * this.width);
			if (cells === 0) continue;
			if (cells !== this.width) {
				throw this.refusal(`a row has ${cells} cells where the header has ${this.width}`, start);
			}
			this.rows++;
		}
		this.total += this.rows;
		if (this.total > CSV_LIMITS.rows) {
			throw this.refusal(`it has more than ${CSV_LIMITS.rows.toLocaleString('en')} rows`, this.at);
		}
		return this.rows > 0;
	}

	/** The cell as text. */
	text(row: number, column: number): string {
		const cell = row * this.width + column;
		const text = this.decode(this.starts[cell]!, this.ends[cell]!);
		return this.escaped[cell] ? text.replaceAll('""', '"') : text;
	}

	/** First byte of the cell; of a quoted one, the first inside the quotes. */
	start(row: number, column: number): number {
		return this.starts[row * this.width + column]!;
	}

	/** The byte behind the cell's last. */
	end(row: number, column: number): number {
		return this.ends[row * this.width + column]!;
	}

	/** Whether the bytes hold doubled quotes. */
	isEscaped(row: number, column: number): boolean {
		return this.escaped[row * this.width + column] === 1;
	}

	/** Text of a range of bytes, doubled quotes left as they are. */
	decode(start: number, end: number): string {
		try {
			return this.decoder.decode(this.bytes.subarray(start, end));
		} catch {
			throw this.refusal('a cell is not UTF-8', start);
		}
	}

	/** Marks one row from `this.at` on, its first cell at `cell`. Returns its cells; 0 for an empty line. */
	private readRow(cell: number): number {
		const { bytes, delimiter, starts, ends, escaped } = this;
		const length = bytes.length;
		const rowStart = this.at;
		let at = this.at;
		for (let column = 0; ; column++) {
			if (column === this.width) {
				if (column === CSV_LIMITS.columns) {
					throw this.refusal(`a row has more than ${CSV_LIMITS.columns} cells`, rowStart);
				}
				throw this.refusal(`a row has more cells than the header, which has ${column}`, rowStart);
			}
			let start = at;
			let end: number;
			let doubled = 0;
			if (bytes[at] === QUOTE) {
				start = ++at;
				for (;;) {
					while (at < length && bytes[at] !== QUOTE) at++;
					if (at >= length) throw this.refusal('a quote is never closed', start - 1);
					if (bytes[at + 1] !== QUOTE) break;
					doubled = 1;
					at += 2;
				}
				end = at++;
			} else {
				let byte = 0;
				while (at < length) {
					byte = bytes[at]!;
					if (byte === delimiter || byte === LF || byte === CR || byte === QUOTE) break;
					at++;
				}
				if (byte === QUOTE && at < length) {
					throw this.refusal('a quote stands inside a cell that is not quoted', at);
				}
				end = at;
			}
			if (end - start > CSV_LIMITS.cellBytes) {
				throw this.refusal(`a cell is longer than ${CSV_LIMITS.cellBytes} bytes`, start);
			}
			starts[cell + column] = start;
			ends[cell + column] = end;
			escaped[cell + column] = doubled;
			const byte = at < length ? bytes[at]! : LF;
			if (byte === delimiter) {
				at++;
				continue;
			}
			if (byte !== LF && byte !== CR) throw this.refusal('text follows a closing quote', at);
			this.at = Math.min(at + (byte === CR && bytes[at + 1] === LF ? 2 : 1), length);
			const isEmptyLine = column === 0 && end === rowStart;
			return isEmptyLine ? 0 : column + 1;
		}
	}

	private refusal(what: string, byte: number): UnexpectedAnswerError {
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

/** The delimiter that the header uses most; a comma when it uses none. */
function delimiterOf(bytes: Uint8Array): number {
	const counts = DELIMITERS.map(() => 0);
	let quoted = false;
	for (const byte of bytes.subarray(0, CSV_LIMITS.cellBytes)) {
		if (byte === QUOTE) quoted = !quoted;
		if (quoted) continue;
		if (byte === LF || byte === CR) break;
		const index = DELIMITERS.findIndex((delimiter) => delimiter === byte);
		if (index >= 0) counts[index]!++;
	}
	return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? DELIMITERS[0];
}

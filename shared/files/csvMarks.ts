import { UnexpectedAnswerError } from '../errors';
import { prefaceOf } from './rows/csvPreface';
import type { FileMemory } from './fileMemory';
import {
	LONG_CELL,
	LONG_ROW,
	MAX_CELL_BYTES,
	MAX_COLUMNS,
	MAX_ROW_BYTES,
	NEVER_CLOSED,
	QUOTE_INSIDE,
	TEXT_AFTER_QUOTE,
	WRONG_CELL_COUNT,
} from './layout';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Rows that are marked together. The more, the less work there is besides that for each row: with 128,
 * engines spent a sixth of the time of a filter on compiling that work.
 */
export const BATCH_ROWS = 1024;
/** The first batch, doubled for each further one: code that an engine has not compiled yet is many times slower. */
const FIRST_ROWS = 64;
const BATCH_BYTES = 1024 * 1024;

/** How much of an uncompressed file is in memory at a time: any row fits, and most files. */
export const WINDOW_BYTES = 16 * 1024 * 1024;

/** An export holds at most 1,000,000 entries in all; a file far above that is none. */
const MAX_ROWS = 2_000_000;

/** One CSV of an export, in UTF-8 without byte order mark. */
export interface CsvFile {
	readonly name: string;
	/** Its index in its file. */
	readonly index: number;
	/** To be read before the next CSV is requested, which overwrites it. */
	readonly memory: FileMemory;
	/** Where it is in the memory: all of it, or its first bytes. */
	readonly start: number;
	readonly end: number;
	/** All of it, where only its first bytes are in the memory at first. */
	readonly source: Uint8Array | null;
}

/**
 * Marks rows and cells in CSV (RFC 4180; `,` `;` or TAB; CRLF, LF or CR; quoted line breaks) from bytes in UTF-8,
 * batch by batch. Only positions: a filter drops most rows, which never become text.
 *
 * It is strict, because a row that is silently wrong is worse than none: an unclosed quote, a stray
 * quote, a row with more or fewer cells than the header are refused with file, line and byte. Only
 * empty lines are skipped.
 *
 * Only one may use a memory at a time.
 */
export class CsvMarks {
	/** Rows in the current batch: at first the header alone. */
	rows = 0;
	/** Which batch it is. */
	batch = 0;
	/** Bytes of the file that are no longer in memory. Addresses become invalid when it changes. */
	offset = 0;
	/** Cells of every row, as the header has them. */
	readonly width: number;
	readonly memory: FileMemory;
	/** Whether the first row is one of names. */
	readonly hasHeader: boolean;
	/** Lines before it that belong to no table. */
	readonly titles: readonly string[];
	private end: number;
	private total = 0;
	private batchRows = FIRST_ROWS;

	/** Begins with the header as the only row. @throws UnexpectedAnswerError when there is none. */
	constructor(private readonly file: CsvFile) {
		const { memory, start, end, name, source } = file;
		this.memory = memory;
		this.end = end;
		const rowStarts = memory.allocate(BATCH_ROWS * 4);
		const ends = memory.allocate(MAX_COLUMNS * 4);
		// Not from memory, where an earlier reader may have left a later part of it.
		const preface = prefaceOf(source ?? memory.bytes.subarray(start, end));
		this.hasHeader = preface.hasHeader;
		this.titles = preface.titles;
		memory.run.openCsv(preface.delimiter, rowStarts, ends);
		this.begin(preface.start);
		this.mark(1);
		if (this.rows === 0) {
			throw new UnexpectedAnswerError(`The file ${name} is empty: it has no header.`);
		}
		this.width = memory.run.faultCells();
		memory.run.setWidth(this.width, memory.allocate(BATCH_ROWS * this.width * 4));
		// The first row is read once more, as one.
		if (!this.hasHeader) this.begin(preface.start);
	}

	/** Marks the next rows; false at the end of the file. */
	next(): boolean {
		this.mark(this.batchRows);
		this.batchRows = Math.min(this.batchRows * 2, BATCH_ROWS);
		this.batch++;
		this.total += this.rows;
		if (this.total > MAX_ROWS) {
			const rows = MAX_ROWS.toLocaleString('en');
			throw this.refusal(`it has more than ${rows} rows`, this.memory.run.markedTo());
		}
		return this.rows > 0;
	}

	private mark(rows: number): void {
		const { run } = this.memory;
		for (;;) {
			const before = run.markedTo();
			this.rows = run.mark(rows, BATCH_BYTES);
			if (this.rows < 0) throw this.refusal(this.faultOf(this.rows), run.faultAt());
			if (this.rows > 0) return;
			// A batch may be blank lines alone, and what follows it still counts.
			if (run.markedTo() > before) continue;
			if (this.isWhole) return;
			this.load(this.offset + before - this.file.start);
		}
	}

	private get isWhole(): boolean {
		const { source, start } = this.file;
		return source === null || this.offset + this.end - start === source.length;
	}

	private begin(offset: number): void {
		this.load(0);
		this.memory.run.resume(this.file.start + offset, this.end, this.isWhole);
	}

	/** Loads what follows the first `offset` bytes into memory, up to a window. */
	private load(offset: number): void {
		const { source, start, memory } = this.file;
		if (source !== null) {
			const chunk = source.subarray(offset, offset + WINDOW_BYTES);
			memory.bytes.set(chunk, start);
			this.offset = offset;
			this.end = start + chunk.length;
		}
		memory.run.resume(start, this.end, this.isWhole);
	}

	private faultOf(kind: number): string {
		const cells = this.memory.run.faultCells();
		switch (kind) {
			case QUOTE_INSIDE:
				return 'a quote stands inside a cell that is not quoted';
			case NEVER_CLOSED:
				return 'a quote is never closed';
			case TEXT_AFTER_QUOTE:
				return 'text follows a closing quote';
			case WRONG_CELL_COUNT:
				return `a row has ${cells} cells where the header has ${this.width}`;
			case LONG_ROW:
				return `a row is longer than ${MAX_ROW_BYTES} bytes`;
			case LONG_CELL:
				return `a cell is longer than ${MAX_CELL_BYTES} bytes`;
			default:
				return `it has more than ${MAX_COLUMNS} columns`;
		}
	}

	/** Naming file, line and byte; `address` is in the memory. */
	protected refusal(what: string, address: number): UnexpectedAnswerError {
		const { start, source, name } = this.file;
		const bytes = source ?? this.memory.bytes.subarray(start, this.end);
		const byte = this.offset + address - start;
		let line = 1;
		for (let at = 0; at < byte; at++) {
			if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) line++;
		}
		return new UnexpectedAnswerError(
			`The file ${name} is damaged: ${what} (line ${line}, byte ${byte}). Download the export again.`,
		);
	}
}

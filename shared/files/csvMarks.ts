import { UnexpectedAnswerError } from '../errors';
import type { DamagedFile, FoundRow } from './rows/damagedFile';
import { prefaceOf } from './rows/csvPreface';
import { faultOf } from './rows/faults';
import { LineReport } from './rows/lineReport';
import { paddedTotal } from './rows/footer';
import { FileWindow } from './rows/fileWindow';
import { isBreak } from './rows/lines';
import { doubtfulRows } from './rows/invertedQuotes';
import { RepeatedHeader } from './rows/repeatedHeader';
import { ROWS_AFTER_DAMAGE, soundRows, type Stretch } from './rows/recovery';
import { SAMPLE_ROWS } from './rows/sampleRows';
import type { UnreadRows } from './rows/unreadRows';
import type { FileMemory } from './fileMemory';
import type { CsvFile } from './rows/csvFile';
import { MAX_COLUMNS, NOT_UTF8 } from './layout';

/**
 * Rows that are marked together. The more, the less work there is besides that for each row: with 128,
 * engines spent a sixth of the time of a filter on compiling that work.
 */
export const BATCH_ROWS = 1024;
/** The first batch, doubled for each further one: code that an engine has not compiled yet is many times slower. */
const FIRST_ROWS = 64;

/** An export holds at most 1,000,000 entries in all; a file far above that is none. */
const MAX_ROWS = 2_000_000;

/**
 * Marks rows and cells in CSV (RFC 4180; `,` `;` or TAB; CRLF, LF or CR; quoted line breaks) from bytes in UTF-8,
 * batch by batch. Only positions: a filter drops most rows, which never become text.
 *
 * It is strict, because a row that is silently wrong is worse than none: a line with a stray quote, with
 * more or fewer cells than the header, or with bytes that are not UTF-8 is not a row, but one of `unread`.
 * Only empty lines are skipped. A file that ends inside a row, or in which most lines are none, is
 * refused. See docs/decisions/unread-rows.md
 *
 * Only one may use a memory at a time.
 */
export class CsvMarks {
	/** Rows in the current batch: at first the header alone. */
	rows = 0;
	/** Which batch it is. */
	batch = 0;
	/** Cells of every row, as the header has them. */
	readonly width: number;
	readonly memory: FileMemory;
	/** Whether the first row is one of names. */
	readonly hasHeader: boolean;
	/** Lines before it that belong to no table. */
	readonly titles: readonly string[];
	/** Lines so far that could not be read. */
	readonly unread: UnreadRows;
	private total = 0;
	private batchRows = FIRST_ROWS;
	private readonly delimiter: number;
	private readonly window: FileWindow;
	private readonly report: LineReport;
	private readonly repeated: RepeatedHeader;
	/** Around damage. */
	private recovery: Generator<Stretch, number> | undefined;
	private firstRow = 0;
	private rest: Stretch | undefined;
	/** Some of the first rows. */
	private readonly first: Pick<FoundRow, 'from' | 'next'>[] = [];

	/** Begins with the header as the only row. @throws UnexpectedAnswerError when there is none. */
	constructor(file: CsvFile) {
		const { memory, name } = file;
		const { run } = memory;
		const window = new FileWindow(file);
		this.memory = memory;
		this.window = window;
		const rowStarts = memory.allocate(BATCH_ROWS * 4);
		const ends = memory.allocate(MAX_COLUMNS * 4);
		const report = new LineReport(name, () => window.bytes);
		this.report = report;
		this.unread = report.unread;
		// Not from memory, where an earlier reader may have left a later part of it.
		const preface = prefaceOf(window.bytes);
		this.hasHeader = preface.hasHeader;
		this.titles = preface.titles;
		this.delimiter = preface.delimiter;
		run.openCsv(this.delimiter, rowStarts, ends);
		this.begin(preface.start);
		this.rows = this.window.mark(1);
		if (this.rows < 0) {
			throw this.report.refusal(
				faultOf({ fault: this.rows, cells: 0 }, 0),
				window.position(run.faultAt()),
			);
		}
		if (this.rows === 0) {
			throw new UnexpectedAnswerError(`The file ${name} is empty: it has no header.`);
		}
		this.width = run.faultCells();
		this.firstRow = this.hasHeader ? this.window.position(run.markedTo()) : preface.start;
		const header = { from: preface.start, to: this.firstRow };
		this.repeated = new RepeatedHeader(memory, window, header, (at) => report.addHeader(at));
		run.setWidth(this.width, memory.allocate(BATCH_ROWS * this.width * 4));
		// The first row is read once more, as one.
		if (!this.hasHeader) this.begin(preface.start);
	}

	/** Bytes of the file that are no longer in memory. Addresses become invalid when it changes. */
	get offset(): number {
		return this.window.offset;
	}

	/** Marks the next rows; false at the end of the file. @throws UnexpectedAnswerError for one that is refused. */
	next(): boolean {
		this.rows = this.nextRows();
		this.batch++;
		this.total += this.rows;
		this.refuseTooMany(this.window.position(this.memory.run.markedTo()));
		if (this.rows === 0) this.report.refuseAtEnd(this.total, this.width);
		return this.rows > 0;
	}

	private nextRows(): number {
		const { run } = this.memory;
		for (;;) {
			const stretch = this.nextStretch();
			if (stretch) {
				const marked = this.markStretch(stretch);
				if (marked > 0) return marked;
				continue;
			}
			const first = this.window.position(run.markedTo());
			const rows = this.window.mark(this.batchRows);
			const sure = rows - this.doubtfulRows(rows);
			if (rows === 0) return 0;
			if (sure > 0) {
				const all = sure === rows ? this.rowsBeforeTotal(rows) : sure;
				this.batchRows = Math.min(this.batchRows * 2, BATCH_ROWS);
				const kept = this.repeated.rowsBefore(all);
				if (kept > 0) return kept;
				continue;
			}
			// Damage is seldom alone, and rows that are marked and then dropped cost as much as others.
			this.batchRows = FIRST_ROWS;
			const from = rows > 0 ? first : this.window.position(run.markedTo());
			if (rows === NOT_UTF8) this.skip(this.window.found(rows, from));
			else this.recovery = this.recoverFrom(from);
		}
	}

	/**
	 * How many of the marked rows, at their end, are not known to be rows before more is known of what
	 * follows them. They are marked again.
	 */
	private doubtfulRows(rows: number): number {
		const { run } = this.memory;
		const { window, delimiter } = this;
		const starts = Array.from(
			{ length: Math.min(Math.max(rows, 0), ROWS_AFTER_DAMAGE) },
			(_, back) => window.position(run.rowFrom(rows - 1 - back)),
		);
		const end = window.position(run.markedTo());
		const count = doubtfulRows(window.bytes, starts, end, delimiter);
		const first = starts[count - 1];
		if (first !== undefined) window.seek(first);
		return count;
	}

	/** How many of the marked rows are some, when the last one ends the file and may be a total. */
	private rowsBeforeTotal(rows: number): number {
		const { window, first } = this;
		const marked = this.positionsOf(rows);
		if (this.batch === 0) first.push(...marked.slice(0, -1));
		const { bytes } = window;
		const last = marked.at(-1);
		const isEnd = window.isLast && bytes.subarray(last?.next).every(isBreak);
		if (!last || !isEnd) return rows;
		const before = this.total + rows - 1;
		const footer = paddedTotal(this.damagedFile(), first, last, before);
		if (!footer) return rows;
		this.report.addFooter(footer, before);
		window.seek(bytes.length);
		return rows - 1;
	}

	/** Where the first rows that were marked begin and end in the file, and the last one. */
	private positionsOf(rows: number): Pick<FoundRow, 'from' | 'next'>[] {
		const { run } = this.memory;
		const startOf = (row: number): number =>
			this.window.position(row < rows ? run.rowFrom(row) : run.markedTo());
		const shown = [...Array(Math.min(rows - 1, SAMPLE_ROWS)).keys(), rows - 1];
		return shown.map((row) => ({ from: startOf(row), next: startOf(row + 1) }));
	}

	/** Undefined where there is no damage, or none any more. */
	private nextStretch(): Stretch | undefined {
		if (this.rest || !this.recovery) return this.rest;
		const { value, done } = this.recovery.next();
		if (!done) return value;
		this.recovery = undefined;
		this.window.seek(value);
		return undefined;
	}

	private begin(position: number): void {
		this.window.load(0);
		this.window.seek(position);
	}

	/** Its rows, or those of them that are in memory together. */
	private markStretch({ from, rows }: Stretch): number {
		this.window.seek(from);
		const marked = this.window.mark(rows, true);
		const kept = this.repeated.rowsBefore(marked);
		const next = this.window.position(this.memory.run.markedTo());
		// The header was passed over.
		const done = Math.max(1, kept);
		this.rest = done < rows ? { from: next, rows: rows - done } : undefined;
		return kept;
	}

	private skip(row: FoundRow): void {
		this.addUnread(row, row.next);
		this.window.seek(row.next);
	}

	private recoverFrom(from: number): Generator<Stretch, number> {
		return soundRows(this.damagedFile(), from);
	}

	private damagedFile(): DamagedFile {
		return {
			bytes: () => this.window.bytes,
			delimiter: this.delimiter,
			width: this.width,
			firstRow: this.firstRow,
			counted: () => ({ rows: this.total, unread: this.unread.count }),
			rowAt: (offset) => this.window.rowAt(offset, this.width),
			unread: (row, next) => this.addUnread(row, next),
			footer: (footer) => this.report.addFooter(footer, this.total),
		};
	}

	private addUnread(row: FoundRow, next: number): void {
		this.report.addUnread(row, next, this.width);
		this.refuseTooMany(row.from);
	}

	private refuseTooMany(position: number): void {
		if (this.total + this.unread.count <= MAX_ROWS) return;
		throw this.report.refusal(`it has more than ${MAX_ROWS.toLocaleString('en')} rows`, position);
	}
}

import type { CsvRows } from '../shared/entries/csvRows';
import type { RepeatedCells } from '../shared/entries/repeatedCells';
import { type ColumnIndex, COLUMNS, type CsvIndex, type IndexedColumn } from './csvIndex';
import { TimeIndex } from './timeIndex';

/** Texts of a column that are told apart in one CSV; an export names some hundred. */
const MOST_TEXTS = 65_535;
/** More than the reader numbers at a time. */
const NUMBERS = 4_096;
const FIRST_ROWS = 4_096;
const FIRST_BYTES = 65_536;

/** The index of one CSV as it grows. */
export class LearnedRows {
	private rows = 0;
	private isPossible = true;
	private readonly times: LearnedTimes;
	private readonly columns: Readonly<Record<IndexedColumn, LearnedColumn>>;

	constructor(private readonly source: CsvRows) {
		this.times = new LearnedTimes(source);
		this.columns = {
			users: new LearnedColumn(source.users),
			modules: new LearnedColumn(source.modules),
			actions: new LearnedColumn(source.actions),
		};
	}

	next(): void {
		if (!this.isPossible) return;
		const { rows } = this.source.reader;
		for (const column of COLUMNS) {
			if (!this.columns[column].add(rows, this.rows)) this.isPossible = false;
		}
		this.times.add(rows, this.rows);
		this.rows += rows;
	}

	index(): CsvIndex | null {
		if (!this.isPossible) return null;
		const { rows, columns, source } = this;
		return {
			rows,
			times: this.times.index(rows),
			hasUserIds: source.columns.at.done_by_id !== undefined,
			users: columns.users.index(rows),
			modules: columns.modules.index(rows),
			actions: columns.actions.index(rows),
		};
	}
}

/** The times as they are written: most questions ask about few of them, and reading one takes long. */
class LearnedTimes {
	private readonly known = new Int32Array(NUMBERS);
	private forgotten = 0;
	private codes = new Uint32Array(FIRST_ROWS);
	private ends = new Uint32Array(FIRST_ROWS);
	private bytes = new Uint8Array(FIRST_BYTES);
	private texts = 0;
	private end = 0;

	constructor(private readonly source: CsvRows) {}

	add(rows: number, at: number): void {
		const { known } = this;
		const cells = this.source.times;
		const numbers = cells.numbers();
		if (this.forgotten !== cells.forgotten) {
			this.forgotten = cells.forgotten;
			known.fill(-1);
		}
		const codes = (this.codes = withRoom(this.codes, at + rows));
		for (let row = 0; row < rows; row++) {
			const number = numbers[row] ?? -1;
			let code = number < 0 ? -1 : (known[number] ?? -1);
			if (code < 0) {
				code = this.copied(row);
				if (number >= 0) known[number] = code;
			}
			codes[at + row] = code;
		}
	}

	index(rows: number): TimeIndex {
		const { codes, ends, bytes, texts, end } = this;
		return new TimeIndex(codes.slice(0, rows), ends.slice(0, texts), bytes.slice(0, end));
	}

	private copied(row: number): number {
		const { reader, columns } = this.source;
		const { run, bytes: memory } = reader.room;
		const column = columns.at.audited_time ?? 0;
		const from = run.cellFrom(row, column);
		const to = run.cellTo(row, column, from);
		const bytes = (this.bytes = withRoom(this.bytes, this.end + to - from));
		for (let at = from; at < to; at++) bytes[this.end++] = memory[at] ?? 0;
		this.ends = withRoom(this.ends, this.texts + 1);
		this.ends[this.texts] = this.end;
		return this.texts++;
	}
}

class LearnedColumn {
	private readonly texts: string[] = [];
	private readonly codeOf = new Map<string, number>();
	private readonly known = new Int32Array(NUMBERS);
	private forgotten = 0;
	private codes = new Uint16Array(FIRST_ROWS);

	constructor(private readonly cells: RepeatedCells<{ readonly text: string | null }>) {}

	/** The next rows, the first of which is that of number `at`; false when there are too many texts. */
	add(rows: number, at: number): boolean {
		const { cells, known } = this;
		const numbers = cells.numbers();
		if (this.forgotten !== cells.forgotten) {
			this.forgotten = cells.forgotten;
			known.fill(-1);
		}
		const codes = (this.codes = withRoom(this.codes, at + rows));
		for (let row = 0; row < rows; row++) {
			const number = numbers[row] ?? -1;
			let code = number < 0 ? -1 : (known[number] ?? -1);
			if (code < 0) {
				code = this.coded(cells.at(row).text ?? '');
				if (number >= 0) known[number] = code;
			}
			codes[at + row] = code;
		}
		return this.texts.length <= MOST_TEXTS;
	}

	index(rows: number): ColumnIndex {
		const codes = this.codes.subarray(0, rows);
		const isShort = this.texts.length <= 256;
		return { texts: this.texts, codes: isShort ? Uint8Array.from(codes) : codes.slice() };
	}

	private coded(text: string): number {
		const known = this.codeOf.get(text);
		if (known !== undefined) return known;
		const code = this.texts.push(text) - 1;
		this.codeOf.set(text, code);
		return code;
	}
}

function withRoom<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, length: number): T {
	if (length <= array.length) return array;
	const larger = new (array.constructor as new (length: number) => T)(
		Math.max(array.length * 2, length),
	);
	larger.set(array);
	return larger;
}

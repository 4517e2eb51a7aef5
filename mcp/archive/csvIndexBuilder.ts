import type { CsvColumns } from '../../shared/dialect/csvColumns';
import { DictionaryCodes, MAX_CODES } from '../../shared/files/dictionaryCodes';
import { LONG_TEXT } from '../../shared/files/layout';
import type { CsvReader } from '../../shared/files/csv';
import { RowList } from '../../shared/files/rowList';
import { type ColumnIndex, COLUMNS, type CsvIndex, type IndexedColumn } from './csvIndex';
import { TimeIndex } from './timeIndex';

/** Distinct texts of a column in one CSV; an export has some hundred. */
const MAX_TEXTS = 65_535;
const FIRST_ROWS = 4_096;
const FIRST_BYTES = 65_536;

/** Builds the index of one CSV. */
export class CsvIndexBuilder {
	private rows = 0;
	private batch = -1;
	private isPossible = true;
	private readonly all: RowList;
	private readonly times: TimeIndexBuilder;
	private readonly columns: Readonly<Record<IndexedColumn, ColumnIndexBuilder>>;

	constructor(
		private readonly reader: CsvReader,
		private readonly at: CsvColumns['at'],
	) {
		this.all = new RowList(reader.memory);
		this.times = new TimeIndexBuilder(reader, at.audited_time ?? 0);
		this.columns = {
			users: new ColumnIndexBuilder(reader, at.done_by),
			modules: new ColumnIndexBuilder(reader, at.module),
			actions: new ColumnIndexBuilder(reader, at.action),
		};
	}

	/** Adds the reader's batch, once however often it is called. */
	next(): void {
		const { reader, all } = this;
		if (!this.isPossible || this.batch === reader.batch) return;
		this.batch = reader.batch;
		all.setAll(reader.rows);
		this.isPossible = this.add(all);
		this.rows += reader.rows;
	}

	private add(all: RowList): boolean {
		this.times.add(all, this.rows);
		return COLUMNS.every((column) => this.columns[column].add(all, this.rows));
	}

	index(): CsvIndex | null {
		if (!this.isPossible) return null;
		const { rows, columns } = this;
		return {
			rows,
			unread: this.reader.unread,
			times: this.times.index(rows),
			hasUserIds: this.at.done_by_id !== undefined,
			users: columns.users.index(rows),
			modules: columns.modules.index(rows),
			actions: columns.actions.index(rows),
		};
	}
}

/** A number for each text of a column, which stays the same when the reader's dictionary is cleared. */
class StableCodes {
	private readonly codes: DictionaryCodes;
	private readonly numbers = new Int32Array(MAX_CODES).fill(-1);

	constructor(
		reader: CsvReader,
		column: number | undefined,
		/** For a text that is new, or may be. */
		private readonly added: (row: number) => number,
	) {
		this.codes = new DictionaryCodes(reader, column);
	}

	/** Writes the numbers of all rows of the batch, from `at` on. */
	write(rows: RowList, into: Uint16Array | Uint32Array, at: number): void {
		const { codes, numbers } = this;
		codes.encode(rows, () => numbers.fill(-1));
		for (let row = 0; row < rows.count; row++) {
			const code = codes.at(row);
			let number = code === LONG_TEXT ? -1 : (numbers[code] ?? -1);
			if (number < 0) {
				number = this.added(row);
				if (code !== LONG_TEXT) numbers[code] = number;
			}
			into[at + row] = number;
		}
	}
}

/** The times as texts: most queries need few of them, and parsing one takes long. */
class TimeIndexBuilder {
	private readonly stableCodes: StableCodes;
	private codes = new Uint32Array(FIRST_ROWS);
	private ends = new Uint32Array(FIRST_ROWS);
	private bytes = new Uint8Array(FIRST_BYTES);
	private texts = 0;
	private end = 0;

	constructor(
		private readonly reader: CsvReader,
		private readonly column: number,
	) {
		this.stableCodes = new StableCodes(reader, column, (row) => this.copied(row));
	}

	add(rows: RowList, at: number): void {
		this.codes = withRoom(this.codes, at + rows.count);
		this.stableCodes.write(rows, this.codes, at);
	}

	index(rows: number): TimeIndex {
		const { codes, ends, bytes, texts, end } = this;
		return new TimeIndex(codes.slice(0, rows), ends.slice(0, texts), bytes.slice(0, end));
	}

	private copied(row: number): number {
		const { run, bytes: memory } = this.reader.memory;
		const from = run.cellFrom(row, this.column);
		const to = run.cellTo(row, this.column, from);
		const bytes = (this.bytes = withRoom(this.bytes, this.end + to - from));
		for (let at = from; at < to; at++) bytes[this.end++] = memory[at] ?? 0;
		this.ends = withRoom(this.ends, this.texts + 1);
		this.ends[this.texts] = this.end;
		return this.texts++;
	}
}

class ColumnIndexBuilder {
	private readonly stableCodes: StableCodes;
	private readonly texts: string[] = [];
	private readonly codeOf = new Map<string, number>();
	private codes = new Uint16Array(FIRST_ROWS);

	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
	) {
		this.stableCodes = new StableCodes(reader, column, (row) => this.coded(row));
	}

	/** Adds the next rows, the first of which has the number `at`; false when there are too many texts. */
	add(rows: RowList, at: number): boolean {
		this.codes = withRoom(this.codes, at + rows.count);
		this.stableCodes.write(rows, this.codes, at);
		return this.texts.length <= MAX_TEXTS;
	}

	index(rows: number): ColumnIndex {
		const codes = this.codes.subarray(0, rows);
		const isShort = this.texts.length <= 256;
		return { texts: this.texts, codes: isShort ? Uint8Array.from(codes) : codes.slice() };
	}

	private coded(row: number): number {
		const { reader, column } = this;
		const text = column === undefined ? '' : reader.text(row, column);
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

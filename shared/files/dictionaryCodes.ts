import type { CsvReader } from './csv';
import { BATCH_ROWS } from './csvMarks';
import type { Numbers } from './fileMemory';
import { CODE_SLOTS, CODE_TABLE_BYTES, CODE_MATCHES, LONG_TEXT } from './layout';
import { RowList } from './rowList';

/**
 * There are never more codes than these: an export names some hundred users, modules and actions, and a
 * minute at a time.
 */
const MAX_CODES = CODE_SLOTS / 2;

/**
 * Dictionary encoding of a column: a code for each cell, found by the cell's bytes: the same for the
 * same text, 0 for an empty cell, counted upwards from 1 for new texts. With too many texts, the
 * dictionary is cleared.
 */
export class DictionaryCodes {
	/** Rows of the texts that the last `encode` added, in the order of their codes. */
	readonly added: RowList;
	private readonly table: number;
	private readonly codes: Numbers<Int32Array>;
	private count = 0;
	private batch = -1;
	private offset = 0;

	/** `column` is undefined when the file has no such column, which is as if its cells were empty. */
	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
	) {
		const { memory } = reader;
		this.table = memory.allocate(CODE_TABLE_BYTES);
		this.codes = memory.allocateWords(BATCH_ROWS);
		this.codes.list.fill(0);
		this.added = new RowList(memory);
		this.clear();
	}

	/** Of a row that was encoded; LONG_TEXT for one with a long cell. */
	at(row: number): number {
		return this.codes.list[row] ?? LONG_TEXT;
	}

	/**
	 * Encodes the cells of these rows. The first list of a batch has all rows that will be needed.
	 * @param cleared called first when the dictionary is cleared, so that codes get other texts.
	 * @returns whether texts were added.
	 */
	encode(rows: RowList, cleared: () => void): boolean {
		const { reader, column, added } = this;
		if (this.batch === reader.batch) return false;
		this.batch = reader.batch;
		if (column === undefined) return false;
		if (this.offset !== reader.offset || this.count + BATCH_ROWS >= MAX_CODES) {
			this.clear();
			cleared();
		}
		added.count = reader.memory.run.encode(
			this.table,
			column,
			rows.address,
			rows.count,
			this.codes.address,
			added.address,
		);
		this.count += added.count;
		return added.count > 0;
	}

	/** Whether rows with this code match; by default they do not. */
	setMatch(code: number, isMatch: boolean): void {
		this.reader.memory.bytes[this.table + CODE_MATCHES + code] = isMatch ? 1 : 0;
	}

	/** Drops the rows that do not match; false when there are rows with a long cell, which are all kept. */
	keepMatching(rows: RowList): boolean {
		const { run } = this.reader.memory;
		const kept = run.keepMatching(this.table, this.codes.address, rows.address, rows.count);
		rows.count = kept < 0 ? ~kept : kept;
		return kept >= 0;
	}

	private clear(): void {
		this.count = 0;
		this.offset = this.reader.offset;
		this.reader.memory.bytes.fill(0, this.table, this.table + CODE_TABLE_BYTES);
	}
}

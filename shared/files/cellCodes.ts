import type { CsvReader } from './csv';
import { BATCH_ROWS } from './csvMarks';
import type { Numbers } from './fileMemory';
import { CODE_SLOTS, CODE_TABLE_BYTES, CODE_VERDICTS, LONG_TEXT } from './layout';
import { RowList } from './rowList';

/**
 * There are never more codes than these: an export names some hundred users, modules and actions, and a
 * minute at a time.
 */
export const MOST_CODES = CODE_SLOTS / 2;

/**
 * A whole number for each cell of a column, found by the cell's bytes: the same for the same text, 0
 * for an empty cell, counted upwards from 1 as new texts come. When there are too many texts, all are
 * forgotten.
 */
export class CellCodes {
	/** Rows of the texts that were new at the last look, in the order of their codes. */
	readonly fresh: RowList;
	private readonly table: number;
	private readonly codes: Numbers<Int32Array>;
	private given = 0;
	private batch = -1;
	private offset = 0;

	/** `column` is undefined when the file has no such column, which is as if its cells were empty. */
	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
	) {
		const { room } = reader;
		this.table = room.take(CODE_TABLE_BYTES);
		this.codes = room.takeWords(BATCH_ROWS);
		this.codes.list.fill(0);
		this.fresh = new RowList(room);
		this.clear();
	}

	/** Of a row among those that were looked for; LONG_TEXT for one with a long cell. */
	at(row: number): number {
		return this.codes.list[row] ?? LONG_TEXT;
	}

	/**
	 * Looks for the cells of these rows. The first list of a batch has all rows that will be asked for.
	 * @param forgotten called before it when codes begin to stand for other texts.
	 * @returns whether there are new texts.
	 */
	find(rows: RowList, forgotten: () => void): boolean {
		const { reader, column, fresh } = this;
		if (this.batch === reader.batch) return false;
		this.batch = reader.batch;
		if (column === undefined) return false;
		if (this.offset !== reader.offset || this.given + BATCH_ROWS >= MOST_CODES) {
			this.clear();
			forgotten();
		}
		fresh.count = reader.room.run.findCodes(
			this.table,
			column,
			rows.address,
			rows.count,
			this.codes.address,
			fresh.address,
		);
		this.given += fresh.count;
		return fresh.count > 0;
	}

	/** Whether rows with this code are wanted: none are until it is said. */
	setVerdict(code: number, isWanted: boolean): void {
		this.reader.room.bytes[this.table + CODE_VERDICTS + code] = isWanted ? 1 : 0;
	}

	/** Drops the rows that are not wanted; false when there are rows with a long cell, which all stay. */
	keepWanted(rows: RowList): boolean {
		const { run } = this.reader.room;
		const kept = run.keepWanted(this.table, this.codes.address, rows.address, rows.count);
		rows.count = kept < 0 ? ~kept : kept;
		return kept >= 0;
	}

	private clear(): void {
		this.given = 0;
		this.offset = this.reader.offset;
		this.reader.room.bytes.fill(0, this.table, this.table + CODE_TABLE_BYTES);
	}
}

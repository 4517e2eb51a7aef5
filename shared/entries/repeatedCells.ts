import type { CsvReader } from '../files/csv';
import { BATCH_ROWS } from '../files/csvMarks';
import type { Numbers } from '../files/fileMemory';
import { RowList } from '../files/rowList';
import { RowTexts } from '../files/rowTexts';

/** As assembly/repeatedCells.ts has it. An export names some hundred users, modules and actions, and a minute at a time. */
const SLOTS = 4096;
const VERDICTS = SLOTS * 16 + 16;
const TABLE_BYTES = VERDICTS + SLOTS;
const MOST_CODES = SLOTS / 2;
const LONG = -1;

/** From so many new texts of a batch on, they are made together. */
const MANY_TEXTS = 4;

/**
 * What follows from the text of a column's cells, for a column whose texts come again and again (user,
 * module, action, time): found by the cell's bytes instead of being made anew for every row. When
 * there are too many texts, all are forgotten.
 */
export class RepeatedCells<T> {
	/** By code; what stands for an empty cell is the first. */
	private readonly values: T[];
	private readonly table: number;
	private readonly codes: Numbers<Int32Array>;
	/** Rows of new texts. */
	private readonly fresh: RowList;
	private texts: RowTexts | undefined;
	private batch = -1;
	private offset = 0;

	/**
	 * `column` is undefined when the file has no such column, which is as if its cells were empty.
	 * `isWanted` says which rows are, by what follows from their cell.
	 */
	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
		private readonly make: (text: string) => T,
		private readonly isWanted: (value: T) => boolean = () => true,
	) {
		const { room } = reader;
		this.table = room.take(TABLE_BYTES);
		this.codes = room.takeWords(BATCH_ROWS);
		this.codes.list.fill(0);
		this.fresh = new RowList(room);
		this.values = [make('')];
		this.forget();
	}

	/** Of a row among those that were looked for. */
	at(row: number): T {
		const code = this.codes.list[row] ?? LONG;
		return code === LONG ? this.made(row) : (this.values[code] as T);
	}

	/** Looks for the cells of these rows. The first list of a batch has all rows that will be asked for. */
	find(rows: RowList): void {
		const { reader, column } = this;
		if (this.batch === reader.batch) return;
		this.batch = reader.batch;
		if (column === undefined) return;
		const isMoved = this.offset !== reader.offset;
		if (isMoved || this.values.length + BATCH_ROWS > MOST_CODES) this.forget();
		const { run } = reader.room;
		const { fresh, codes } = this;
		fresh.count = run.findCodes(
			this.table,
			column,
			rows.address,
			rows.count,
			codes.address,
			fresh.address,
		);
		if (fresh.count > 0) this.makeFresh(column);
	}

	/** Drops the rows that are not wanted. */
	keepWanted(rows: RowList): void {
		this.find(rows);
		const { run } = this.reader.room;
		const kept = run.keepWanted(this.table, this.codes.address, rows.address, rows.count);
		rows.count = kept < 0 ? ~kept : kept;
		if (kept < 0) rows.keep((row) => this.isWanted(this.at(row)));
	}

	private makeFresh(column: number): void {
		const { reader, fresh } = this;
		if (fresh.count < MANY_TEXTS) {
			for (let index = 0; index < fresh.count; index++) {
				this.add(this.make(reader.text(fresh.at(index), column)));
			}
			return;
		}
		const texts = (this.texts ??= new RowTexts(reader, [column]));
		texts.begin(fresh);
		while (texts.next()) this.add(this.make(texts.cells[0] ?? ''));
	}

	private add(value: T): void {
		this.setVerdict(this.values.push(value) - 1, value);
	}

	private setVerdict(code: number, value: T): void {
		this.reader.room.bytes[this.table + VERDICTS + code] = this.isWanted(value) ? 1 : 0;
	}

	private made(row: number): T {
		return this.make(this.reader.text(row, this.column ?? 0));
	}

	private forget(): void {
		this.offset = this.reader.offset;
		this.values.length = 1;
		this.reader.room.bytes.fill(0, this.table, this.table + TABLE_BYTES);
		this.setVerdict(0, this.values[0] as T);
	}
}

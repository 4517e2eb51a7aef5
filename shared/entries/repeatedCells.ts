import type { CsvReader } from '../files/csv';
import { BATCH_ROWS } from '../files/csvMarks';
import { RowTexts } from '../files/rowTexts';

/** As assembly/repeatedCells.ts has it. An export names some hundred users, modules and actions, and a minute at a time. */
const SLOTS = 4096;
const TABLE_BYTES = (SLOTS + 1) * 16;
/** Where a table says how many codes it has given. */
const COUNT_BYTES = SLOTS * 16;
const MOST_CODES = SLOTS / 2;
const LONG = -1;

/**
 * What follows from the text of a column's cells, for a column whose texts come again and again (user,
 * module, action, time): found by the cell's bytes instead of being made anew for every row. When
 * there are too many texts, all are forgotten.
 */
export class RepeatedCells<T> {
	/** By code; what stands for an empty cell is the first. */
	private readonly values: T[];
	private readonly table: number;
	private readonly codesAt: number;
	/** A copy: memory that grows moves. */
	private readonly codes = new Int32Array(BATCH_ROWS);
	private texts: RowTexts | undefined;
	/** How often numbers began to stand for other texts. */
	forgotten = 0;
	private batch = -1;
	private offset = 0;

	/** `column` is undefined when the file has no such column, which is as if its cells were empty. */
	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
		private readonly make: (text: string) => T,
	) {
		this.table = reader.room.take(TABLE_BYTES);
		this.codesAt = reader.room.take(BATCH_ROWS * 4);
		this.values = [make('')];
		this.forget();
	}

	at(row: number): T {
		if (this.batch !== this.reader.batch) this.read();
		const code = this.codes[row] ?? 0;
		const known = this.values[code];
		return known === undefined ? this.made(row, code) : known;
	}

	/**
	 * A number for the cell of each row: the same for the same text until all are forgotten, negative for
	 * a text too long to be told apart. Good until the next batch.
	 */
	numbers(): Int32Array {
		if (this.batch !== this.reader.batch) this.read();
		return this.codes;
	}

	/** Makes what follows from the new texts of these rows, which become text together. */
	prepare(rows: Int32Array): void {
		const { reader, column, values, codes } = this;
		if (column === undefined) return;
		if (this.batch !== reader.batch) this.read();
		const texts = (this.texts ??= new RowTexts(reader, [column]));
		texts.clear();
		// New texts have codes of their own, upwards from the known ones.
		let newest = values.length - 1;
		for (let index = 0; index < rows.length; index++) {
			const row = rows[index] ?? 0;
			const code = codes[row] ?? LONG;
			if (code <= newest) continue;
			newest = code;
			texts.keep(row);
		}
		while (texts.next()) values[codes[texts.row] ?? 0] = this.make(texts.cells[0] ?? '');
	}

	/** The codes of all rows in the batch, at once. */
	private read(): void {
		const { reader, column } = this;
		this.batch = reader.batch;
		const isMoved = this.offset !== reader.offset;
		// A text has its code also when nobody asks what follows from it.
		const given = reader.room.words[(this.table + COUNT_BYTES) / 4] ?? 0;
		if (isMoved || given + BATCH_ROWS > MOST_CODES) this.forget();
		if (column === undefined) return;
		const { room, rows } = reader;
		room.run.codesOf(this.table, column, rows, this.codesAt);
		this.codes.set(room.words.subarray(this.codesAt / 4, this.codesAt / 4 + rows));
	}

	private made(row: number, code: number): T {
		const value = this.make(this.reader.text(row, this.column ?? 0));
		if (code !== LONG) this.values[code] = value;
		return value;
	}

	private forget(): void {
		this.forgotten++;
		this.offset = this.reader.offset;
		this.values.length = 1;
		this.reader.room.bytes.fill(0, this.table, this.table + TABLE_BYTES);
	}
}

import { CellCodes } from '../files/cellCodes';
import { LONG_TEXT } from '../files/layout';
import type { CsvReader } from '../files/csv';
import type { RowList } from '../files/rowList';
import { RowTexts } from '../files/rowTexts';

/** From so many new texts of a batch on, they are made together. */
const MANY_TEXTS = 4;

/**
 * What follows from the text of a column's cells, for a column whose texts come again and again (user,
 * module, action, time): found by the cell's bytes instead of being made anew for every row.
 */
export class RepeatedCells<T> {
	private readonly codes: CellCodes;
	/** By code; what stands for an empty cell is the first. */
	private readonly values: T[];
	private texts: RowTexts | undefined;

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
		this.codes = new CellCodes(reader, column);
		this.values = [make('')];
		this.forget();
	}

	/** Of a row among those that were looked for. */
	at(row: number): T {
		const code = this.codes.at(row);
		return code === LONG_TEXT ? this.made(row) : (this.values[code] as T);
	}

	/** Looks for the cells of these rows. The first list of a batch has all rows that will be asked for. */
	find(rows: RowList): void {
		if (this.codes.find(rows, () => this.forget())) this.makeFresh(this.codes.fresh);
	}

	/** Drops the rows that are not wanted. */
	keepWanted(rows: RowList): void {
		this.find(rows);
		if (!this.codes.keepWanted(rows)) rows.keep((row) => this.isWanted(this.at(row)));
	}

	private makeFresh(fresh: RowList): void {
		if (fresh.count < MANY_TEXTS) {
			for (let index = 0; index < fresh.count; index++) this.add(this.made(fresh.at(index)));
			return;
		}
		const texts = (this.texts ??= new RowTexts(this.reader, [this.column ?? 0]));
		texts.begin(fresh);
		while (texts.next()) this.add(this.make(texts.cells[0] ?? ''));
	}

	private add(value: T): void {
		this.codes.setVerdict(this.values.push(value) - 1, this.isWanted(value));
	}

	private made(row: number): T {
		return this.make(this.reader.text(row, this.column ?? 0));
	}

	private forget(): void {
		this.values.length = 1;
		this.codes.setVerdict(0, this.isWanted(this.values[0] as T));
	}
}

import type { CsvReader } from '../files/csv';
import type { RowList } from '../files/rowList';
import { DictionaryColumn, type ValueColumn } from './dictionaryColumn';

/** Values that are made from two cells of a row: date and time of day, name and id. */
export class PairedColumn<T> implements ValueColumn<T> {
	private readonly cells: readonly [DictionaryColumn<string>, DictionaryColumn<string>];
	private readonly values = new Map<string, Map<string, T>>();

	constructor(
		reader: CsvReader,
		[first, second]: readonly [number | undefined, number | undefined],
		private readonly make: (first: string, second: string) => T,
		private readonly isMatch: (value: T) => boolean,
	) {
		const textsOf = (column: number | undefined): DictionaryColumn<string> =>
			new DictionaryColumn(reader, column, (text) => text);
		this.cells = [textsOf(first), textsOf(second)];
	}

	at(row: number): T {
		const [first, second] = [this.cells[0].at(row), this.cells[1].at(row)];
		let values = this.values.get(first);
		if (!values) this.values.set(first, (values = new Map()));
		let value = values.get(second);
		if (value === undefined) values.set(second, (value = this.make(first, second)));
		return value;
	}

	encode(rows: RowList): void {
		for (const cells of this.cells) cells.encode(rows);
	}

	keepMatching(rows: RowList): void {
		this.encode(rows);
		rows.keep((row) => this.isMatch(this.at(row)));
	}
}

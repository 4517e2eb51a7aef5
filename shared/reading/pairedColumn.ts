import { timeText } from '../dialect/csvColumns';
import type { CsvReader } from '../files/csv';
import type { RowList } from '../files/rowList';
import { DictionaryColumn, type ValueColumn } from './dictionaryColumn';

/** Values that are made from two cells of a row: a date, and a time of day in a column of its own. */
export class PairedColumn<T extends { readonly isMatch: boolean }> implements ValueColumn<T> {
	private readonly dates: DictionaryColumn<string>;
	private readonly clocks: DictionaryColumn<string>;
	private readonly values = new Map<string, T>();

	constructor(
		reader: CsvReader,
		date: number | undefined,
		clock: number,
		private readonly make: (text: string) => T,
	) {
		this.dates = new DictionaryColumn(reader, date, (text) => text);
		this.clocks = new DictionaryColumn(reader, clock, (text) => text);
	}

	at(row: number): T {
		const text = timeText(this.dates.at(row), this.clocks.at(row));
		let value = this.values.get(text);
		if (value === undefined) this.values.set(text, (value = this.make(text)));
		return value;
	}

	encode(rows: RowList): void {
		this.dates.encode(rows);
		this.clocks.encode(rows);
	}

	keepMatching(rows: RowList): void {
		this.encode(rows);
		rows.keep((row) => this.at(row).isMatch);
	}
}

import { DictionaryCodes } from '../files/dictionaryCodes';
import { LONG_TEXT } from '../files/layout';
import type { CsvReader } from '../files/csv';
import type { RowList } from '../files/rowList';
import { RowTexts } from '../files/rowTexts';

/** From this many new texts in a batch, they are decoded together. */
const MANY_TEXTS = 4;

/** A value for each row, made from its texts. */
export interface ValueColumn<T> {
	/** Of a row that was encoded. */
	at(row: number): T;
	/** Encodes these rows. The first list of a batch has all rows that will be needed. */
	encode(rows: RowList): void;
	/** Drops the rows that do not match. */
	keepMatching(rows: RowList): void;
}

/**
 * A dictionary-encoded column of values that are made from texts, for one whose texts repeat (user,
 * module, action, time): looked up by the cell's bytes instead of made for every row.
 */
export class DictionaryColumn<T> implements ValueColumn<T> {
	private readonly codes: DictionaryCodes;
	/** By code; the first is that of an empty cell. */
	private readonly values: T[];
	private texts: RowTexts | undefined;

	/**
	 * `column` is undefined when the file has no such column, which is as if its cells were empty.
	 * `isMatch` says which rows match, by their value.
	 */
	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
		private readonly make: (text: string) => T,
		private readonly isMatch: (value: T) => boolean = () => true,
	) {
		this.codes = new DictionaryCodes(reader, column);
		this.values = [make('')];
		this.clear();
	}

	at(row: number): T {
		const code = this.codes.at(row);
		return code === LONG_TEXT ? this.made(row) : (this.values[code] as T);
	}

	encode(rows: RowList): void {
		if (this.codes.encode(rows, () => this.clear())) this.addAll(this.codes.added);
	}

	keepMatching(rows: RowList): void {
		this.encode(rows);
		if (!this.codes.keepMatching(rows)) rows.keep((row) => this.isMatch(this.at(row)));
	}

	private addAll(added: RowList): void {
		if (added.count < MANY_TEXTS) {
			for (let index = 0; index < added.count; index++) this.add(this.made(added.at(index)));
			return;
		}
		const texts = (this.texts ??= new RowTexts(this.reader, [this.column ?? 0]));
		texts.begin(added);
		while (texts.next()) this.add(this.make(texts.cells[0] ?? ''));
	}

	private add(value: T): void {
		this.codes.setMatch(this.values.push(value) - 1, this.isMatch(value));
	}

	private made(row: number): T {
		return this.make(this.reader.text(row, this.column ?? 0));
	}

	private clear(): void {
		this.values.length = 1;
		this.codes.setMatch(0, this.isMatch(this.values[0] as T));
	}
}

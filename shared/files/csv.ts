import { CsvMarks } from './csvMarks';
import type { CsvFile } from './rows/csvFile';
import { RowList } from './rowList';
import { RowTexts } from './rowTexts';

/**
 * Reads CSV: the header, and the text of requested cells.
 * Why it is our own: docs/decisions/csv-reader.md
 */
export class CsvReader extends CsvMarks {
	readonly header: readonly string[];
	private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	private readonly allTexts: RowTexts;
	private readonly oneRow: RowList;

	/** @throws UnexpectedAnswerError when there is no header. */
	constructor(file: CsvFile) {
		super(file);
		this.oneRow = new RowList(file.memory);
		this.allTexts = new RowTexts(
			this,
			Array.from({ length: this.width }, (_, column) => column),
		);
		this.header = this.hasHeader ? this.texts(0) : Array.from({ length: this.width }, columnName);
	}

	/** All cells of a row. */
	texts(row: number): string[] {
		this.oneRow.setOne(row);
		this.allTexts.begin(this.oneRow);
		this.allTexts.next();
		return [...this.allTexts.cells];
	}

	/** One cell. */
	text(row: number, column: number): string {
		const { run } = this.memory;
		const start = run.cellFrom(row, column);
		const end = run.cellTo(row, column, start);
		const text = this.decoded(start, end);
		return text.includes('"') ? text.replaceAll('""', '"') : text;
	}

	/** The text of bytes in the memory, which were found to be UTF-8. */
	decoded(start: number, end: number): string {
		return start === end ? '' : this.decoder.decode(this.memory.bytes.subarray(start, end));
	}
}

function columnName(_: unknown, index: number): string {
	return `Column ${index + 1}`;
}

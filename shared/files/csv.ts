import { type CsvFile, CsvMarks } from './csvMarks';
import { RowList } from './rowList';
import { RowTexts } from './rowTexts';

/**
 * Reads CSV: the header, and the text of requested cells. What is read has to be valid UTF-8.
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
		if (text === null) throw this.refusal('a text is not UTF-8', this.firstNotUtf8(start, end));
		return text.includes('"') ? text.replaceAll('""', '"') : text;
	}

	/** The text of bytes in the memory; null when they are not UTF-8. */
	decoded(start: number, end: number): string | null {
		if (start === end) return '';
		try {
			return this.decoder.decode(this.memory.bytes.subarray(start, end));
		} catch {
			return null;
		}
	}

	private firstNotUtf8(start: number, end: number): number {
		const bytes = this.memory.bytes.subarray(start, end);
		const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
		const again = new TextEncoder().encode(lenient.decode(bytes));
		let at = 0;
		while (at < bytes.length && again[at] === bytes[at]) at++;
		return start + at;
	}
}

function columnName(_: unknown, index: number): string {
	return `Column ${index + 1}`;
}

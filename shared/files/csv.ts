import { CsvMarks } from './csvMarks';

const QUOTE = 0x22;

/**
 * Reads CSV: header, and text of what is asked for. A file is strict UTF-8 wherever it is read.
 */
export class CsvReader extends CsvMarks {
	readonly header: readonly string[];
	private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	private rowText = '';
	/** Where the cells of the row in hand are in its text. */
	private readonly textStarts: Int32Array;
	private readonly textEnds: Int32Array;

	/** @throws UnexpectedAnswerError when there is no header. */
	constructor(bytes: Uint8Array, file: string) {
		super(bytes, file);
		this.textStarts = new Int32Array(this.width);
		this.textEnds = new Int32Array(this.width);
		this.header = this.texts(0);
	}

	/** All cells of a row. */
	texts(row: number): string[] {
		this.open(row);
		const texts: string[] = [];
		for (let column = 0; column < this.width; column++) texts.push(this.cut(column));
		return texts;
	}

	/**
	 * Takes a row in hand, for `cut`: its text is made in one piece, and cells are cut from it. So a cell
	 * that somebody keeps does not keep more alive than its row.
	 */
	open(row: number): void {
		const { bytes, width, ends, textStarts, textEnds } = this;
		const rowStart = this.rowStarts[row]!;
		const rowEnd = ends[row * width + width - 1]!;
		const text = this.decode(rowStart, rowEnd);
		const isAscii = text.length === rowEnd - rowStart;
		let start = rowStart;
		let from = 0;
		for (let column = 0; column < width; column++) {
			const end = ends[row * width + column]!;
			const to = from + (isAscii ? end - start : unitsIn(bytes, start, end));
			const quotes = bytes[start] === QUOTE ? 1 : 0;
			textStarts[column] = from + quotes;
			textEnds[column] = to - quotes;
			start = end + 1;
			from = to + 1;
		}
		this.rowText = text;
	}

	/** Whether a cell of the row in hand holds nothing. */
	isEmpty(column: number): boolean {
		return this.textStarts[column] === this.textEnds[column];
	}

	/** A cell of the row in hand. */
	cut(column: number): string {
		const start = this.textStarts[column]!;
		const cell = this.rowText.slice(start, this.textEnds[column]);
		// Quotes inside are doubled, and only a quoted cell has any.
		const isQuoted = start > 0 && this.rowText.charCodeAt(start - 1) === QUOTE;
		return isQuoted && cell.includes('"') ? cell.replaceAll('""', '"') : cell;
	}

	/** One cell. */
	text(row: number, column: number): string {
		const text = this.decode(this.start(row, column), this.end(row, column));
		return text.includes('"') ? text.replaceAll('""', '"') : text;
	}

	private decode(start: number, end: number): string {
		try {
			return this.decoder.decode(this.bytes.subarray(start, end));
		} catch {
			throw this.refusal('a text is not UTF-8', this.firstNotUtf8(start, end));
		}
	}

	private firstNotUtf8(start: number, end: number): number {
		const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
		const again = new TextEncoder().encode(lenient.decode(this.bytes.subarray(start, end)));
		let at = 0;
		while (start + at < end && again[at] === this.bytes[start + at]) at++;
		return start + at;
	}
}

/** UTF-16 code units that bytes of valid UTF-8 become: none for one that continues, two for the first of four. */
const UNITS = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte >= 0xf0 ? 2 : byte >= 0x80 && byte < 0xc0 ? 0 : 1,
);

function unitsIn(bytes: Uint8Array, start: number, end: number): number {
	let units = 0;
	for (let at = start; at < end; at++) units += UNITS[bytes[at]!]!;
	return units;
}

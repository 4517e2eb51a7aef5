import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { spellings } from '../../../shared/spelling';
import { isPlain, numberOf, TEXT_COLUMNS, type TextColumn } from '../columns';
import type { DuckDB } from '../database';
import { SPELLINGS_APART } from '../sql';
import { flushAll, nullAll, numbersOf } from './vectors';

/** As many as DuckDB takes at once. */
const TEXTS_AT_ONCE = 2_048;
/** Texts of a column that are remembered, so that each is written once. */
const MAX_KNOWN = 50_000;
/** Of so many look-ups a fifth has to find something, or a column's texts are not remembered any more. */
const LOOKS = 4_096;
const MIN_FOUND = 5;
/** So many have to be known before that: of a column with some ten thousand texts the first ones are all new. */
const MIN_KNOWN = 16_384;

/**
 * Writes the texts of entries, each under a number by its column. Where a column has very many texts the
 * same one may come under several numbers.
 */
export class TextWriter {
	private next = 1;
	private appended = 1;
	private readonly columns: number[] = [];
	private readonly texts: string[] = [];
	private readonly known = TEXT_COLUMNS.map(() => new KnownTexts());
	private readonly plainColumns = new Set(TEXT_COLUMNS.keys());
	private readonly types: DuckDBType[];

	static async into(
		schema: string,
		connection: DuckDBConnection,
		duckdb: DuckDB,
	): Promise<TextWriter> {
		return new TextWriter(await connection.createAppender('written', 'main', schema), duckdb);
	}

	private constructor(
		private readonly appender: DuckDBAppender,
		private readonly duckdb: DuckDB,
	) {
		const { UTINYINT, UINTEGER, VARCHAR } = duckdb;
		this.types = [UTINYINT, UINTEGER, VARCHAR, VARCHAR];
	}

	/** The number of a text; 0 for none. */
	codeOf(column: TextColumn): (text: string) => number {
		const index = numberOf(column);
		const known = this.known[index] as KnownTexts;
		return (text) => {
			if (text === '') return 0;
			const code = known.find(text);
			if (code !== undefined) return code;
			known.add(text, this.next);
			this.columns.push(index);
			if (this.texts.push(text) === TEXTS_AT_ONCE) this.append();
			return this.next++;
		};
	}

	/** Columns of which all texts that were written are plain. */
	get plain(): readonly TextColumn[] {
		return TEXT_COLUMNS.filter((_, index) => this.plainColumns.has(index));
	}

	/** Whether a text of the column may have come under several numbers. */
	mayRepeat(column: TextColumn): boolean {
		return this.known[numberOf(column)]?.isForgetful ?? true;
	}

	close(): void {
		this.appender.closeSync();
	}

	/** What has been gathered. */
	flush(): void {
		if (this.texts.length > 0) this.append();
	}

	private append(): void {
		const { columns, texts, plainColumns } = this;
		const chunk = this.duckdb.DuckDBDataChunk.create(this.types, texts.length);
		numbersOf<Uint8Array>(chunk, 0).set(columns);
		const codes = numbersOf(chunk, 1);
		const written = chunk.getColumnVector(2);
		const spelled = chunk.getColumnVector(3);
		nullAll(chunk, 3);
		texts.forEach((text, index) => {
			const column = columns[index] ?? 0;
			if (plainColumns.has(column) && !isPlain(text)) plainColumns.delete(column);
			codes[index] = this.appended++;
			written.setItem(index, text);
			// Of ASCII the database makes the other case itself.
			if (Buffer.byteLength(text) === text.length) return;
			spelled.setItem(index, spellings(text).join(SPELLINGS_APART));
		});
		flushAll(chunk);
		this.appender.appendDataChunk(chunk);
		columns.length = 0;
		texts.length = 0;
	}
}

class KnownTexts {
	isForgetful = false;
	private readonly codes = new Map<string, number>();
	private isGivenUp = false;
	private looks = 0;
	private found = 0;

	find(text: string): number | undefined {
		if (this.isGivenUp) return undefined;
		const code = this.codes.get(text);
		if (code !== undefined) this.found++;
		if (++this.looks === LOOKS) this.judge();
		return code;
	}

	add(text: string, code: number): void {
		if (this.isGivenUp) return;
		if (this.codes.size >= MAX_KNOWN) this.forget();
		this.codes.set(text, code);
	}

	private judge(): void {
		this.isGivenUp = this.codes.size >= MIN_KNOWN && this.found * MIN_FOUND < LOOKS;
		if (this.isGivenUp) this.forget();
		[this.looks, this.found] = [0, 0];
	}

	private forget(): void {
		this.isForgetful = true;
		this.codes.clear();
	}
}

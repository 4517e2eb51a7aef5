import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { DAY } from '../../../shared/durations';
import type { EventIds } from '../../../shared/entries/eventIds';
import { EVERY_ENTRY } from '../../../shared/entries/filter';
import type { EntryContext } from '../../../shared/entries/entryContext';
import { rowIdentity } from '../../../shared/entries/rowIdentity';
import { HASH_WORDS, RowHashes } from '../../../shared/files/rowHashes';
import type { RowList } from '../../../shared/files/rowList';
import { RowTexts } from '../../../shared/files/rowTexts';
import type { CsvFile } from '../../../shared/files/rows/csvFile';
import { CsvRows } from '../../../shared/reading/csvRows';
import type { DictionaryColumn } from '../../../shared/reading/dictionaryColumn';
import { csvColumnOf, TEXT_COLUMNS } from '../columns';
import type { DuckDB } from '../database';
import type { TextWriter } from './textWriter';
import { flushAll, numbersOf, wordsOf } from './vectors';

/** Columns of `entries` before those of texts. */
const OWN = [
	['instant', 'BIGINT'],
	['grain', 'INTEGER'],
	['id_high', 'UBIGINT'],
	['id_low', 'UBIGINT'],
	['number', 'UINTEGER'],
] as const;

/** What the tables of a part look like. A row of `entries` is the row of the export in that place. */
export const TABLES = {
	entries: `(${[...OWN, ...TEXT_COLUMNS.map((name) => [name, 'UINTEGER'])].map((column) => column.join(' ')).join(', ')})`,
	texts: '(col UTINYINT, code UINTEGER, text VARCHAR, searched VARCHAR)',
	/** What `texts` are made of when all are there. */
	written: '(col UTINYINT, code UINTEGER, text VARCHAR, spellings VARCHAR)',
};

/** Writes rows of CSVs into `entries`, column by column. */
export class RowWriter {
	/** Of UTC, since 1970. */
	readonly days = new Set<number>();
	private readonly types: readonly DuckDBType[];

	static async into(
		schema: string,
		connection: DuckDBConnection,
		...rest: [duckdb: DuckDB, texts: TextWriter, ids: EventIds]
	): Promise<RowWriter> {
		return new RowWriter(await connection.createAppender('entries', 'main', schema), ...rest);
	}

	private constructor(
		private readonly appender: DuckDBAppender,
		private readonly duckdb: DuckDB,
		private readonly texts: TextWriter,
		private readonly ids: EventIds,
	) {
		const own = OWN.map(([, type]) => duckdb[type]);
		this.types = [...own, ...TEXT_COLUMNS.map(() => duckdb.UINTEGER)];
	}

	open(file: CsvFile, context: EntryContext): CsvWriter {
		return new CsvWriter(new CsvRows(file, EVERY_ENTRY, context), this.texts, (rows) =>
			this.append(rows),
		);
	}

	close(): void {
		this.appender.closeSync();
	}

	private append({ rows, matching, hashes, columns, others }: Batch): void {
		const { count } = matching;
		if (count === 0) return;
		const chunk = this.duckdb.DuckDBDataChunk.create([...this.types], count);
		const [instants, high, low] = [0, 2, 3].map((at) => wordsOf(chunk, at));
		const [grains, numbers] = [1, 4].map((at) => numbersOf(chunk, at));
		if (!instants || !high || !low || !grains || !numbers) return;
		const digests = hashes.digests.list;
		for (let index = 0; index < count; index++) {
			const { time } = rows.times.at(matching.at(index));
			const instant = time?.instant ?? 0;
			const day = Math.floor(instant / DAY);
			if (time === null) chunk.getColumnVector(0).setItem(index, null);
			else this.days.add(day);
			const upper = Math.floor(instant / WORD);
			instants[index * 2] = instant - upper * WORD;
			instants[index * 2 + 1] = upper;
			grains[index] = time?.grain ?? 0;
			const at = index * HASH_WORDS;
			high[index * 2 + 1] = bigEndian(digests[at]);
			high[index * 2] = bigEndian(digests[at + 1]);
			low[index * 2 + 1] = bigEndian(digests[at + 2]);
			low[index * 2] = bigEndian(digests[at + 3]);
			numbers[index] = this.ids.count(digests, at, day);
		}
		[...columns, others].forEach((column, place) => {
			const items = numbersOf(chunk, OWN.length + place);
			for (let index = 0; index < count; index++) items[index] = column.at(matching.at(index));
		});
		flushAll(chunk);
		this.appender.appendDataChunk(chunk);
	}
}

interface Batch {
	readonly rows: CsvRows;
	readonly matching: RowList;
	readonly hashes: RowHashes;
	readonly columns: readonly { readonly at: (row: number) => number }[];
	readonly others: { readonly at: (row: number) => number };
}

/** The rows of one CSV. */
export class CsvWriter {
	private readonly columns: readonly DictionaryColumn<number>[];
	private readonly hashes: RowHashes;
	private readonly otherTexts: RowTexts | null;
	private readonly codeOfOthers: (text: string) => number;
	private readonly others: number[] = [];

	constructor(
		readonly rows: CsvRows,
		texts: TextWriter,
		private readonly append: (batch: Batch) => void,
	) {
		const { reader, columns } = rows;
		this.columns = TEXT_COLUMNS.filter((column) => column !== 'other').map((column) =>
			rows.dictionary(csvColumnOf(column), texts.codeOf(column)),
		);
		this.hashes = new RowHashes(reader.memory, rowIdentity(columns));
		const named = new Set(Object.values(columns.at));
		const unnamed = [...columns.keys.keys()].filter((index) => !named.has(index));
		this.otherTexts = unnamed.length === 0 ? null : new RowTexts(reader, unnamed);
		this.codeOfOthers = texts.codeOf('other');
	}

	/** Writes the next rows; their number, null at the end. */
	nextBatch(): number | null {
		const { rows, hashes, columns, others } = this;
		const matching = rows.next();
		if (matching === null) return null;
		for (const column of columns) column.encode(matching);
		for (let index = 0; index < matching.count; index++) {
			hashes.instants.list[index] = rows.times.at(matching.at(index)).time?.instant ?? NaN;
		}
		for (let at = 0; at < matching.count;) at = hashes.hashFrom(matching, at);
		this.readOthers(matching);
		const at = (row: number): number => others[row] ?? 0;
		this.append({ rows, matching, hashes, columns, others: { at } });
		return rows.reader.rows;
	}

	private readOthers(matching: RowList): void {
		const { otherTexts: texts, others } = this;
		if (texts === null) return;
		texts.begin(matching);
		while (texts.next()) {
			others[texts.row] = this.codeOfOthers(texts.cells.filter((cell) => cell !== '').join('\n'));
		}
	}
}

const WORD = 2 ** 32;

/** Hashes are compared as the texts that their bytes make in hexadecimal. */
function bigEndian(word = 0): number {
	return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

import type { CsvColumns } from '../../shared/dialect/csvColumns';
import type { UnreadRows } from '../../shared/files/rows/unreadRows';
import type { Database } from './database';
import { numberOf, type TextColumn } from './columns';

/** A CSV that was read: whether a column is in it. */
export interface PartCsv {
	readonly name: string;
	readonly header: readonly string[];
	readonly columns: Pick<CsvColumns, 'at'>;
}

/** What is known about an export's rows besides the rows themselves. */
export interface PartFacts {
	readonly csvs: readonly PartCsv[];
	readonly rows: number;
	/** Lines that are not rows, and members of archives that are not CSV. */
	readonly unread: UnreadRows;
	/** Days of UTC, since 1970, on which there are entries; ascending. */
	readonly days: readonly number[];
	/** Columns of which all texts are plain, where that is known. */
	readonly plain: readonly TextColumn[];
}

/** A text of a column. */
export interface TextValue {
	readonly code: number;
	readonly text: string;
}

/** Somebody whose entries the part has; null for an empty cell. */
export interface PartUser {
	readonly nameCode: number;
	readonly idCode: number;
	readonly name: string | null;
	readonly id: string | null;
}

/** The rows of one export in the database: `entries`, one row each, and `texts`, in a schema of their own. */
export class Part {
	private readonly known = new Map<TextColumn, Promise<readonly TextValue[]>>();
	private knownUsers: readonly PartUser[] | undefined;

	constructor(
		private readonly database: Database,
		readonly schema: string,
		readonly facts: PartFacts,
	) {}

	/** Whether any of its files has the column. */
	has(column: TextColumn): boolean {
		if (column === 'other' || column === 'written_time') return true;
		return this.facts.csvs.some(({ columns }) => columns.at[column] !== undefined);
	}

	/** All texts of a column, which should be few. The first is the empty one. */
	async values(column: TextColumn): Promise<readonly TextValue[]> {
		let known = this.known.get(column);
		if (!known) {
			const sql = `SELECT code, text FROM ${this.schema}.texts WHERE col = ${numberOf(column)} ORDER BY code`;
			known = this.database
				.rows(sql)
				.then((rows) => [{ code: 0, text: '' }, ...(rows as unknown as TextValue[])]);
			this.known.set(column, known);
			known.catch(() => this.known.delete(column));
		}
		return await known;
	}

	/** Everybody, each name with each id that it comes with, in the order in which they come. */
	async users(signal?: AbortSignal): Promise<readonly PartUser[]> {
		const rows = async (sql: string) => await this.database.rows(sql, [], signal);
		return (this.knownUsers ??= await this.usersOf('true', rows));
	}

	/** The same of the rows that match. */
	async usersOf(
		where: string,
		rows: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>,
	): Promise<readonly PartUser[]> {
		const found = await rows(
			`SELECT done_by, done_by_id, min(rowid) AS first FROM ${this.schema}.entries WHERE ${where} GROUP BY ALL ORDER BY first`,
		);
		const pairs = found.map((row) => [Number(row['done_by']), Number(row['done_by_id'])] as const);
		const codesAt = (place: 0 | 1): number[] => pairs.map((pair) => pair[place]);
		const names = await this.texts(codesAt(0), 'done_by');
		const ids = await this.texts(codesAt(1), 'done_by_id');
		return pairs.map(([nameCode, idCode]) => ({
			...{ nameCode, idCode, name: names.get(nameCode) || null, id: ids.get(idCode) || null },
		}));
	}

	/** Texts by their numbers. @param column that all of them are of, because others need not be read then. */
	async texts(codes: Iterable<number>, column?: TextColumn): Promise<ReadonlyMap<number, string>> {
		const wanted = [...new Set(codes)].filter((code) => code > 0);
		if (wanted.length === 0) return new Map();
		const isOfColumn = column ? `col = ${numberOf(column)}` : 'true';
		const sql = `SELECT code, text FROM ${this.schema}.texts WHERE ${isOfColumn} AND code IN (${wanted.join(', ')})`;
		const rows = await this.database.rows(sql);
		return new Map(rows.map(({ code, text }) => [Number(code), String(text)]));
	}

	async drop(): Promise<void> {
		await this.database.run(`DETACH ${this.schema}`);
	}
}

import type { PartUser } from '../part';
import { Scratch } from './scratch';
import type { TextTestOptions } from './textTests';
import { type RowTest, whereOf } from './where';

/** The rows of a part that match a question. */
export interface MatchingRows {
	/** The condition in SQL. */
	readonly where: string;
	readonly total: number;
	/** Those of them that have no time. */
	readonly untimed: number;
	/** The earliest time among them. */
	readonly first: number | null;
	/** Everybody in them, asked for once. */
	readonly users: () => Promise<readonly PartUser[]>;
	readonly release: () => Promise<void>;
}

/**
 * Finds the rows of a part that match. Where texts have to be searched, it is noted which rows they are,
 * because an answer asks for them again and again.
 * @param also a further condition.
 */
export async function matchingRows(
	options: Omit<TextTestOptions, 'scratch'>,
	test: RowTest,
	also = 'true',
): Promise<MatchingRows> {
	const { database, part, signal } = options;
	const { filter, nameText, about } = test;
	const entries = `${part.schema}.entries`;
	const [hits, rows] = [new Scratch(database, part.schema), new Scratch(database, part.schema)];
	const release = async (): Promise<void> => await rows.drop();
	try {
		const found = await whereOf({ ...options, scratch: hits }, test);
		let where = `(${found}) AND ${also}`;
		let counted = `${entries} WHERE ${where}`;
		const isSearched = [filter.record, filter.text, nameText].some((text) => text?.trim());
		if (isSearched || about) {
			const sql = `SELECT rowid AS row, instant FROM ${entries} WHERE ${where}`;
			const table = await rows.keep(sql, signal);
			where = `rowid IN (SELECT row FROM ${table})`;
			counted = table;
		}
		const [row] = await database.rows(
			`SELECT count(*) AS total, count(*) FILTER (WHERE instant IS NULL) AS untimed, min(instant) AS first FROM ${counted}`,
			[],
			signal,
		);
		const [total, untimed] = [Number(row?.['total']), Number(row?.['untimed'])];
		const isAll = total === part.facts.rows;
		// What all rows meet need not be looked at again.
		if (isAll) where = 'true';
		let known: Promise<readonly PartUser[]> | undefined;
		const queried = async (sql: string) => await database.rows(sql, [], signal);
		const users = async () =>
			await (known ??= isAll ? part.users(signal) : part.usersOf(where, queried));
		const first = (row?.['first'] ?? null) as number | null;
		return { where, total, untimed, first, users, release };
	} catch (error) {
		await release();
		throw error;
	} finally {
		await hits.drop();
	}
}

import { numberOf, TEXT_COLUMNS, type TextColumn } from '../columns';
import type { Database } from '../database';
import { LOWERED } from '../sql';

/**
 * Makes `texts` of what was written: column by column, so that a question passes over the columns that it does not
 * search, and each with what it is compared as, so that no question makes it. Plain columns are compared as they are. See docs/decisions/archive-speed.md
 */
export async function arrangeTexts(
	database: Database,
	schema: string,
	{ plain, repeated }: { readonly plain: readonly TextColumn[]; readonly repeated: boolean },
	signal?: AbortSignal,
): Promise<void> {
	const run = async (sql: string) => await database.rows(sql, [], signal);
	if (repeated) await numberOnce(run, schema);
	for (const column of TEXT_COLUMNS) {
		const searched = plain.includes(column) ? 'NULL' : `coalesce(spellings, ${LOWERED})`;
		await run(
			`INSERT INTO ${schema}.texts SELECT col, code, text, ${searched} FROM ${schema}.written WHERE col = ${numberOf(column)}`,
		);
	}
	await run(`DROP TABLE ${schema}.written`);
}

/** Gives each record's name the first of its numbers alone, so that records are counted by numbers. */
async function numberOnce(run: (sql: string) => Promise<unknown>, schema: string): Promise<void> {
	const names = `${schema}.written WHERE col = ${numberOf('record')}`;
	await run(
		`CREATE TABLE ${schema}.again AS SELECT code, first FROM (SELECT code, text FROM ${names}) JOIN (SELECT text, min(code) AS first FROM ${names} GROUP BY text HAVING count(*) > 1) USING (text) WHERE code > first`,
	);
	await run(`UPDATE ${schema}.entries SET record = first FROM ${schema}.again WHERE record = code`);
	await run(`DELETE FROM ${schema}.written WHERE code IN (SELECT code FROM ${schema}.again)`);
	await run(`DROP TABLE ${schema}.again`);
}

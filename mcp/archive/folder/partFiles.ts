import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UnexpectedAnswerError } from '../../../shared/errors';
import type { Database } from '../database';
import { Part } from '../part';
import { partialName } from '../savedFiles';
import { quoted } from '../sql';
import { factsOf, fileOf, type KeptPart, type Table } from './keptPart';
import { digestAside, digestOfOwn, refused } from './ownFiles';

/** In an order by which most of the file is passed over when a column, or a number in it, is looked for. */
const ROWS: Readonly<Record<Table, string>> = {
	entries: 'entries',
	texts: 'texts ORDER BY col, code',
};

/** Few texts at once, because an answer needs some of them by their numbers. */
const ROW_GROUPS: Readonly<Record<Table, number>> = { entries: 122_880, texts: 20_480 };

/** Of the rows of a file, as the tables in memory have them. */
const VIEWS: Readonly<Record<Table, (path: string) => string>> = {
	entries: (path) =>
		`SELECT * EXCLUDE file_row_number, file_row_number AS rowid FROM read_parquet(${quoted(path)}, file_row_number = true)`,
	texts: (path) => `SELECT * FROM read_parquet(${quoted(path)})`,
};

let attached = 0;

/** @throws UnexpectedAnswerError when a file of the part is not as its digest says. */
export async function comparePart(folder: string, { files }: KeptPart): Promise<void> {
	for (const { stored, sha256 } of files) {
		if ((await digestAside(folder, stored)) !== sha256) {
			throw refused(`${stored} is not as it was kept`);
		}
	}
}

/** The rows of an export in the files of its part, which have been compared. */
export async function attachPart(
	database: Database,
	folder: string,
	kept: KeptPart,
): Promise<Part> {
	const schema = `kept_${++attached}`;
	await database.run(`ATTACH ':memory:' AS ${schema}`);
	try {
		for (const [table, view] of Object.entries(VIEWS)) {
			const file = fileOf(kept, table as Table);
			if (!file) throw new UnexpectedAnswerError(`There is no ${table}.`);
			const sql = view(join(folder, file.stored));
			await database.run(`CREATE VIEW ${schema}.${table} AS ${sql}`);
		}
		return new Part(database, schema, factsOf(kept));
	} catch (error) {
		await database.run(`DETACH ${schema}`);
		throw error;
	}
}

/** Writes the rows of an export into files that have their names only when they are complete. */
export async function writePart(
	database: Database,
	folder: string,
	id: string,
	{ schema }: Part,
): Promise<KeptPart['files']> {
	const files: KeptPart['files'] = [];
	for (const [table, rows] of Object.entries(ROWS)) {
		const name = partialName(`${id}-${table}.parquet`);
		const partial = join(folder, name);
		try {
			// The database would make it for others to read as well.
			await (await open(partial, 'wx', 0o600)).close();
			await database.run(
				`COPY (SELECT * FROM ${schema}.${rows}) TO ${quoted(partial).slice(1, -1)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUPS[table as Table]}, USE_TMP_FILE false)`,
			);
			const file = await open(partial, 'r+');
			const { size } = await file.stat();
			await file.sync().finally(async () => await file.close());
			const sha256 = await digestOfOwn(folder, name);
			const stored = `${id}-${table}-${sha256.slice(0, 16)}.parquet`;
			await rename(partial, join(folder, stored));
			files.push({ stored, size, sha256 });
		} finally {
			await rm(partial, { force: true });
		}
	}
	return files;
}

import type { KeptReading } from '../../shared/dialect/keptDialect';
import type { EntryContext } from '../../shared/entries/entryContext';
import { EventIds } from '../../shared/entries/eventIds';
import { csvFilesIn, type ExportFile } from '../../shared/files/exportFile';
import { UnreadRows } from '../../shared/files/rows/unreadRows';
import type { UnpackingHost } from '../../shared/files/zip';
import { arrangeTexts } from './writing/arrangeTexts';
import type { Database } from './database';
import { Part, type PartCsv, type PartFacts } from './part';
import { RowWriter, TABLES } from './writing/rowWriter';
import { TextWriter } from './writing/textWriter';

export interface IngestOptions {
	readonly host: UnpackingHost;
	readonly signal?: AbortSignal | undefined;
	/** How the files are written, which is kept with their rows. */
	readonly reading?: (rows: number) => KeptReading;
	/** After each batch, with the rows so far. */
	readonly onRows?: (rows: number) => void;
}

let parts = 0;

/**
 * Reads all rows of an export into the database, in one pass over its files.
 * @throws UnexpectedAnswerError for a damaged file; then nothing of it stays.
 */
export async function ingest(
	database: Database,
	files: readonly ExportFile[],
	context: EntryContext,
	options: IngestOptions,
): Promise<Part> {
	// In a database of its own: it is compressed without waiting for others, and gone when it is detached.
	const schema = `part_${++parts}`;
	await database.run(`ATTACH ':memory:' AS ${schema} (COMPRESS)`);
	try {
		for (const [table, columns] of Object.entries(TABLES)) {
			await database.run(`CREATE TABLE ${schema}.${table} ${columns}`);
		}
		const facts = await written(database, schema, files, context, options);
		await database.run(`CHECKPOINT ${schema}`);
		return new Part(database, schema, facts);
	} catch (error) {
		await database.run(`DETACH ${schema}`);
		throw error;
	}
}

async function written(
	database: Database,
	schema: string,
	files: readonly ExportFile[],
	context: EntryContext,
	{ host, signal, onRows }: IngestOptions,
): Promise<PartFacts> {
	const duckdb = await database.library();
	const unread = new UnreadRows();
	const csvs: PartCsv[] = [];
	let rows = 0;
	return await database.connected(signal, async (forRows) =>
		database.connected(signal, async (forTexts) => {
			const texts = await TextWriter.into(schema, forTexts, duckdb);
			const writer = await RowWriter.into(schema, forRows, duckdb, texts, new EventIds());
			try {
				for (const file of files) {
					const onSkipped = unread.skip.bind(unread);
					for await (const csv of csvFilesIn(file, { ...host, onSkipped })) {
						const open = writer.open(csv, context);
						const { reader, columns } = open.rows;
						csvs.push({ name: csv.name, header: reader.header, columns });
						for (let count = open.nextBatch(); count !== null; count = open.nextBatch()) {
							rows += count;
							onRows?.(rows);
							await host.yieldToEventLoop();
						}
						unread.addAll(reader.unread);
					}
				}
				texts.flush();
			} finally {
				writer.close();
				texts.close();
			}
			const days = [...writer.days].sort((a, b) => a - b);
			const { plain } = texts;
			await arrangeTexts(database, schema, { plain, repeated: texts.mayRepeat('record') }, signal);
			return { csvs, rows, unread, days, plain };
		}),
	);
}

import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { EventIds } from '../../shared/entries/eventIds';
import { entryFilter } from '../../shared/entries/filter';
import type { Footer } from '../../shared/files/rows/footerKinds';
import type { UnreadRows } from '../../shared/files/rows/unreadRows';
import { noRows } from '../../shared/reading/csvEntries';
import { readEntries } from '../../shared/reading/readEntries';
import { context } from '../bench/context';
import { CsvReader } from '../../shared/files/csv';
import type { CsvFile } from '../../shared/files/rows/csvFile';
import { csvFilesIn, type ExportFile, loadedInto } from '../../shared/files/exportFile';
import { FileMemory } from '../../shared/files/fileMemory';
import { type Gunzip, platformGunzip } from '../../shared/files/gunzip';
import type { UnpackingHost } from '../../shared/files/zip';

/** A host without other work. */
export const host: UnpackingHost = { yieldToEventLoop: async () => undefined };

/** A CSV as rows of texts, the header first. */
export interface Table {
	readonly name: string;
	readonly rows: readonly (readonly string[])[];
	/** Lines that could not be read; undefined where all could. */
	readonly unread?: UnreadRows;
	/** Lines after the rows; undefined where there are none. */
	readonly footers?: readonly Footer[];
	/** Where the header comes once more, which is no row; undefined where it does not. */
	readonly headers?: UnreadRows['headers'];
}

/** All CSVs of a file as the product reads them. */
export async function readTables(
	file: ExportFile,
	gunzip: Gunzip = platformGunzip,
): Promise<readonly Table[]> {
	const tables: Table[] = [];
	for await (const csv of csvFilesIn(file, { ...host, gunzip })) {
		const reader = new CsvReader(csv);
		const rows: (readonly string[])[] = [reader.header];
		while (reader.next()) {
			for (let row = 0; row < reader.rows; row++) {
				const texts = reader.texts(row);
				const single = texts.map((_, column) => reader.text(row, column));
				if (single.join('\0') !== texts.join('\0'))
					throw new Error('Two ways to read a cell differ.');
				rows.push(texts);
			}
		}
		const { unread } = reader;
		const { count, footers, headers } = unread;
		tables.push({
			name: csv.name,
			rows,
			...(count > 0 && { unread }),
			...(footers.length > 0 && { footers }),
			...(headers.length > 0 && { headers }),
		});
	}
	return tables;
}

export async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const all: Uint8Array[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return Buffer.concat(all);
}

export function csvFile(content: string | Uint8Array): ExportFile {
	return { name: 'AuditLog.csv', bytes: bytesOf(content) };
}

export function bytesOf(content: string | Uint8Array): Uint8Array {
	return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

/** A CSV in memory of its own. */
export function csvInMemory(text: string | Uint8Array): CsvFile {
	return loadedInto(new FileMemory(), { name: 'a.csv', bytes: bytesOf(text) });
}

/** The entries of one CSV as the product reads them, and what it could not read. */
export async function entriesRead(
	bytes: Uint8Array,
): Promise<{ readonly entries: readonly AuditLogEntry[]; readonly unread: UnreadRows }> {
	const counts = noRows();
	const entries: AuditLogEntry[] = [];
	const batches = readEntries([{ name: 'AuditLog.csv', bytes }], {
		filter: entryFilter({}, context),
		context,
		ids: new EventIds(),
		counts,
		withRaw: true,
		sleep: async () => undefined,
		ticks: () => performance.now(),
	});
	for await (const batch of batches) entries.push(...batch);
	return { entries, unread: counts.unread };
}

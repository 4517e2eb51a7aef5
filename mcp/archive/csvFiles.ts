import { setImmediate } from 'node:timers/promises';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import { CsvReader } from '../../shared/files/csv';
import type { CsvFile } from '../../shared/files/rows/csvFile';
import { csvFilesIn, type ExportFile, kindOf } from '../../shared/files/exportFile';
import type { UnreadRows } from '../../shared/files/rows/unreadRows';
import type { UnpackingHost } from '../../shared/files/zip';
import { zipMembers } from '../../shared/files/zipDirectory';
import { zlibGunzip } from './gunzip';

/** One CSV of a downloaded export, in an archive or by itself. */
export interface StoredCsv {
	readonly exportId: string;
	/** A label that is safe in a path, unique in its export. */
	readonly name: string;
	readonly uri: string;
	/** As it was received. */
	readonly received: ExportFile;
	/** The CSV's index in it. */
	readonly index: number;
}

/** What of a CSV is not among its rows. */
export interface LeftOut {
	readonly titles: readonly string[];
	readonly unread: UnreadRows;
}

const SCHEME = 'zoho-audit://exports/';

/** The CSVs of an export, without unpacking any. */
export function csvFilesOf({ id, files }: DownloadedExport): StoredCsv[] {
	if (id === null) return [];
	const names = new Set<string>();
	return files.flatMap((received) => {
		const labels =
			kindOf(received) === 'zip'
				? zipMembers(received.bytes, received.name).map(({ name }) => name)
				: [received.name];
		return labels.map((label, index) => {
			let name = label;
			for (let number = 2; names.has(name); number++) name = `${number}-${label}`;
			names.add(name);
			return {
				exportId: id,
				name,
				uri: `${SCHEME}${id}/${encodeURIComponent(name)}`,
				received,
				index,
			};
		});
	});
}

/** The header and some rows of one CSV, unpacked again: only received files are kept. */
export async function rowsOf(
	csv: StoredCsv,
	{ offset, limit }: { readonly offset: number; readonly limit: number },
	signal: AbortSignal,
): Promise<{
	readonly header: readonly string[];
	readonly rows: readonly string[][];
	readonly total: number;
	/** Lines before and after the rows, and those that could not be read. */
	readonly leftOut: LeftOut;
}> {
	const reader = new CsvReader(await unpacked(csv, signal));
	const rows: string[][] = [];
	let total = 0;
	while (reader.next()) {
		signal.throwIfAborted();
		for (let row = 0; row < reader.rows; row++, total++) {
			if (total >= offset && rows.length < limit) rows.push(reader.texts(row));
		}
		await setImmediate();
	}
	const { header, titles, unread } = reader;
	return { header, rows, total, leftOut: { titles, unread } };
}

async function unpacked({ received, index }: StoredCsv, signal: AbortSignal): Promise<CsvFile> {
	for await (const csv of csvFilesIn(received, hostOf(signal))) {
		if (csv.index === index) return csv;
	}
	throw new Error('the archive has fewer files than its directory');
}

/** Lets other calls of the process continue between two steps. */
function hostOf(signal: AbortSignal): UnpackingHost {
	const yieldToEventLoop = async (): Promise<void> => {
		signal.throwIfAborted();
		await setImmediate();
	};
	return { gunzip: zlibGunzip, yieldToEventLoop };
}

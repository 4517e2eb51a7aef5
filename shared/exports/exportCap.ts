import { CsvMarks } from '../files/csvMarks';
import { csvCount, csvFilesIn, type ExportFile, kindOf } from '../files/exportFile';
import type { Sleep } from '../http/transport';
import { turns } from './turns';

/** Where Zoho ends an export, and a file within one, without a word. */
export interface ExportCap {
	readonly entries: number;
	readonly entriesPerFile: number;
}

/** https://www.zoho.com/crm/developer/docs/api/v8/download-export-audit-log-result.html */
export const EXPORT_CAP: ExportCap = { entries: 1_000_000, entriesPerFile: 100_000 };

/**
 * Whether an export holds as many entries as Zoho gives at most: it was probably cut. Entries are
 * counted only where the files can hold so many.
 * @throws UnexpectedAnswerError for a damaged file.
 */
export async function isAtCap(
	files: readonly ExportFile[],
	cap: ExportCap,
	host: {
		readonly sleep: Sleep;
		readonly localNow: () => number;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<boolean> {
	const csvFiles = files.reduce((sum, file) => sum + csvFilesAtMost(file, cap), 0);
	if (csvFiles * cap.entriesPerFile < cap.entries) return false;
	const pause = turns(host.sleep, host.localNow, host.signal);
	let entries = 0;
	for (const file of files) {
		for await (const csv of csvFilesIn(file, pause)) {
			const marks = new CsvMarks(csv);
			while (marks.next()) {
				entries += marks.rows;
				await pause();
			}
		}
	}
	return entries >= cap.entries;
}

/** An archive tells how many CSVs it holds; what is packed otherwise could be anything. */
function csvFilesAtMost(file: ExportFile, cap: ExportCap): number {
	const kind = kindOf(file);
	if (kind === 'zip') return csvCount(file);
	// A row has at least one byte and a line end.
	return kind === 'gzip' ? Infinity : Math.ceil(file.bytes.length / 2 / cap.entriesPerFile);
}

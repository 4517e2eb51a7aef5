import type { DownloadedExport } from '../exports/downloadedExport';
import type { ExportCap } from '../exports/exportCap';
import { CsvMarks } from '../files/csvMarks';
import type { CsvFile } from '../files/rows/csvFile';
import { csvCount, csvFilesIn, type ExportFile, kindOf } from '../files/exportFile';
import type { YieldToEventLoop } from '../files/yieldToEventLoop';
import { type CsvPredicate, type UnpackingHost, unpackingHost } from '../files/zip';
import { zipMembers } from '../files/zipDirectory';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';

/** How far a file may go beyond what Zoho states for one, where the others are not counted for it. */
const SLACK = 1.01;

/** Whether an export holds as many entries as Zoho gives at most, so that others may be missing. Remembered. */
export async function isAtCap(
	session: Session,
	{ id, files, reading }: DownloadedExport,
	{ signal }: CallOptions,
): Promise<boolean> {
	const { atCap, cap } = session;
	const known = id === null ? undefined : atCap.get(id);
	if (known !== undefined) return known;
	const found = reading
		? reading.rows >= cap.entries
		: await areAtCap(files, cap, unpackingHost(session, signal));
	if (id !== null) atCap.set(id, found);
	return found;
}

/**
 * Whether files hold Zoho's maximum of entries: the export was probably truncated. Entries are
 * counted only where the files can hold so many: one that is not full rules it out for all. Lines that
 * cannot be read count as well.
 * @throws UnexpectedAnswerError for a damaged file.
 */
export async function areAtCap(
	files: readonly ExportFile[],
	cap: ExportCap,
	host: UnpackingHost,
): Promise<boolean> {
	const csvFiles = files.reduce((sum, file) => sum + csvFilesAtMost(file, cap), 0);
	if (csvFiles * cap.entriesPerFile < cap.entries) return false;
	let [entries, left] = [0, csvFiles];
	for await (const count of entriesByCsv(files, host)) {
		entries += count;
		left--;
		if (entries + left * cap.entriesPerFile * SLACK < cap.entries) return false;
	}
	return entries >= cap.entries;
}

/** Those of the smallest CSV first: where one is filled after another, all but one are full. */
async function* entriesByCsv(
	files: readonly ExportFile[],
	host: UnpackingHost,
): AsyncGenerator<number> {
	const { yieldToEventLoop } = host;
	const least = smallest(files);
	const others = files.map((file) => {
		const isNeeded: CsvPredicate = (index) => file !== least?.file || index !== least.index;
		return { file, isNeeded };
	});
	const isLeast: CsvPredicate = (index) => index === least?.index;
	const first = least ? [{ file: least.file, isNeeded: isLeast }] : [];
	for (const { file, isNeeded } of [...first, ...others]) {
		for await (const csv of csvFilesIn(file, host, isNeeded)) {
			yield await markedRows(csv, yieldToEventLoop);
		}
	}
}

async function markedRows(csv: CsvFile, yieldToEventLoop: YieldToEventLoop): Promise<number> {
	const marks = new CsvMarks(csv);
	let entries = 0;
	while (marks.next()) {
		entries += marks.rows;
		await yieldToEventLoop();
	}
	return entries + marks.unread.count;
}

/** The CSV of an archive that takes the least room unpacked. */
function smallest(
	files: readonly ExportFile[],
): { readonly file: ExportFile; readonly index: number } | undefined {
	const csvs = files
		.filter((file) => kindOf(file) === 'zip')
		.flatMap((file) =>
			zipMembers(file.bytes, file.name).map(({ size }, index) => ({ file, index, size })),
		);
	return csvs.sort((a, b) => a.size - b.size)[0];
}

/** An archive says how many CSVs it holds; any other packing could hold any number. */
function csvFilesAtMost(file: ExportFile, cap: ExportCap): number {
	const kind = kindOf(file);
	if (kind === 'zip') return csvCount(file);
	// A row has at least one byte and a line end.
	return kind === 'gzip' ? Infinity : Math.ceil(file.bytes.length / 2 / cap.entriesPerFile);
}

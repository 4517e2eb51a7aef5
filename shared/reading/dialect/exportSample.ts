import { type Column, type ColumnHints, namedColumns, timeText } from '../../dialect/csvColumns';
import type { ColumnSample } from '../../dialect/columnContents';
import type { TimeSample } from '../../dialect/timeDialect';
import { UnexpectedAnswerError } from '../../errors';
import { CsvReader } from '../../files/csv';
import { csvCount, csvFilesIn, type ExportFile } from '../../files/exportFile';
import type { CsvFile } from '../../files/rows/csvFile';
import type { UnpackingHost } from '../../files/zip';

/** Enough to rule out all formats but one, where any number does; of more rows only some are looked at. */
const ENOUGH_TEXTS = 1_000;
const SAMPLE_STEP = 64;
/** Without these most questions cannot be answered. */
export const SOUGHT = ['audited_time', 'done_by', 'module', 'action'] as const satisfies Column[];

/** What the last CSV of an export shows of how it is written. */
export interface ExportSample {
	/** Null when it could not be looked into: the reading itself reports why. */
	readonly header: readonly string[] | null;
	/** Lines before the header. */
	readonly titles: readonly string[];
	readonly hasHeader: boolean;
	/** The cells of some rows; only the time's where all columns that are sought have known names. */
	readonly rows: readonly (readonly string[])[];
	/** Whether these are all rows of the export. */
	readonly isWhole: boolean;
}

const NOTHING: ExportSample = {
	header: null,
	titles: [],
	hasHeader: true,
	rows: [],
	isWhole: false,
};

/**
 * Looks into the last CSV of an export: it reaches one end of the window, where a wrong zone shows, and
 * most exports have no other.
 */
export async function exportSample(
	files: readonly ExportFile[],
	map: ColumnHints['map'],
	host: UnpackingHost,
): Promise<ExportSample> {
	const last = files.at(-1);
	if (!last) return NOTHING;
	try {
		const count = csvCount(last);
		for await (const csv of lastCsv(last, count, host)) {
			const reader = new CsvReader(csv);
			const { header, titles, hasHeader } = reader;
			const { rows, isWhole } = await someRows(reader, map, host);
			const isAll = isWhole && files.length === 1 && count === 1;
			return { header, titles, hasHeader, rows, isWhole: isAll };
		}
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
	}
	return NOTHING;
}

/** The lines at the beginning of the same CSV. */
export async function exportHead(
	files: readonly ExportFile[],
	host: UnpackingHost,
): Promise<Pick<ExportSample, 'header' | 'titles' | 'hasHeader'>> {
	const last = files.at(-1);
	if (!last) return NOTHING;
	try {
		for await (const csv of lastCsv(last, csvCount(last), host)) return new CsvReader(csv);
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
	}
	return NOTHING;
}

/** Reads files for nothing but their damage. @throws UnexpectedAnswerError */
export async function passOver(files: readonly ExportFile[], host: UnpackingHost): Promise<void> {
	for (const file of files) {
		for await (const csv of csvFilesIn(file, host, () => true)) {
			const reader = new CsvReader(csv);
			while (reader.next()) await host.yieldToEventLoop();
		}
	}
}

/** The last member of an archive may be no CSV. */
async function* lastCsv(
	file: ExportFile,
	count: number,
	host: UnpackingHost,
): AsyncGenerator<CsvFile> {
	for (let last = count - 1; last >= 0; last--) {
		for await (const csv of csvFilesIn(file, host, (index) => index === last)) {
			yield csv;
			return;
		}
	}
}

async function someRows(
	reader: CsvReader,
	map: ColumnHints['map'],
	host: UnpackingHost,
): Promise<Pick<ExportSample, 'rows' | 'isWhole'>> {
	const { at } = namedColumns(reader.header, map);
	const time = at.audited_time ?? 0;
	const isKnown = SOUGHT.every((column) => at[column] !== undefined);
	const rows = new Map<string, readonly string[]>();
	let isWhole = true;
	while (reader.next()) {
		const step = rows.size < ENOUGH_TEXTS ? 1 : SAMPLE_STEP;
		isWhole &&= step === 1;
		// Counted from the last row, so that the file's own is among them.
		for (let row = reader.rows - 1; row >= 0; row -= step) {
			const text = isKnown ? reader.text(row, time) : String(rows.size);
			if (rows.has(text)) continue;
			const cells: string[] = [];
			if (isKnown) cells[time] = text;
			rows.set(text, isKnown ? cells : reader.texts(row));
		}
		await host.yieldToEventLoop();
	}
	return { rows: [...rows.values()], isWhole };
}

/** The texts of the time: in one column, or as date and time of day in two. */
export function timesIn(
	{ rows, isWhole }: ExportSample,
	date: number | undefined,
	timeOfDay: number | undefined,
): TimeSample {
	const texts = new Set<string>();
	if (date !== undefined) {
		for (const cells of rows) {
			const clock = timeOfDay === undefined ? '' : cells[timeOfDay];
			texts.add(timeText(cells[date] ?? '', clock ?? ''));
		}
	}
	texts.delete('');
	return { texts: [...texts], isWhole };
}

export function columnSample({ header, rows }: ExportSample): ColumnSample {
	const texts = (header ?? []).map(() => new Set<string>());
	const filled = texts.map(() => 0);
	for (const cells of rows) {
		cells.forEach((cell, index) => {
			if (cell.trim() === '') return;
			texts[index]?.add(cell.trim());
			filled[index] = (filled[index] ?? 0) + 1;
		});
	}
	const joined = (date: number, clock: number): string[] => {
		const both = rows.map((cells) => timeText(cells[date] ?? '', cells[clock] ?? ''));
		return [...new Set(both)].filter((text) => text !== '');
	};
	return { texts, filled, joined };
}

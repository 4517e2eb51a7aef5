import { type Column, type ColumnHints, namedColumns, timeText } from '../../dialect/csvColumns';
import { type ColumnSample, isPartOfTime } from '../../dialect/columnContents';
import type { TimeSample } from '../../dialect/timeDialect';
import { UnexpectedAnswerError } from '../../errors';
import { CsvReader } from '../../files/csv';
import { csvCount, csvFilesIn, type ExportFile } from '../../files/exportFile';
import type { CsvFile } from '../../files/rows/csvFile';
import type { UnpackingHost } from '../../files/zip';

/** Enough to rule out all formats but one, where any number does; of more rows only some are looked at. */
const ENOUGH_TEXTS = 1_000;
const SAMPLE_STEP = 64;
/** With fewer rows, a CSV is no sample of its export. */
const ENOUGH_ROWS = 1_000;
/** Without these most questions cannot be answered. */
export const SOUGHT = ['audited_time', 'done_by', 'module', 'action'] as const satisfies Column[];

/** What the last CSVs of an export show of how it is written. */
export interface ExportSample {
	/** Null when none could be looked into: the reading itself reports why. */
	readonly header: readonly string[] | null;
	/** Lines before the header. */
	readonly titles: readonly string[];
	readonly hasHeader: boolean;
	/** The cells of some rows; only the time's where all columns that are sought have known names. */
	readonly rows: readonly (readonly string[])[];
	/** Whether these are all rows of the export. */
	readonly isWhole: boolean;
	/** Whether a file could not be read to its end: it may be received again, and say more then. */
	readonly isDamaged: boolean;
}

type Head = Pick<ExportSample, 'header' | 'titles' | 'hasHeader'>;

const NOTHING: Head = { header: null, titles: [], hasHeader: true };

/**
 * Looks into the last CSV of an export: it reaches one end of the window, where a wrong zone shows, and
 * most exports have no other. One with few rows shows little, and a header alone nothing, so those before
 * it are looked into as well, as far as they have the same header.
 */
export async function exportSample(
	files: readonly ExportFile[],
	map: ColumnHints['map'],
	host: UnpackingHost,
): Promise<ExportSample> {
	let head = NOTHING;
	const rows = new SampledRows();
	let [isWhole, isDamaged] = [files.length > 0, false];
	try {
		// Asked before each CSV is unpacked, which takes most of the time.
		const isNeeded = (): boolean => {
			const isIt = rows.seen < ENOUGH_ROWS;
			isWhole &&= isIt;
			return isIt;
		};
		for await (const csv of fromTheLast(files, host, isNeeded)) {
			const reader = new CsvReader(csv);
			if (rows.seen === 0) head = reader;
			if (String(reader.header) === String(head.header)) await rows.addAll(reader, map, host);
			else isWhole &&= !reader.next();
		}
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		isDamaged = true;
	}
	const { header, titles, hasHeader } = head;
	isWhole &&= rows.areAll && !isDamaged;
	return { header, titles, hasHeader, rows: rows.all, isWhole, isDamaged };
}

/** The lines at the beginning of the CSV whose header counts. */
export async function exportHead(files: readonly ExportFile[], host: UnpackingHost): Promise<Head> {
	let head = NOTHING;
	try {
		for await (const csv of fromTheLast(files, host)) {
			const reader = new CsvReader(csv);
			head = reader;
			if (reader.next()) break;
		}
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
	}
	return head;
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

/** All CSVs, the last one first, as long as more are needed. */
async function* fromTheLast(
	files: readonly ExportFile[],
	host: UnpackingHost,
	isNeeded: () => boolean = () => true,
): AsyncGenerator<CsvFile> {
	for (const file of files.toReversed()) {
		for (let last = csvCount(file) - 1; last >= 0; last--) {
			if (!isNeeded()) return;
			yield* csvFilesIn(file, host, (index) => index === last);
		}
	}
}

/** Some rows of CSVs with one header. */
class SampledRows {
	/** How many rows were looked at. */
	seen = 0;
	/** Whether none was left out but those that say what another one does. */
	areAll = true;
	private readonly rows = new Map<string, readonly string[]>();

	get all(): readonly (readonly string[])[] {
		return [...this.rows.values()];
	}

	async addAll(reader: CsvReader, map: ColumnHints['map'], host: UnpackingHost): Promise<void> {
		const { rows } = this;
		const { at } = namedColumns(reader.header, map);
		const time = at.audited_time ?? 0;
		const areNamed = SOUGHT.every((column) => at[column] !== undefined);
		while (reader.next()) {
			const step = rows.size < ENOUGH_TEXTS ? 1 : SAMPLE_STEP;
			this.areAll &&= step === 1;
			this.seen += reader.rows;
			// Counted from the last row, so that the file's own is among them.
			for (let row = reader.rows - 1; row >= 0; row -= step) {
				const text = areNamed ? reader.text(row, time) : '';
				if (areNamed && rows.has(text)) continue;
				const isKnown = areNamed && !isPartOfTime(text);
				const key = isKnown ? text : `row ${rows.size}`;
				const cells: string[] = [];
				if (isKnown) cells[time] = text;
				rows.set(key, isKnown ? cells : reader.texts(row));
			}
			await host.yieldToEventLoop();
		}
	}
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

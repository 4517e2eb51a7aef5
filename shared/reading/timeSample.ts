import { UnexpectedAnswerError } from '../errors';
import { csvColumns } from '../dialect/csvColumns';
import type { TimeSample } from '../dialect/timeDialect';
import { CsvReader } from '../files/csv';
import type { CsvFile } from '../files/csvMarks';
import { csvCount, csvFilesIn, type ExportFile } from '../files/exportFile';
import type { UnpackingHost } from '../files/zip';

/** Enough to rule out all formats but one, where any number does; of more rows only some are looked at. */
const ENOUGH_TEXTS = 1_000;
const SAMPLE_STEP = 64;

/**
 * The texts of the time column in the last CSV of an export: it reaches one end of the window, where a
 * wrong zone shows, and most exports have no other. What cannot be read is left to the reading itself,
 * which reports it.
 */
export async function timeSample(
	files: readonly ExportFile[],
	host: UnpackingHost,
): Promise<TimeSample> {
	const texts = new Set<string>();
	const last = files.at(-1);
	if (!last) return { texts: [], isWhole: true };
	try {
		const count = csvCount(last);
		const isLast = (index: number): boolean => index === count - 1;
		let isWhole = files.length === 1 && count === 1;
		for await (const csv of csvFilesIn(last, host, isLast)) {
			isWhole = (await collect(csv, texts, host)) && isWhole;
		}
		return { texts: [...texts], isWhole };
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		return { texts: [...texts], isWhole: false };
	}
}

async function collect(csv: CsvFile, into: Set<string>, host: UnpackingHost): Promise<boolean> {
	const reader = new CsvReader(csv);
	const column = csvColumns(reader.header, csv.name).at.audited_time ?? 0;
	let isWhole = true;
	while (reader.next()) {
		const step = into.size < ENOUGH_TEXTS ? 1 : SAMPLE_STEP;
		isWhole &&= step === 1;
		// Counted from the last row, so that the file's own is among them.
		for (let row = reader.rows - 1; row >= 0; row -= step)
			into.add(reader.text(row, column).trim());
		await host.yieldToEventLoop();
	}
	into.delete('');
	return isWhole;
}

import type { Column, ColumnHints, CsvColumns } from './csvColumns';
import type { TimeDialect } from './timeDialect';

/** How the files of an export are written, as far as they show it. */
export interface ExportDialect {
	/** Null when no file could be looked into. */
	readonly header: readonly string[] | null;
	readonly hasHeader: boolean;
	/** Lines before the header. */
	readonly titles: readonly string[];
	readonly times: TimeDialect;
	readonly hints: ColumnHints;
	readonly found: Pick<CsvColumns, 'at' | 'timeOfDay'>;
}

/** Columns that are known by what they hold, and their titles. */
export function inferredColumns({ header, hints }: ExportDialect): [Column, string][] {
	return Object.entries(hints.byContent).map(([column, index]) => [
		column as Column,
		header?.[index] ?? '',
	]);
}

/** How a user writes times, and in which zone, in Zoho's words; null for what is not known. */
export type ExporterSettings = {
	dateFormat: string | null;
	timeFormat: string | null;
	/** `de_DE`: of the names of months, and perhaps of the words in a file. */
	locale: string | null;
	/** IANA name. */
	timeZone: string | null;
};

export function areKnownSettings({ dateFormat, timeFormat, timeZone }: ExporterSettings): boolean {
	return dateFormat !== null || timeFormat !== null || timeZone !== null;
}

export function isSameSettings(one: ExporterSettings, other: ExporterSettings): boolean {
	return (['dateFormat', 'timeFormat', 'locale', 'timeZone'] as const).every(
		(key) => one[key] === other[key],
	);
}

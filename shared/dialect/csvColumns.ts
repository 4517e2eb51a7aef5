import { UnexpectedAnswerError } from '../errors';
import { folded } from '../folded';
import { type Column, columnsByName, columnWord } from './columnNames';

export type { Column };

/** Where the columns of one file are. */
export interface CsvColumns {
	/** Index in the row; undefined for a column that the file does not have. */
	readonly at: Readonly<Partial<Record<Column, number>>>;
	/** Of the time of day, where `audited_time` is the date alone. */
	readonly timeOfDay: number | undefined;
	/** Keys of `raw`: the header as received, with ` (2)` after a name that comes again. */
	readonly keys: readonly string[];
	/** What each column is called here: as known, else by the header's text. */
	readonly names: readonly string[];
}

/** What is known of the columns of an export besides their names. */
export interface ColumnHints {
	/** What people set themselves: the header's text for each column. */
	readonly map: Readonly<Partial<Record<Column, string>>>;
	/** The header for which the others hold; null when no file could be looked into. */
	readonly header: readonly string[] | null;
	/** Columns that are known by what their cells hold. */
	readonly byContent: Readonly<Partial<Record<Column, number>>>;
	/** Of the time of day, where the date has a column of its own. */
	readonly timeOfDay: number | undefined;
	/** There are no rows, and so no columns that a question could need. */
	readonly isEmpty: boolean;
}

export const NO_HINTS: ColumnHints = {
	map: {},
	header: null,
	byContent: {},
	timeOfDay: undefined,
	isEmpty: false,
};

/** @throws UnexpectedAnswerError without a time column, because nothing could be placed in time. */
export function csvColumns(
	header: readonly string[],
	file: string,
	hints: ColumnHints = NO_HINTS,
): CsvColumns {
	const columns = findColumns(header, hints);
	if (columns.at.audited_time === undefined && !hints.isEmpty) {
		throw new UnexpectedAnswerError(
			`The file ${file} has no column for the time of an entry, or more than one that could be it. ${headerShown(header)} ${MAP_THEM}`,
		);
	}
	return columns;
}

/** Where the columns are by their names, or as people say. */
export function namedColumns(
	header: readonly string[],
	map: ColumnHints['map'],
): ReturnType<typeof columnsByName> {
	const named = columnsByName(header);
	return { ...named, at: { ...named.at, ...mapped(header, map) } };
}

/** The same for a file that may have no time. */
export function findColumns(header: readonly string[], hints: ColumnHints = NO_HINTS): CsvColumns {
	const { at: named, date, time } = namedColumns(header, hints.map);
	const at: Partial<Record<Column, number>> = { ...named };
	// The same event has the same id whatever the sample showed: so only names count for it.
	const names = header.map((title) => folded(title).replace(/[\s_]+/g, ' '));
	for (const [column, index] of Object.entries(at)) names[index] = column;
	let timeOfDay: number | undefined;
	if (hints.header !== null && String(hints.header) === String(header)) {
		({ timeOfDay } = hints);
		// Its name may be that of the whole time.
		if (timeOfDay !== undefined && at.audited_time === timeOfDay) delete at.audited_time;
		for (const [column, index] of Object.entries(hints.byContent)) at[column as Column] ??= index;
	} else if (at.audited_time === undefined) {
		const [first, second] = [date, time].filter((index) => index !== undefined);
		if (first !== undefined) at.audited_time = first;
		timeOfDay = second;
	}
	if (at.audited_time !== undefined) names[at.audited_time] = 'audited_time';
	const keys: string[] = [];
	for (const title of header) keys.push(freeKey(title, keys));
	return { at, timeOfDay, keys, names };
}

/** A date and a time of day as one text. */
export function timeText(date: string, clock: string): string {
	return `${date.trim()} ${clock.trim()}`.trim();
}

export function headerShown(header: readonly string[]): string {
	const shown = header.slice(0, 20).map((title) => title.slice(0, 40));
	return `Its header is: ${shown.join(', ')}${header.length > 20 ? ' …' : ''}.`;
}

export const MAP_THEM =
	'Say which column is which (in n8n under Options: File Columns, in the server by ZOHO_AUDIT_COLUMNS), and please report this header.';

/** What people say of columns that the file does not have. */
export function unknownTitles(
	header: readonly string[],
	map: ColumnHints['map'],
): (readonly [Column, string])[] {
	const all = Object.entries(map) as [Column, string][];
	return all.filter(([, title]) => indexOfTitle(header, title) < 0);
}

function mapped(
	header: readonly string[],
	map: ColumnHints['map'],
): Partial<Record<Column, number>> {
	const found = Object.entries(map).flatMap(([column, title]) => {
		const index = indexOfTitle(header, title);
		return index < 0 ? [] : [[column, index] as const];
	});
	return Object.fromEntries(found);
}

function indexOfTitle(header: readonly string[], title: string): number {
	const exact = header.indexOf(title);
	return exact >= 0 ? exact : header.map(columnWord).indexOf(columnWord(title));
}

function freeKey(title: string, taken: readonly string[]): string {
	let key = title;
	for (let number = 2; taken.includes(key); number++) key = `${title} (${number})`;
	return key;
}

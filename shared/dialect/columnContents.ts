import type { Column } from './columnNames';

/** Columns whose cells are known words. */
export type KnownColumn = 'done_by' | 'done_by_id' | 'module' | 'action';

/** How cells are recognized. */
export interface CellTests {
	readonly known: Readonly<Record<KnownColumn, (text: string) => boolean>>;
	/** Whether all these texts are times, and such as were asked for. */
	readonly areTimes: (texts: readonly string[]) => boolean;
}

/** Some rows of a file, column by column; each text once, no empty one. */
export interface ColumnSample {
	readonly texts: readonly ReadonlySet<string>[];
	/** How many cells are not empty. */
	readonly filled: readonly number[];
	/** Cells of two columns, as one text for each row. */
	readonly joined: (date: number, clock: number) => readonly string[];
}

export interface FoundColumns {
	readonly at: Partial<Record<Column, number>>;
	readonly timeOfDay: number | undefined;
}

const CLOCK_ALONE = /^\D{0,20}\d{1,2}:\d\d(?::\d\d)?\D{0,20}$/;

/** How many of a column's texts have to be known words. */
const MOST = 0.6;

/**
 * Finds columns by what their cells hold: for a header in another language, or none. A column is found
 * when it is the only one, of those whose names say nothing, that can be it. See docs/decisions/columns.md
 * @param free the columns that no name claims.
 * @param dated where the names "date" and "time" are, of which either may hold both.
 */
export function columnsByContent(
	sample: ColumnSample,
	free: readonly number[],
	wanted: readonly (KnownColumn | 'audited_time')[],
	dated: readonly number[],
	tests: CellTests,
): FoundColumns {
	const at: Partial<Record<Column, number>> = {};
	let left = [...free];
	let timeOfDay: number | undefined;
	if (wanted.includes('audited_time')) {
		const time = timeIn(sample, dated, tests) ?? timeIn(sample, left, tests);
		if (time) [at.audited_time, timeOfDay] = time;
		left = left.filter((index) => !time?.includes(index));
	}
	for (const column of ['done_by_id', 'done_by', 'module', 'action'] as const) {
		if (!wanted.includes(column)) continue;
		const index = bestOf(sample, left, tests.known[column]);
		if (index === undefined) continue;
		at[column] = index;
		left = left.filter((other) => other !== index);
	}
	return { at, timeOfDay };
}

/** A date or a time of day alone; not an empty cell. */
export function isPartOfTime(text: string): boolean {
	const plain = text.trim();
	return CLOCK_ALONE.test(plain) || (/^[^:]*\d[^:]*$/.test(plain) && !/^\d{10,}$/.test(plain));
}

/**
 * The date and the time of day, where the column that is called as the time holds one of them alone: with
 * the only other column that makes a whole time of it.
 */
export function timeBeside(
	{ texts, joined }: ColumnSample,
	named: number,
	others: readonly number[],
	{ areTimes }: CellTests,
): readonly [date: number, clock: number] | undefined {
	const held = [...(texts[named] ?? [])];
	if (held.length === 0 || !held.every(isPartOfTime)) return undefined;
	const pairs = others.flatMap((other) => [[other, named] as const, [named, other] as const]);
	const whole = pairs.filter(([date, clock]) => areTimes(joined(date, clock)));
	return whole.length === 1 ? whole[0] : undefined;
}

/** The only column of whole times, or the only two of a date and a time of day. */
function timeIn(
	{ texts, joined }: ColumnSample,
	columns: readonly number[],
	{ areTimes }: CellTests,
): readonly [number, number?] | undefined {
	const textsOf = (index: number): readonly string[] => [...(texts[index] ?? [])];
	const filled = columns.filter((index) => textsOf(index).length > 0);
	const whole = filled.filter((index) => areTimes(textsOf(index)));
	const [only, another] = whole;
	if (only !== undefined) return another === undefined ? [only] : undefined;
	const clocks = filled.filter((index) =>
		textsOf(index).every((text) => /^\D*\d{1,2}:\d\d/.test(text)),
	);
	const pairs = clocks.flatMap((clock) =>
		filled
			.filter((date) => date !== clock && areTimes(joined(date, clock)))
			.map((date) => [date, clock] as const),
	);
	return pairs.length === 1 ? pairs[0] : undefined;
}

/** Of two columns of known words the one that has fewer empty cells: the other may be that of the related record. */
function bestOf(
	{ texts, filled }: ColumnSample,
	columns: readonly number[],
	isKnown: (text: string) => boolean,
): number | undefined {
	const possible = columns
		.filter((index) => {
			const all = [...(texts[index] ?? [])];
			return all.length > 0 && all.filter(isKnown).length >= all.length * MOST;
		})
		.sort((a, b) => (filled[b] ?? 0) - (filled[a] ?? 0));
	const [best, next] = possible;
	if (best === undefined || next === undefined) return best;
	return filled[best] === filled[next] ? undefined : best;
}

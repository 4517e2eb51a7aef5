import type { Column } from '../../shared/dialect/csvColumns';

/** Columns of an export that hold texts: each is a number in the table of entries, 0 for an empty cell. */
export const TEXT_COLUMNS = [
	...(['done_by', 'done_by_id', 'action', 'source', 'module', 'record', 'record_id'] as const),
	...(['related_module', 'related_record', 'account_name'] as const),
	...(['field', 'old_value', 'new_value', 'written_time', 'other'] as const),
] as const;
/** `written_time` is the time as the file has it; `other` all cells of columns that have no name here. */
export type TextColumn = (typeof TEXT_COLUMNS)[number];

export const numberOf = (column: TextColumn): number => TEXT_COLUMNS.indexOf(column);

/**
 * What ids and times are written with. A column of nothing else need not be searched for a word with anything
 * else, and these have as many texts as all others together.
 */
// cspell:ignore TZAPM
const PLAIN = /^[\d :/.,+TZAPM-]*$/i;

/** The same for a word as it is compared. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

/** The column of a CSV whose cells it holds. */
export function csvColumnOf(column: Exclude<TextColumn, 'other'>): Column {
	return column === 'written_time' ? 'audited_time' : column;
}

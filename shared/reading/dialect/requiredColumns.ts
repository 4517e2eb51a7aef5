import { type Column, type CsvColumns, headerShown, MAP_THEM } from '../../dialect/csvColumns';
import type { NeededColumn } from '../../dialect/columnNames';
import type { EntryFilter } from '../../entries/filter';
import { UnexpectedAnswerError } from '../../errors';
import type { CountKey } from '../entryCounts';
import { isTimeKey } from '../timeKeys';

/** One of several columns by which something can be told, in people's words. */
export interface Need {
	readonly what: string;
	readonly oneOf: readonly Column[];
}

const NEEDS = {
	user: { what: 'the user', oneOf: ['done_by', 'done_by_id'] },
	module: { what: 'the module', oneOf: ['module'] },
	action: { what: 'the action', oneOf: ['action'] },
	related_module: { what: 'the related module', oneOf: ['related_module'] },
	record: { what: 'the record', oneOf: ['record', 'record_id'] },
} as const satisfies Record<string, Need>;
/** A record can be given by its id, which files seldom have. */
const RECORD_ID: Need = { what: "the record's id", oneOf: ['record_id'] };
const IS_ID = /^\d{12,}$/;

/** What a filter has to know of a row. */
export function neededBy(filter: EntryFilter): Need[] {
	return (['user', 'module', 'action', 'record'] as const).flatMap((part) =>
		filter[part] === null ? [] : [NEEDS[part]],
	);
}

export function neededForRecord(record: string | undefined): Need[] {
	return record !== undefined && IS_ID.test(record.trim()) ? [RECORD_ID] : [];
}

export function neededForKeys(keys: readonly CountKey[]): Need[] {
	return keys.flatMap((key) => (isTimeKey(key) ? [] : [NEEDS[key]]));
}

export function neededColumns(columns: readonly NeededColumn[]): Need[] {
	return columns.map((column) => NEEDS[column === 'done_by' ? 'user' : column]);
}

/**
 * A column that is not there is not an empty one: what depends on it is refused, because “nothing
 * was found” would be wrong.
 * @throws UnexpectedAnswerError
 */
export function requireColumns(
	{ at }: Pick<CsvColumns, 'at'>,
	needs: readonly Need[],
	header: readonly string[],
	file: string,
): void {
	const missing = needs.find(({ oneOf }) => oneOf.every((column) => at[column] === undefined));
	if (!missing) return;
	throw new UnexpectedAnswerError(
		`The file ${file} has no column for ${missing.what}, or none that is certain, and this question needs it. ${headerShown(header)} ${MAP_THEM}`,
	);
}

import { UnexpectedAnswerError } from '../errors';
import { folded } from '../folded';

/** What a column of an export can be. */
export type Column =
	| 'audited_time'
	| 'done_by'
	| 'done_by_id'
	| 'action'
	| 'source'
	| 'module'
	| 'record'
	| 'record_id'
	| 'related_module'
	| 'related_record'
	| 'account_name'
	| 'field'
	| 'old_value'
	| 'new_value';

/**
 * Header texts by which a column is known. Zoho documents none: the first of each list comes from the
 * export of Zoho's sister product Bigin, the others from what public importers look for.
 */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
	audited_time: ['audited time', 'audit time', 'time', 'timestamp', 'date and time', 'date time'],
	done_by: ['done by', 'user', 'user name', 'performed by'],
	done_by_id: ['done by id', 'user id'],
	action: ['action', 'event', 'operation'],
	source: ['source'],
	module: ['module', 'module name'],
	record: ['record name', 'record', 'entity name'],
	record_id: ['record id', 'entity id'],
	related_module: ['related module'],
	related_record: ['related name', 'related record', 'related record name'],
	account_name: ['account name'],
	field: ['field', 'field name'],
	old_value: ['old value'],
	new_value: ['new value'],
};

const BY_NAME = new Map(
	(Object.keys(NAMES) as Column[]).flatMap((column) =>
		NAMES[column].map((name) => [name, column] as const),
	),
);

/** Where the columns of one file are. */
export interface CsvColumns {
	/** Index in the row; undefined for a column that the file does not have. */
	readonly at: Readonly<Partial<Record<Column, number>>>;
	/** Keys of `raw`: the header as received, with ` (2)` after a name that comes again. */
	readonly keys: readonly string[];
	/** What each column is called here: as known, else by the header's text. */
	readonly names: readonly string[];
}

/** @throws UnexpectedAnswerError without a time column, because nothing could be placed in time. */
export function csvColumns(header: readonly string[], file: string): CsvColumns {
	const at: Partial<Record<Column, number>> = {};
	const keys: string[] = [];
	const names: string[] = [];
	header.forEach((title, index) => {
		const name = folded(title).replace(/[\s_]+/g, ' ');
		const column = BY_NAME.get(name);
		const isFirst = column !== undefined && at[column] === undefined;
		if (isFirst) at[column] = index;
		keys.push(freeKey(title, keys));
		names.push(isFirst ? column : name);
	});
	if (at.audited_time === undefined) {
		const shown = header.slice(0, 20).map((title) => title.slice(0, 40));
		throw new UnexpectedAnswerError(
			`The file ${file} has no column for the time of an entry. Its header is: ${shown.join(', ')}. Please report this header.`,
		);
	}
	return { at, keys, names };
}

function freeKey(title: string, taken: readonly string[]): string {
	let key = title;
	for (let number = 2; taken.includes(key); number++) key = `${title} (${number})`;
	return key;
}

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

/** Columns by which alerts, filters and counts can be refused when they are missing. */
export type NeededColumn = Extract<Column, 'done_by' | 'module' | 'action'>;

/**
 * Header texts by which a column is known, the better ones first. Zoho documents none: the first of
 * each list comes from the export of Zoho's sister product Bigin, the others from what public importers
 * look for and what Zoho's API calls the same.
 */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
	audited_time: [
		...['audited time', 'audit time', 'audited on', 'audited at', 'audit date', 'timestamp'],
		...['date and time', 'date time', 'datetime', 'event time', 'action time', 'performed at'],
		...['performed on', 'done at', 'done on', 'time stamp', 'occurred at', 'changed at'],
	],
	done_by: [
		...['done by', 'done by name', 'performed by', 'performed by name', 'user', 'user name'],
		...['username', 'changed by', 'actor', 'done by user'],
	],
	done_by_id: ['done by id', 'user id', 'performed by id', 'userid', 'actor id'],
	action: [
		...['action', 'action type', 'action performed', 'action name', 'operation', 'event'],
		...['event type', 'activity', 'activity type'],
	],
	source: ['source', 'action source'],
	module: [
		...['module', 'module name', 'module label', 'module api name', 'feature', 'entity'],
		...['entity type', 'record module', 'record module name', 'record module api name'],
	],
	record: [...['record name', 'record', 'record title', 'entity name']],
	record_id: ['record id', 'entity id', 'recordid'],
	related_module: [
		...['related module', 'related module name', 'related record module'],
		...['related record module name', 'related record module api name'],
	],
	related_record: ['related name', 'related record', 'related record name', 'related to'],
	account_name: ['account name', 'account'],
	field: ['field', 'field name', 'field label', 'field history field label'],
	old_value: ['old value', 'before value', 'previous value', 'value before', 'from value'],
	new_value: ['new value', 'after value', 'value after', 'current value', 'to value'],
};

/** The time may also have two columns, or one of these names alone. */
const DATE_NAMES: readonly string[] = ['date', 'audited date', 'action date', 'event date'];
const TIME_NAMES: readonly string[] = ['time', 'time of day'];

export const COLUMNS = Object.keys(NAMES) as readonly Column[];

export function isColumn(name: string): name is Column {
	return (COLUMNS as readonly string[]).includes(name);
}

/** `Audited Time (UTC)`, `auditedTime`, `audited_time` and `Audited-Time` are one name. */
export function columnWord(title: string): string {
	const plain = title.normalize('NFKC').replace(/\p{Cf}/gu, '');
	const bare = plain.replace(/\s*[([{<][^)\]}>]*[)\]}>]/g, '').trim() || plain;
	const words = bare
		.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
		.replace(/&/g, ' and ')
		.replace(/[\s\p{P}\p{S}]+/gu, ' ');
	return folded(words);
}

/** Where the columns are by their names: of two with names for one column, the better name counts. */
export function columnsByName(titles: readonly string[]): {
	readonly at: Partial<Record<Column, number>>;
	/** Columns that may be the date and the time of day. */
	readonly date: number | undefined;
	readonly time: number | undefined;
} {
	const words = titles.map(columnWord);
	const indexOf = (names: readonly string[]): number | undefined => {
		const name = names.find((known) => words.includes(known));
		return name === undefined ? undefined : words.indexOf(name);
	};
	const at: Partial<Record<Column, number>> = {};
	for (const column of COLUMNS) {
		const index = indexOf(NAMES[column]);
		if (index !== undefined) at[column] = index;
	}
	return { at, date: indexOf(DATE_NAMES), time: indexOf(TIME_NAMES) };
}

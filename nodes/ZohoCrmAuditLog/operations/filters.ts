import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { AuditLogFilter } from '../../../shared/entries/filter';
import { withOffset } from '../../../shared/dialect/zonedTime';
import { InputError } from '../../../shared/errors';

const usersAndModules: readonly INodeProperties[] = [
	{
		displayName: 'Module Names or IDs',
		name: 'modules',
		type: 'multiOptions',
		default: [],
		typeOptions: { loadOptionsMethod: 'getModules' },
		description:
			'Modules whose records the entries are about. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'User Names or IDs',
		name: 'users',
		type: 'multiOptions',
		default: [],
		typeOptions: { loadOptionsMethod: 'getUsers' },
		description:
			'Users who performed the action. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

const actions = (description: string): INodeProperties => ({
	displayName: 'Actions',
	name: 'actions',
	type: 'string',
	default: '',
	placeholder: 'e.g. deleted, exported',
	description,
});

const from: INodeProperties = {
	displayName: 'Time From',
	name: 'from',
	type: 'dateTime',
	default: '',
	description: 'The earliest time, inclusive',
};

const to: INodeProperties = {
	displayName: 'Time To',
	name: 'to',
	type: 'dateTime',
	default: '',
	description: 'The latest time, exclusive',
};

const TIMES = [from.name, to.name];

const filtersField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	default: {},
	placeholder: 'Add Filter',
	options,
});

/** The filters that are applied when entries are read. */
export const filters = filtersField([
	actions("Zoho's words for what was done, separated by commas. Part of a word is enough."),
	...usersAndModules.slice(0, 1),
	{
		displayName: 'Record',
		name: 'record',
		type: 'string',
		default: '',
		placeholder: 'e.g. Acme',
		description: "Part of the record's name, or its ID",
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: '',
		description: 'Words that must all occur somewhere in the entry',
	},
	from,
	to,
	...usersAndModules.slice(1),
]);

/** The same for a trigger, which has its own period. */
export const timelessFilters: INodeProperties = {
	...filters,
	options: (filters.options as INodeProperties[]).filter(({ name }) => !TIMES.includes(name)),
};

/** What Zoho can filter an export by. */
export const exportFilters = filtersField([
	{
		displayName: 'Actions',
		name: 'actions',
		type: 'multiOptions',
		default: [],
		description: 'What was done. Zoho filters exports by these three only.',
		options: [
			{ name: 'Added', value: 'added' },
			{ name: 'Deleted', value: 'deleted' },
			{ name: 'Updated', value: 'updated' },
		],
	},
	...usersAndModules.slice(0, 1),
	from,
	to,
	...usersAndModules.slice(1),
]);

/** What a record's timeline can be filtered by. */
export const periodFilters = filtersField([from, to]);

/** The form's filters in the client's terms. */
export function filterOf(context: IExecuteFunctions, item: number): AuditLogFilter {
	return filterIn(context.getNodeParameter('filters', item, {}), context.getTimezone());
}

/** The same for values that were read from the form; times without an offset are in `zone`. */
export function filterIn(values: IDataObject, zone: string): AuditLogFilter {
	rejectMissing(values);
	rejectObjects(values);
	return {
		from: timeOf(values['from'], zone),
		to: timeOf(values['to'], zone),
		users: wordsOf(values['users']),
		modules: wordsOf(values['modules']),
		actions: wordsOf(values['actions']),
		record: textOf(values['record']),
		text: textOf(values['text']),
	};
}

/** An expression that finds nothing must not widen the question to everything. */
function rejectMissing(filters: IDataObject): void {
	for (const [parameter, value] of Object.entries(filters)) {
		if (value !== null && value !== undefined) continue;
		throw new InputError(
			`The filter ${parameter} is ${String(value)}: its expression found nothing. To get everything, leave the filter empty.`,
			{ parameter },
		);
	}
}

/** An object would be searched for as "[object Object]", which nothing ever matches. */
function rejectObjects(filters: IDataObject): void {
	for (const [parameter, value] of Object.entries(filters)) {
		if (parameter === 'from' || parameter === 'to') continue;
		const words: readonly unknown[] = Array.isArray(value) ? value : [value];
		if (words.every((word) => typeof word !== 'object')) continue;
		throw new InputError(
			`The filter ${parameter} is an object, not a text. Let its expression return the id or the name in it.`,
			{ parameter },
		);
	}
}

/** n8n's date picker returns ISO 8601 with or without an offset; an expression may return a date object. */
export function timeOf(value: unknown, zone: string): string | undefined {
	if (value instanceof Date) return value.toISOString();
	if (isLuxonDate(value)) return value.toISO();
	const text = textOf(value);
	return text === undefined ? undefined : withOffset(text, zone);
}

function isLuxonDate(value: unknown): value is { toISO(): string } {
	if (typeof value !== 'object' || value === null) return false;
	return 'toISO' in value && typeof value.toISO === 'function';
}

/** A list, or words separated by commas. */
function wordsOf(value: unknown): string[] | undefined {
	const words = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	const filled = words.map((word) => word.trim()).filter((word) => word !== '');
	return filled.length > 0 ? filled : undefined;
}

function textOf(value: unknown): string | undefined {
	const text = String(value ?? '').trim();
	return text === '' ? undefined : text;
}

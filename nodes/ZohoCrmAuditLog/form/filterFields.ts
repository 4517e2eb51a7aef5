import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { titleOf } from './titles';

/** As people count them, and as the client does: from Sunday. */
const WEEKDAYS: readonly INodePropertyOptions[] = [
	...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
].map((name) => ({ name, value: name.toLowerCase() }));

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

/** Those that people look for; Zoho has more words, and the log may have others still. */
const ACTION_OPTIONS: readonly INodePropertyOptions[] = [
	...['activated', 'added', 'converted', 'deactivated', 'deleted', 'exported'],
	...['find_and_merge_duplicate', 'function_executed', 'imported', 'invited', 'merged'],
	...['owner_assigned', 'owner_reassigned', 'restored', 'tag_added', 'tag_removed'],
	...['transition_executed', 'updated', 'webhook_invoked'],
].map((value) => ({ name: titleOf(value), value }));

const actions: INodeProperties = {
	displayName: 'Actions',
	name: 'actions',
	type: 'multiOptions',
	default: [],
	description:
		'What was done. An expression can return any words, separated by commas, of which part is enough.',
	options: [...ACTION_OPTIONS],
};

const otherActions: INodeProperties = {
	displayName: 'Actions in Other Words',
	name: 'otherActions',
	type: 'string',
	default: '',
	placeholder: 'e.g. portal, review',
	description:
		"Zoho's words for what was done that are not in the list, separated by commas. Part of a word is enough.",
};

/** What is left out, and when in the day or week. */
const exclusions: readonly INodeProperties[] = [
	{
		...actions,
		displayName: 'Exclude Actions',
		name: 'excludeActions',
		description:
			'Actions to leave out. An expression can return any words, separated by commas, of which part is enough.',
	},
	...usersAndModules.map((field): INodeProperties => ({
		...field,
		displayName: `Exclude ${field.displayName}`,
		name: `exclude${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`,
		description: `To leave out. ${field.description ?? ''}`,
	})),
	{
		displayName: 'Hours',
		name: 'hours',
		type: 'string',
		default: '',
		placeholder: 'e.g. 22:00-06:00',
		description:
			"Times of the day in the workflow's time zone. What follows midnight belongs to the day before.",
	},
	{
		displayName: 'Weekdays',
		name: 'weekdays',
		type: 'multiOptions',
		default: [],
		description: "Days of the week in the workflow's time zone",
		options: [...WEEKDAYS],
	},
];

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

const TIMES: readonly string[] = [from.name, to.name];

const filtersField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	default: {},
	placeholder: 'Add Filter',
	options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

const record: INodeProperties = {
	displayName: 'Record',
	name: 'record',
	type: 'string',
	default: '',
	placeholder: 'e.g. Acme',
	description: "Part of the record's name, or its ID",
};

/** The filters that are applied when entries are read. */
export const filters = filtersField([
	actions,
	otherActions,
	...exclusions,
	...usersAndModules,
	record,
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: '',
		placeholder: 'e.g. discount Acme',
		description: 'Words that must all occur somewhere in the entry',
	},
	from,
	to,
]);

/** The same where the period has fields of its own. */
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
	...usersAndModules,
]);

/** What a list of deleted records can be filtered by. */
export const deletedFilters = filtersField([...usersAndModules, record]);

/** What a record's timeline can be filtered by. */
export const periodFilters = filtersField([from, to]);

/** What the form calls a filter. */
export function labelOf(name: string): string {
	const fields = filters.options as INodeProperties[];
	return fields.find((field) => field.name === name)?.displayName ?? name;
}

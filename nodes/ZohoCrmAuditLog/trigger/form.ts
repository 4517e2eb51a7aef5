import type { INodeProperties } from 'n8n-workflow';

import { fileOptions } from '../form/exportFile';
import { timelessFilters } from '../form/filterFields';
import { continueIfNotFound, fieldValues, optionsField, sourceOption } from '../form/options';
import { outputFields } from '../form/output';
import { alertFields } from './alertFields';

/** The whole form of the trigger, except the poll times that n8n adds. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Delivers every entry exactly once, oldest first, however late it appears within the overlap. After a crash of n8n, the last ones may be delivered again with the same event_id: update or insert by event_id to keep each of them once. Without n8n’s durable cursors a crash can also lose the last execution.',
		name: 'guaranteeNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'options',
		noDataExpression: true,
		default: 'now',
		description:
			'Where the trigger starts when it is first activated, or after this was changed. From then on it continues where it stopped, even after a pause. When the node is renamed, n8n loses what it keeps for it: entries since the last execution come again with the same event_id, and alerts begin to observe anew.',
		options: [
			{ name: 'Now', value: 'now' },
			{ name: 'Date', value: 'date' },
		],
	},
	{
		displayName: 'Start Date',
		name: 'start',
		type: 'dateTime',
		noDataExpression: true,
		default: '',
		required: true,
		displayOptions: { show: { startFrom: ['date'] } },
		description:
			'The trigger starts with the entries from this time on, inclusive. Zoho keeps three years.',
	},
	...alertFields,
	timelessFilters,
	...outputFields,
	optionsField(
		sourceOption,
		continueIfNotFound,
		fieldValues,
		...fileOptions,
		{
			displayName: 'Entries per Poll',
			name: 'entriesPerPoll',
			type: 'number',
			default: 10000,
			typeOptions: { minValue: 1 },
			description: 'How many entries one execution gets at most; the rest follow in the next one',
		},
		{
			displayName: 'Minutes Between Exports',
			name: 'paceMinutes',
			type: 'number',
			default: 15,
			typeOptions: { minValue: 1 },
			description:
				'For exports only, however often it polls. Zoho runs one at a time for the whole organization: while one is running, no one else can export the audit log.',
		},
		{
			displayName: 'Overlap Minutes',
			name: 'overlapMinutes',
			type: 'number',
			default: 15,
			typeOptions: { minValue: 1 },
			description:
				'How late an entry may appear in the log and still be found. Zoho does not say how late that can be.',
		},
	),
];

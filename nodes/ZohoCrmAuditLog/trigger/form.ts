import type { INodeProperties } from 'n8n-workflow';

import { simplify } from '../operations/fields';
import { timelessFilters } from '../operations/filters';
import { alertFields } from './alertFields';

const mayExport = { show: { source: ['automatic', 'export'] } };

/** The whole form of the trigger; n8n adds when it polls. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Gives every entry exactly once, oldest first, however late it comes within the overlap. After a crash of n8n the last ones may come again with the same event_id: update or insert by event_id to have each of them once.',
		name: 'guaranteeNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		default: 'automatic',
		description: 'Where the entries come from',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'The endpoint when Zoho offers it, else exports; decided once',
			},
			{
				name: 'Endpoint',
				value: 'endpoint',
				description: 'The call GET /settings/audit_log, which Zoho does not document',
			},
			{
				name: 'Export',
				value: 'export',
				description: 'Export jobs, which Zoho documents: complete, and some minutes later',
			},
		],
	},
	{
		displayName:
			'Zoho runs one export at a time for the whole organization, so this trigger makes one every 15 minutes at most, however often it polls (option Minutes Between Exports). Polling every 5 minutes is enough.',
		name: 'exportNotice',
		type: 'notice',
		default: '',
		displayOptions: mayExport,
	},
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'options',
		noDataExpression: true,
		default: 'now',
		description:
			'Where the trigger begins when it is activated for the first time, or after this was changed. Later it goes on from where it stood, also after a pause.',
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
		description: 'Entries from this time on are given first, inclusive. Zoho keeps three years.',
	},
	...alertFields,
	timelessFilters,
	simplify,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		options: [
			{
				displayName: 'Entries per Poll',
				name: 'entriesPerPoll',
				type: 'number',
				default: 10000,
				typeOptions: { minValue: 1 },
				description:
					'How many entries one execution gets at most; the rest comes with the next one',
			},
			{
				displayName: 'Minutes Between Exports',
				name: 'paceMinutes',
				type: 'number',
				default: 15,
				typeOptions: { minValue: 1 },
				description:
					'With exports only. While one is running, nobody else in the organization can export the audit log.',
			},
			{
				displayName: 'Overlap Minutes',
				name: 'overlapMinutes',
				type: 'number',
				default: 15,
				typeOptions: { minValue: 1 },
				description:
					'How late an entry may appear in the log and is still found. Zoho does not say how late that can be.',
			},
		],
	},
];

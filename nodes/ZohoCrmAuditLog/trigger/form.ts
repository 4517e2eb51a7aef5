import type { INodeProperties } from 'n8n-workflow';

import { fileOptions } from '../form/exportFile';
import { timelessFilters } from '../form/filterFields';
import { continueIfNotFound, fieldValues, optionsField, sourceOption } from '../form/options';
import { personalData } from '../form/personalData';
import { outputFields } from '../form/output';
import { alertFields } from './alertFields';
import { entriesPerPoll, overlapMinutes, paceMinutes } from './pace';

const startDate: INodeProperties = {
	displayName: 'Start Date',
	name: 'start',
	type: 'dateTime',
	noDataExpression: true,
	default: '',
	description:
		'The trigger starts with the entries from this time on, when it is first activated or after this was changed; without it, with those from now on. Zoho keeps three years. Then it continues where it stopped, even after a pause. When the node is renamed, n8n loses what it keeps for it: entries since the last execution come again with the same event_id, and alerts begin to observe anew.',
};

/** The whole form of the trigger, except the poll times that n8n adds. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Delivers every entry exactly once, oldest first. After a crash of n8n the last ones may come again with the same event_id or, without n8n’s durable cursors, be lost with their execution.',
		name: 'guaranteeNotice',
		type: 'notice',
		default: '',
	},
	...alertFields,
	timelessFilters,
	...outputFields,
	optionsField(
		sourceOption,
		continueIfNotFound,
		fieldValues,
		personalData,
		startDate,
		...fileOptions,
		entriesPerPoll,
		paceMinutes,
		overlapMinutes,
	),
];

import { limit, limited, limitOf, locatedIn, returnAll } from '../form/fields';
import { periodFilters } from '../form/filterFields';
import { filterOf } from '../form/filters';
import type { Operation } from './operation';
import { fieldValues, optionsField } from '../form/options';
import { personalData } from '../form/personalData';
import { entryItems, outputFields, outputOf } from '../form/output';

/** Of a record's page: `…/tab/Potentials/2276164000000411001`. */
const RECORD_URL = 'https://[^?#]*/tab/\\w+/(\\d+).*';

const MODULE = { displayName: 'Module', name: 'module' } as const;
const RECORD = { displayName: 'Record', name: 'recordId' } as const;

export const getRecordHistory: Operation = {
	resource: 'auditLog',
	option: {
		name: 'Get Record History',
		value: 'getRecordHistory',
		action: 'Get record history',
		description: 'Get who changed what in one record, with old and new values',
	},
	fields: [
		{
			...MODULE,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The module of the record',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a module...',
					typeOptions: { searchListMethod: 'searchModules', searchable: true },
				},
				{ displayName: 'By Name', name: 'id', type: 'string', placeholder: 'e.g. Deals' },
			],
		},
		{
			...RECORD,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description:
				'The record: one that the newest entries of the log name, or any by its address in Zoho CRM or the last part of that, its ID',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a record...',
					typeOptions: { searchListMethod: 'searchRecords', searchable: true },
				},
				{
					displayName: 'By URL',
					name: 'url',
					type: 'string',
					placeholder: 'e.g. https://crm.zoho.eu/crm/tab/Potentials/2276164000000411001',
					extractValue: { type: 'regex', regex: RECORD_URL },
					validation: [
						{
							type: 'regex',
							properties: {
								regex: RECORD_URL,
								errorMessage: 'Enter the address of a record in Zoho CRM',
							},
						},
					],
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 2276164000000411001',
				},
			],
		},
		returnAll,
		limit,
		periodFilters,
		...outputFields,
		optionsField(fieldValues, personalData),
	],
	async *run(call) {
		const { context, client, item, signal, hint } = call;
		const maximum = limitOf(context, item);
		const output = outputOf(call);
		const { from, to } = filterOf(context, item);
		const history = client.getRecordHistory(
			{
				module: locatedIn(context, item, MODULE),
				recordId: locatedIn(context, item, RECORD),
				from,
				to,
				limit: maximum,
			},
			{ signal },
		);
		yield* entryItems(limited(history, maximum), output);
		history.coverage.notes.forEach(hint);
	},
};

import { entryItems, limit, limited, limitOf, returnAll, simplify } from './fields';
import { filterOf, periodFilters } from './filters';
import type { Operation } from './operation';

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
			displayName: 'Module Name or ID',
			name: 'module',
			type: 'options',
			default: '',
			required: true,
			typeOptions: { loadOptionsMethod: 'getModules' },
			description:
				'The module of the record. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Record ID',
			name: 'recordId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 2276164000000411001',
			description: "The last part of the record's address in Zoho CRM",
		},
		returnAll,
		limit,
		periodFilters,
		simplify,
	],
	async *run({ context, client, item, signal, hint }) {
		const maximum = limitOf(context, item);
		const { from, to } = filterOf(context, item);
		const history = client.getRecordHistory(
			{
				module: String(context.getNodeParameter('module', item)),
				recordId: String(context.getNodeParameter('recordId', item)),
				from,
				to,
				limit: maximum,
			},
			{ signal },
		);
		const isSimple = context.getNodeParameter('simplify', item, true) as boolean;
		yield* entryItems(limited(history, maximum), isSimple);
		history.coverage.notes.forEach(hint);
	},
};

import type { Source } from '../../../shared/auditLog/auditLog';
import { newest } from '../../../shared/entries/topK';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import {
	entryItems,
	limit,
	limitOf,
	manifest,
	maximumWait,
	returnAll,
	simplify,
	VISIBILITY,
	waitSecondsOf,
} from './fields';
import { filterOf, filters } from './filters';
import { carrying, manifestFile } from './manifestFile';
import type { Operation, OperationCall } from './operation';

const mayExport = { show: { source: ['automatic', 'export'] } };

export const getAuditLog: Operation = {
	resource: 'auditLog',
	option: {
		name: 'Get Audit Log',
		value: 'getAuditLog',
		action: 'Get audit log',
		description: 'Get who changed, deleted or exported what, and when',
	},
	fields: [
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
					description: 'The endpoint when Zoho offers it and the period is short, else an export',
				},
				{
					name: 'Endpoint',
					value: 'endpoint',
					description: 'The call GET /settings/audit_log, which Zoho does not document',
				},
				{
					name: 'Export',
					value: 'export',
					description: 'An export job, which Zoho documents: complete, and takes its time',
				},
			],
		},
		{
			displayName: `May start an export in Zoho, which runs one at a time for the whole organization and can take some minutes. Without the filter Time From it is the whole log of up to three years. ${VISIBILITY}`,
			name: 'exportNotice',
			type: 'notice',
			default: '',
			displayOptions: mayExport,
		},
		{
			displayName: `Zoho does not document this call: not every organization has it, and how far back it goes is not known. ${VISIBILITY}`,
			name: 'endpointNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { source: ['endpoint'] } },
		},
		returnAll,
		limit,
		filters,
		{ ...maximumWait, displayOptions: mayExport },
		simplify,
		{ ...manifest, displayOptions: mayExport },
	],
	async *run(call) {
		const { context, item } = call;
		const wanted = limitOf(context, item);
		const isSimple = context.getNodeParameter('simplify', item, true) as boolean;
		const answer = await call.client.getAuditLog(filterOf(context, item), {
			source: context.getNodeParameter('source', item, 'automatic') as Source,
			limit: wanted,
			waitSeconds: waitSecondsOf(context, item),
			signal: call.signal,
			withRaw: !isSimple,
		});
		if (answer.state === 'preparing') return void finishedOrThrow(answer.job);
		const files = await manifestFile(call, answer);
		if (wanted === undefined) {
			yield* carrying(files, entryItems(answer, isSimple));
		} else {
			// An export is not in the order of time, so the newest are known only at its end.
			const { entries, total } = await newest(answer, wanted);
			yield* carrying(files, entryItems(batchOf(entries), isSimple));
			// The endpoint is left when there are enough, so nobody knows how many more there are.
			if (answer.coverage.source === 'export') tellTotal(call, total, entries.length);
		}
		answer.coverage.notes.forEach(call.hint);
	},
};

async function* batchOf<T>(entries: readonly T[]): AsyncGenerator<readonly T[]> {
	yield entries;
}

function tellTotal({ hint }: OperationCall, total: number, shown: number): void {
	if (total > shown) hint(`${total} entries match; these are the ${shown} newest.`);
}

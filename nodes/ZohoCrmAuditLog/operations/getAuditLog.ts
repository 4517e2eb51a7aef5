import type { Source } from '../../../shared/auditLog/auditLog';
import { pageOf } from '../../../shared/entries/page';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { exportFile } from './exportFile';
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
import { manifestFile, withFiles } from './manifestFile';
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
					description:
						'The endpoint if Zoho offers it and the period is short, otherwise an export',
				},
				{
					name: 'Endpoint',
					value: 'endpoint',
					description: 'The call GET /settings/audit_log, which Zoho does not document',
				},
				{
					name: 'Export',
					value: 'export',
					description: 'An export job, which Zoho documents: complete, but slower',
				},
			],
		},
		{
			displayName: `May start an export, which can take some minutes; Zoho runs one at a time for the whole organization. Without the filter Time From it covers the whole log of up to three years. ${VISIBILITY}`,
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
		{ ...exportFile, displayOptions: mayExport },
		{ ...manifest, displayOptions: mayExport },
	],
	async *run(call) {
		const { context, item } = call;
		const maximum = limitOf(context, item);
		const isSimple = context.getNodeParameter('simplify', item, true) as boolean;
		const answer = await call.client.getAuditLog(filterOf(context, item), {
			source: context.getNodeParameter('source', item, 'automatic') as Source,
			limit: maximum,
			waitSeconds: waitSecondsOf(context, item),
			signal: call.signal,
			withRaw: !isSimple,
		});
		if (answer.state === 'preparing') return void finishedOrThrow(answer.job);
		const files = await manifestFile(call, answer);
		if (maximum === undefined) {
			yield* withFiles(files, entryItems(answer, isSimple));
		} else {
			// An export is not sorted by time, so the newest are known only at its end.
			const { entries, total } = await pageOf(answer, { limit: maximum, order: 'newest' });
			yield* withFiles(files, entryItems(batchOf(entries), isSimple));
			// The endpoint is read only until there are enough, so the total is not known.
			if (answer.coverage.source === 'export') hintTotal(call, total, entries.length);
		}
		answer.coverage.notes.forEach(call.hint);
	},
};

async function* batchOf<T>(entries: readonly T[]): AsyncGenerator<readonly T[]> {
	yield entries;
}

function hintTotal({ hint }: OperationCall, total: number, shown: number): void {
	if (total > shown) hint(`${total} entries match; these are the ${shown} newest.`);
}

import type { IDataObject } from 'n8n-workflow';

import type { DownloadedExport } from '../../../shared/auditLog/exportReading';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import {
	entryItems,
	exportId,
	limit,
	limited,
	limitOf,
	maximumWait,
	returnAll,
	simplify,
} from './fields';
import { filterOf, filters } from './filters';
import type { Operation, OperationCall } from './operation';

export const downloadExport: Operation = {
	resource: 'export',
	option: {
		name: 'Download Export',
		value: 'downloadExport',
		action: 'Download an export',
		description: 'Get the entries of an export, one item per row',
	},
	fields: [
		{
			...exportId,
			modes: [
				...(exportId.modes ?? []),
				{
					displayName: 'By Link',
					name: 'link',
					type: 'string',
					placeholder: 'e.g. https://download.zoho.eu/v2/crm/20001/auditlog/1/AuditLog.csv',
				},
			],
		},
		returnAll,
		limit,
		filters,
		maximumWait,
		simplify,
	],
	async *run(call) {
		const { context, client, item, signal } = call;
		const filter = filterOf(context, item);
		const reading = client.readEntries([await download(call)], filter, { signal });
		const isSimple = context.getNodeParameter('simplify', item, true) as boolean;
		yield* entryItems(limited(reading, limitOf(context, item)), isSimple);
		reading.coverage.notes.forEach(call.hint);
	},
};

async function download({
	context,
	client,
	item,
	signal,
}: OperationCall): Promise<DownloadedExport> {
	const { mode } = context.getNodeParameter('exportId', item, {}) as IDataObject;
	const value = String(context.getNodeParameter('exportId', item, '', { extractValue: true }));
	if (mode === 'link') return await client.downloadLink(value, { signal });
	const waitSeconds = context.getNodeParameter('waitSeconds', item, 900) as number;
	const job = await client.waitForExport(value, { waitSeconds, signal });
	return await client.downloadExport(finishedOrThrow(job), { signal });
}

import type { IDataObject } from 'n8n-workflow';

import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { exportFile } from './exportFile';
import { fileItem, outputFields } from './exportFiles';
import {
	entryItems,
	exportId,
	limit,
	limited,
	limitOf,
	manifest,
	maximumWait,
	returnAll,
	simplify,
	waitSecondsOf,
} from './fields';
import { filterOf, filters } from './filters';
import { manifestFile, withFiles } from './manifestFile';
import type { Operation, OperationCall } from './operation';

const forItems = { show: { output: ['items', 'both'] } };

export const downloadExport: Operation = {
	resource: 'export',
	option: {
		name: 'Download Export',
		value: 'downloadExport',
		action: 'Download an export',
		description: 'Get the entries of an export as items, as a file, or both',
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
		...outputFields,
		{ ...returnAll, displayOptions: forItems },
		{ ...limit, displayOptions: { show: { ...forItems.show, returnAll: [false] } } },
		filters,
		maximumWait,
		simplify,
		exportFile,
		manifest,
	],
	async *run(call) {
		const { context, client, item, signal } = call;
		const filter = filterOf(context, item);
		const output = context.getNodeParameter('output', item, 'items') as string;
		const isSimple = context.getNodeParameter('simplify', item, true) as boolean;
		const download = await downloaded(call);
		const read = () => client.readEntries([download], filter, { signal, withRaw: !isSimple });
		const reading = read();
		const proof = await manifestFile(call, reading);
		const file = output === 'items' ? undefined : await fileItem(call, download, read);
		if (output === 'file') {
			if (file) yield [{ ...file, binary: { ...file.binary, ...proof } }];
			return;
		}
		const entries = entryItems(limited(reading, limitOf(context, item)), isSimple);
		yield* withFiles({ ...file?.binary, ...proof }, entries, file?.json);
		reading.coverage.notes.forEach(call.hint);
	},
};

async function downloaded({
	context,
	client,
	item,
	signal,
}: OperationCall): Promise<DownloadedExport> {
	const { mode } = context.getNodeParameter('exportId', item, {}) as IDataObject;
	const value = String(context.getNodeParameter('exportId', item, '', { extractValue: true }));
	if (mode === 'link') return await client.downloadLink(value, { signal });
	const waitSeconds = waitSecondsOf(context, item);
	const ended = await client.waitForExport(value, { waitSeconds, signal });
	return await client.downloadExport(finishedOrThrow(ended), { signal });
}

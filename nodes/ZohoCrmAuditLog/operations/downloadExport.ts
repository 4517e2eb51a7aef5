import type { IDataObject } from 'n8n-workflow';

import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { checkNames } from './checkNames';
import { fileOptions } from '../form/exportFile';
import { checkFile } from './entryFile';
import { fileItem } from './exportFiles';
import { exportId, exportIdOf, limit, limited, limitOf, returnAll } from '../form/fields';
import { filters } from '../form/filterFields';
import { filterOf } from '../form/filters';
import { manifestFile, withFiles } from './manifestFile';
import type { Operation, OperationCall } from './operation';
import {
	continueIfNotFound,
	csvSeparator,
	fieldValues,
	manifest,
	maximumWait,
	optionsField,
	optionsOf,
} from '../form/options';
import { personalData } from '../form/personalData';
import { entryItems, outputFields, outputOf } from '../form/output';
import { exportReturnFields, forItems, returnAsOf } from '../form/returnAs';

export const downloadExport: Operation = {
	resource: 'export',
	option: {
		name: 'Download Export',
		value: 'downloadExport',
		action: 'Download export',
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
		...exportReturnFields,
		{ ...returnAll, displayOptions: forItems },
		{ ...limit, displayOptions: { show: { ...forItems.show, returnAll: [false] } } },
		filters,
		...outputFields,
		optionsField(
			...[maximumWait, continueIfNotFound, fieldValues, personalData, manifest, csvSeparator],
			...fileOptions,
		),
	],
	async *run(call) {
		const { context, client, item, signal } = call;
		const filter = filterOf(context, item);
		const returnAs = returnAsOf(context, item, exportReturnFields);
		const output = outputOf(call);
		if (returnAs !== 'items') checkFile(call, ['original']);
		const options = optionsOf(context, item);
		await checkNames(call, filter, options.continueIfNotFound);
		const download = await downloaded(call, options.waitSeconds);
		const { withRaw } = output;
		const read = () => client.readEntries([download], filter, { signal, withRaw });
		const source = { filter, output, name: `audit-log-${download.id ?? 'export'}` };
		const reading = read();
		const proof = await manifestFile(call, options.manifest, reading);
		const file =
			returnAs === 'items'
				? undefined
				: await fileItem(call, download, { ...source, reading: read(), again: read });
		if (returnAs === 'file') {
			if (file) yield [{ ...file, binary: { ...file.binary, ...proof } }];
			return;
		}
		const entries = entryItems(limited(reading, limitOf(context, item)), output);
		yield* withFiles({ ...file?.binary, ...proof }, entries, file?.json);
		reading.coverage.notes.forEach(call.hint);
	},
};

async function downloaded(
	{ context, client, item, signal, onProgress }: OperationCall,
	waitSeconds: number,
): Promise<DownloadedExport> {
	const { mode } = context.getNodeParameter('exportId', item, {}) as IDataObject;
	const value = exportIdOf(context, item);
	if (mode === 'link') return await client.downloadLink(value, { signal });
	const ended = await client.waitForExport(value, { waitSeconds, signal, onProgress });
	return await client.downloadExport(finishedOrThrow(ended), { signal });
}

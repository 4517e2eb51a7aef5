import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { emptinessNotes } from '../../../shared/reading/coverage';
import type { Reading } from '../../../shared/reading/reading';
import type { EntryBatch } from '../../../shared/entries/auditLogEntry';
import { entriesAsCsv, entriesAsNdjson } from '../../../shared/entries/entryFiles';
import { InputError } from '../../../shared/errors';
import { kindOf } from '../../../shared/files/exportFile';
import { fileBytes } from './fileBytes';
import type { Output, OperationCall } from './operation';
import { fieldValues, separatorIn } from '../form/options';
import type { EntryOutput } from '../form/output';

const forFiles = { show: { returnAs: ['both', 'file'] } };

/** What Download Export returns: items, a file, or both. */
export const returnFields: readonly INodeProperties[] = [
	{
		displayName: 'Return As',
		name: 'returnAs',
		type: 'options',
		default: 'items',
		description: 'What to return. A file takes n8n far less memory than items.',
		options: [
			{ name: 'File', value: 'file', description: 'One item with the file' },
			{ name: 'Items', value: 'items', description: 'One item for each entry' },
			{ name: 'Items and File', value: 'both', description: 'The file is on the first item' },
		],
	},
	{
		displayName: 'File Content',
		name: 'fileContent',
		type: 'options',
		default: 'original',
		displayOptions: forFiles,
		description: 'What the file contains',
		options: [
			{
				name: 'As Zoho Created It',
				value: 'original',
				description: 'The CSV or ZIP byte for byte, with all entries whatever the filters',
			},
			{
				name: 'Filtered Entries as CSV',
				value: 'csv',
				description: 'For spreadsheets: texts that look like formulas are made harmless',
			},
			{
				name: 'Filtered Entries as NDJSON',
				value: 'ndjson',
				description: 'One JSON object per line, with the fields chosen under Output',
			},
		],
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: forFiles,
		hint: 'The name of the output binary field to put the file in',
	},
];

/** What a file of entries is made of. */
export interface FileSource {
	read(): Reading;
	readonly output: EntryOutput;
}

/** One item with the export as a file, or as several if Zoho created several. */
export async function fileItem(
	call: OperationCall,
	download: DownloadedExport,
	source: FileSource,
): Promise<Output> {
	const { context, item } = call;
	const content = context.getNodeParameter('fileContent', item, 'original') as string;
	const field = context.getNodeParameter('binaryPropertyName', item, 'data') as string;
	if (content === 'original' && !source.output.withValues) {
		throw new InputError(
			`The file as Zoho created it holds old and new values, which the option ${fieldValues.displayName} leaves out. Choose another File Content, or include them.`,
			{ parameter: 'fileContent' },
		);
	}
	const files =
		content === 'original'
			? originals(download)
			: [await filtered(call, download, content, source)];
	// A header is judged where it is read.
	if (download.files.length === 0) emptinessNotes(download).forEach(call.hint);
	const binary: Record<string, IBinaryData> = {};
	const summaries: IDataObject[] = [];
	for (const [index, { name, mimeType, bytes, ...facts }] of files.entries()) {
		const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const key = index === 0 ? field : `${field}_${index}`;
		binary[key] = await context.helpers.prepareBinaryData(data, name, mimeType);
		summaries.push({ file_name: name, mime_type: mimeType, size: bytes.length, ...facts });
	}
	return { json: { export_id: download.id, files: summaries }, binary };
}

interface OutputFile {
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Uint8Array;
	/** Entries in the file, if they were counted. */
	readonly entries?: number;
}

const MIME_TYPES = { zip: 'application/zip', gzip: 'application/gzip', csv: 'text/csv' } as const;

function originals({ id, files, emptyFiles = [] }: DownloadedExport): OutputFile[] {
	const unread = emptyFiles.filter(({ holds }) => holds !== 'header');
	const typed = [
		...files.map((file) => ({ file, mimeType: MIME_TYPES[kindOf(file)] })),
		...unread.map((file) => ({ file, mimeType: MIME_TYPES.csv })),
	];
	return typed.map(({ file: { name, bytes }, mimeType }) => ({
		name: id === null ? name : `${id}-${name}`,
		mimeType,
		bytes,
	}));
}

async function filtered(
	{ context, item, hint }: OperationCall,
	{ id }: DownloadedExport,
	content: string,
	{ read, output }: FileSource,
): Promise<OutputFile> {
	const reading = read();
	const counted = { entries: 0 };
	const entries = counting(reading, counted, output);
	const separator = separatorIn(context.getNodeParameter('options', item, {}));
	const chunks =
		content === 'csv' ? entriesAsCsv(entries, separator) : entriesAsNdjson(entries, output.json);
	const bytes = await fileBytes(chunks);
	reading.coverage.notes.forEach(hint);
	const name = `audit-log-${id ?? 'export'}.${content === 'csv' ? 'csv' : 'ndjson'}`;
	const mimeType = content === 'csv' ? 'text/csv' : 'application/x-ndjson';
	return { name, mimeType, bytes, ...counted };
}

async function* counting(
	batches: AsyncIterable<EntryBatch>,
	counted: { entries: number },
	{ disclosed }: EntryOutput,
): AsyncGenerator<EntryBatch> {
	for await (const batch of batches) {
		counted.entries += batch.length;
		yield batch.map(disclosed);
	}
}

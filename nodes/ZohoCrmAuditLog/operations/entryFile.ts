import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { TimeZone } from '../../../shared/dialect/timeZone';
import type { EntryBatch } from '../../../shared/entries/auditLogEntry';
import { entriesAsCsv, entriesAsNdjson } from '../../../shared/entries/entryFiles';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { InputError } from '../../../shared/errors';
import { CrmUsers } from '../../../shared/org/users';
import type { Reading } from '../../../shared/reading/reading';
import { filterLines } from '../../../shared/report/filterLines';
import { reportOf } from '../../../shared/report/report';
import { reviewedFindings } from '../../../shared/report/reviewedFindings';
import { separatorIn } from '../form/options';
import { fieldOfFiles } from '../form/returnAs';
import type { EntryOutput } from '../form/output';
import { fileBytes } from './fileBytes';
import type { Output, OperationCall } from './operation';

/** What a file of entries is made of. */
export interface FileSource {
	readonly reading: Reading;
	/** The same once more; absent where that would mean asking Zoho again. */
	readonly again?: (() => Reading) | undefined;
	readonly filter: AuditLogFilter;
	readonly output: EntryOutput;
	/** Of the file's name, before its ending. */
	readonly name: string;
}

export interface OutputFile {
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Uint8Array;
	/** Entries in the file, if they were counted. */
	readonly entries?: number;
}

const FORMATS = {
	csv: { ending: 'csv', mimeType: 'text/csv' },
	ndjson: { ending: 'ndjson', mimeType: 'application/x-ndjson' },
	report: { ending: 'html', mimeType: 'text/html' },
} as const;

/** The entries as one file. @throws InputError for a content that the form does not have. */
export async function entryFile(
	call: OperationCall,
	content: string,
	source: FileSource,
): Promise<OutputFile> {
	const format = formatOf(content);
	const { context, item } = call;
	const { reading, output, name } = source;
	const counted = { entries: 0 };
	const entries = counting(reading, counted, output);
	const separator = separatorIn(context.getNodeParameter('options', item, {}));
	const chunks = {
		csv: () => entriesAsCsv(entries, separator),
		ndjson: () => entriesAsNdjson(entries, output.json),
		report: () => reportChunks(call, entries, source),
	}[format]();
	const bytes = await fileBytes(chunks);
	const { ending, mimeType } = FORMATS[format];
	return { name: `${name}.${ending}`, mimeType, bytes, ...counted };
}

/** One item with files: in a field of that name, or several of that name with numbers. */
export async function itemOfFiles(
	{ context, item }: OperationCall,
	files: readonly OutputFile[],
	json: IDataObject,
): Promise<Output> {
	const field = fieldOfFiles(context, item);
	const binary: Record<string, IBinaryData> = {};
	const summaries: IDataObject[] = [];
	for (const [index, { name, mimeType, bytes, ...facts }] of files.entries()) {
		const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const key = index === 0 ? field : `${field}_${index}`;
		binary[key] = await context.helpers.prepareBinaryData(data, name, mimeType);
		summaries.push({ file_name: name, mime_type: mimeType, size: bytes.length, ...facts });
	}
	return { json: { ...json, files: summaries }, binary };
}

/** In the organization's time zone, as Zoho shows times; in that of the workflow where it is not known. */
async function* reportChunks(
	{ context, client, people, signal }: OperationCall,
	entries: AsyncIterable<EntryBatch>,
	{ filter, reading: { coverage: whole }, again, output }: FileSource,
): AsyncGenerator<Uint8Array> {
	const shown = people ? people.filter(filter) : filter;
	const asked = [...(filter.users ?? []), ...(filter.excludeUsers ?? [])];
	const hide = (text: string): string => (people ? people.message(text, asked) : text);
	// Its notes are complete when the entries have been read.
	const coverage = Object.create(whole, {
		notes: { get: () => whole.notes.map(hide) },
	}) as typeof whole;
	const { names } = client;
	const { name, timeZone } = await names.organization({ signal });
	const zone = new TimeZone(timeZone ?? context.getTimezone());
	// What is said of people by their own names is not known where those are hidden.
	const users = people ? new CrmUsers([]) : await names.users({ signal });
	const facts = { users, modules: await names.modules({ signal }) };
	const first = again && !people && counting(again(), { entries: 0 }, output);
	const reviewed = first && (await reviewedFindings(first, zone, coverage, facts));
	const html = await reportOf(entries, {
		...{ zone, coverage, filters: filterLines(shown) },
		organization: name === null ? null : hide(name),
		...(reviewed ? { findings: reviewed.findings, notes: async () => reviewed.notes } : { facts }),
		madeAt: client.now(),
	});
	yield new TextEncoder().encode(html);
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

/** What the form says of the file, before Zoho is asked for what is in it. @throws InputError */
export function checkFile({ context, item }: OperationCall, others: readonly string[] = []): void {
	fieldOfFiles(context, item);
	separatorIn(context.getNodeParameter('options', item, {}));
	const content = String(context.getNodeParameter('fileContent', item, 'csv'));
	if (!others.includes(content)) formatOf(content);
}

function formatOf(content: string): keyof typeof FORMATS {
	if (Object.hasOwn(FORMATS, content)) return content as keyof typeof FORMATS;
	const names = Object.keys(FORMATS).join(', ');
	throw new InputError(
		`There is no File Content "${content.slice(0, 40)}". Use one of ${names}; of an export, original as well.`,
		{ parameter: 'fileContent' },
	);
}

import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { take } from '../../../shared/entries/take';
import { InputError } from '../../../shared/errors';
import { isTool, MAX_FOR_A_MODEL } from '../toolAnswer';
import type { Output } from './operation';

/** For notices: what the log contains depends on who reads it. */
export const VISIBILITY =
	'Administrators and the CEO see every entry; other users see their own and those of their subordinates.';

export const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	default: 50,
	typeOptions: { minValue: 1 },
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

/** Undefined for all. @throws InputError if an expression returns anything but a count. */
export function limitOf(context: IExecuteFunctions, item: number): number | undefined {
	const isAll = context.getNodeParameter('returnAll', item, false) as boolean;
	const cap = isTool(context.getNode()) ? MAX_FOR_A_MODEL : undefined;
	if (isAll) return cap;
	const requested = wholeNumber(context.getNodeParameter('limit', item, 50), 'limit', 1);
	return Math.min(requested, cap ?? requested);
}

/** Maximum Wait. @throws InputError if an expression returns anything but seconds. */
export function waitSecondsOf(context: IExecuteFunctions, item: number): number {
	return wholeNumber(context.getNodeParameter('waitSeconds', item, 0), 'waitSeconds', 0);
}

function wholeNumber(value: unknown, parameter: string, minimum: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= minimum) return number;
	throw new InputError(
		`"${String(value).slice(0, 40)}" cannot be used for ${parameter}. Enter a whole number of at least ${minimum}.`,
		{ parameter },
	);
}

export async function* limited<T>(
	batches: AsyncIterable<readonly T[]>,
	maximum: number | undefined,
): AsyncGenerator<readonly T[]> {
	yield* maximum === undefined ? batches : take(batches, maximum);
}

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Entries as items; simplified, they leave out `raw`, what Zoho sent word for word. */
export async function* entryItems(
	batches: AsyncIterable<EntryBatch>,
	isSimple: boolean,
): AsyncGenerator<readonly Output[]> {
	const asItem = entryItem(isSimple);
	for await (const batch of batches) yield batch.map(asItem);
}

/** Converts entries to items. */
export function entryItem(isSimple: boolean): (entry: AuditLogEntry) => Output {
	return isSimple ? simpleItem : fullItem;
}

function simpleItem(entry: AuditLogEntry): Output {
	// Usually there is none, and copying would cost an object per entry.
	if (!('raw' in entry)) return { json: entry };
	const { raw: _, ...json } = entry;
	return { json };
}

function fullItem({ raw, ...entry }: AuditLogEntry): Output {
	return { json: { ...entry, raw: raw as IDataObject } };
}

export const maximumWait: INodeProperties = {
	displayName: 'Maximum Wait (Seconds)',
	name: 'waitSeconds',
	type: 'number',
	default: 900,
	typeOptions: { minValue: 0 },
	description: 'How long to wait for an export that is still running',
};

export const manifest: INodeProperties = {
	displayName: 'Add Manifest',
	name: 'manifest',
	type: 'boolean',
	default: false,
	description:
		'Whether to add a JSON file to the first item, with counts and SHA-256 digests that show later whether an archived export is complete',
};

export const exportId: INodeProperties = {
	displayName: 'Export',
	name: 'exportId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The export job in Zoho CRM; the ID can also be latest, for the newest finished one',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an export...',
			typeOptions: { searchListMethod: 'searchExports', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 2276164000001019012, or latest',
		},
	],
};

export function exportIdOf(context: IExecuteFunctions, item: number): string {
	return String(context.getNodeParameter('exportId', item, '', { extractValue: true }));
}

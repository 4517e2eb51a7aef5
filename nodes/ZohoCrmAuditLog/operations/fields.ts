import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { take } from '../../../shared/reading/take';
import { InputError } from '../../../shared/errors';
import { isTool, MOST_FOR_A_MODEL } from '../toolAnswer';
import type { Output } from './operation';

/** Of notices: what the log holds depends on who asks. */
export const VISIBILITY =
	'Administrators and the CEO see every entry, other users their own and those of their subordinates.';

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

/** Undefined for all. @throws InputError when an expression gave something else than a count. */
export function limitOf(context: IExecuteFunctions, item: number): number | undefined {
	const isAll = context.getNodeParameter('returnAll', item, false) as boolean;
	const most = isTool(context.getNode()) ? MOST_FOR_A_MODEL : undefined;
	if (isAll) return most;
	const wanted = wholeNumber(context.getNodeParameter('limit', item, 50), 'limit', 1);
	return Math.min(wanted, most ?? wanted);
}

/** Of Maximum Wait. @throws InputError when an expression gave something else than seconds. */
export function waitSecondsOf(context: IExecuteFunctions, item: number): number {
	return wholeNumber(context.getNodeParameter('waitSeconds', item, 0), 'waitSeconds', 0);
}

function wholeNumber(value: unknown, parameter: string, least: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= least) return number;
	throw new InputError(
		`"${String(value).slice(0, 40)}" cannot be used for ${parameter}. Give a whole number from ${least} on.`,
		{ parameter },
	);
}

export async function* limited<T>(
	batches: AsyncIterable<readonly T[]>,
	wanted: number | undefined,
): AsyncGenerator<readonly T[]> {
	yield* wanted === undefined ? batches : take(batches, wanted);
}

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Entries as items; without what Zoho sent word for word when they are simplified. */
export async function* entryItems(
	batches: AsyncIterable<EntryBatch>,
	isSimple: boolean,
): AsyncGenerator<readonly Output[]> {
	const asItem = entryItem(isSimple);
	for await (const batch of batches) yield batch.map(asItem);
}

/** What makes an entry an item. */
export function entryItem(isSimple: boolean): (entry: AuditLogEntry) => Output {
	return isSimple ? simpleItem : wholeItem;
}

function simpleItem(entry: AuditLogEntry): Output {
	// Mostly it was not asked for: an object less for each entry, and one of a form that costs more.
	if (!('raw' in entry)) return { json: entry };
	const { raw: _, ...json } = entry;
	return { json };
}

function wholeItem({ raw, ...entry }: AuditLogEntry): Output {
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
		'Whether to put a JSON file on the first item, with counts and SHA-256 digests by which anybody can check later that an archived export is whole',
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

import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { take } from '../../../shared/entries/take';
import { InputError } from '../../../shared/errors';
import { rejectBroken } from './expressionValues';
import { isTool, MAX_FOR_A_MODEL } from '../toolAnswer';

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
	const isAll = yesOrNo(context.getNodeParameter('returnAll', item, false), 'Return All');
	const cap = isTool(context.getNode()) ? MAX_FOR_A_MODEL : undefined;
	if (isAll) return cap;
	const requested = wholeNumber(context.getNodeParameter('limit', item, 50), 'Limit', 1);
	return Math.min(requested, cap ?? requested);
}

/** @throws InputError if an expression returns anything but such a number; `field` is its label. */
export function wholeNumber(value: unknown, field: string, minimum: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= minimum) return number;
	throw new InputError(
		`"${String(value).slice(0, 40)}" cannot be used for ${field}. Enter a whole number of at least ${minimum}.`,
		{ parameter: field },
	);
}

/**
 * A switch: the text "false", as expressions and models write it, is no. An empty text is no as well.
 * @throws InputError for what is neither.
 */
export function yesOrNo(value: unknown, field: string): boolean {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	if (word === 'true') return true;
	if (word === 'false' || word === '') return false;
	throw new InputError(
		`"${String(value).slice(0, 40)}" is neither yes nor no for ${field}. Let its expression return true or false.`,
		{ parameter: field },
	);
}

export async function* limited<T>(
	batches: AsyncIterable<readonly T[]>,
	maximum: number | undefined,
): AsyncGenerator<readonly T[]> {
	yield* maximum === undefined ? batches : take(batches, maximum);
}

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
	return locatedIn(context, item, exportId);
}

/** What a resource locator names. @throws InputError for a number that has lost digits. */
export function locatedIn(
	context: IExecuteFunctions,
	item: number,
	{ name, displayName }: Pick<INodeProperties, 'name' | 'displayName'>,
): string {
	const value: unknown = context.getNodeParameter(name, item, '', { extractValue: true });
	if (typeof value === 'number') rejectBroken(value, `The value of ${displayName}`, name);
	return String(value);
}

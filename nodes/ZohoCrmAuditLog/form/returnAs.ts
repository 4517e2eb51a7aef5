import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';

const forFiles = { show: { returnAs: ['both', 'file'] } };

const AS_CREATED: INodePropertyOptions = {
	name: 'As Zoho Created It',
	value: 'original',
	description: 'The CSV or ZIP byte for byte, with all entries whatever the filters',
};
/** Made of the entries that match. */
const MADE: readonly INodePropertyOptions[] = [
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
	{
		name: 'Report (HTML)',
		value: 'report',
		description:
			'A page to look at, print or mail: timeline, users and days by hour, what is worth a look, and what it covers',
	},
];
const FILE: INodePropertyOptions = {
	name: 'File',
	value: 'file',
	description: 'One item with the file',
};
const ITEMS: INodePropertyOptions = {
	name: 'Items',
	value: 'items',
	description: 'One item for each entry',
};
const BOTH: INodePropertyOptions = {
	name: 'Items and File',
	value: 'both',
	description: 'The file is on the first item',
};

const returnAs: INodeProperties = {
	displayName: 'Return As',
	name: 'returnAs',
	type: 'options',
	default: 'items',
	description: 'What to return. A file takes n8n far less memory than items.',
	options: [FILE, ITEMS],
};

const fileContent: INodeProperties = {
	displayName: 'File Content',
	name: 'fileContent',
	type: 'options',
	default: 'csv',
	displayOptions: forFiles,
	description: 'What the file contains',
	options: [...MADE],
};

const fieldOfFile: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	displayOptions: forFiles,
	hint: 'The name of the output binary field to put the file in',
};

/** What Get Audit Log returns: items or a file. */
export const returnFields: readonly INodeProperties[] = [returnAs, fileContent, fieldOfFile];

/** What Download Export returns: items, a file, or both. */
export const exportReturnFields: readonly INodeProperties[] = [
	{ ...returnAs, options: [FILE, ITEMS, BOTH] },
	{ ...fileContent, default: 'original', options: [AS_CREATED, ...MADE] },
	fieldOfFile,
];

/** What the form says to return. @throws InputError for what these fields do not offer. */
export function returnAsOf(
	context: IExecuteFunctions,
	item: number,
	fields: readonly INodeProperties[],
): string {
	const { name, displayName, default: usual, options = [] } = fields[0] ?? returnAs;
	const value: unknown = context.getNodeParameter(name, item, usual as string);
	const values = options.map((option) => String((option as INodePropertyOptions).value));
	const found = values.find((one) => one === value);
	if (found !== undefined) return found;
	throw new InputError(
		`There is no ${displayName} "${String(value).slice(0, 40)}". Use one of ${values.join(', ')}.`,
		{ parameter: name },
	);
}

/** The name of the field for the file. @throws InputError for what cannot be one. */
export function fieldOfFiles(context: IExecuteFunctions, item: number): string {
	const value: unknown = context.getNodeParameter(fieldOfFile.name, item, 'data');
	const name = typeof value === 'string' ? value.trim() : '';
	// As a key it would set what the object inherits, and the file would be gone.
	if (name !== '' && name !== '__proto__') return name;
	throw new InputError(
		`"${String(value).slice(0, 40)}" cannot be used for ${fieldOfFile.displayName}. Enter a name, as in data.`,
		{ parameter: fieldOfFile.name },
	);
}

/** Fields that count for items alone. */
export const forItems = { show: { returnAs: ['items', 'both'] } };

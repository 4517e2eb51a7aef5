import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type Source, SOURCES } from '../../../shared/auditLog/auditLog';
import type { CsvSeparator } from '../../../shared/entries/entryFiles';
import { InputError } from '../../../shared/errors';
import { notAChoice } from './choices';
import { wholeNumber, yesOrNo } from './fields';

export const sourceOption: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	default: 'automatic',
	description: 'How the entries are read',
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'Directly if Zoho allows it and the period is short, otherwise by an export',
		},
		{
			name: 'Endpoint',
			value: 'endpoint',
			description:
				'Directly: at once and up to this minute. Zoho does not document this call, and not every organization has it.',
		},
		{
			name: 'Export',
			value: 'export',
			description:
				'By an export, which Zoho documents: complete, but it can take some minutes. Zoho runs one at a time for the whole organization.',
		},
	],
};

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

export const continueIfNotFound: INodeProperties = {
	displayName: 'Continue if Not Found',
	name: 'continueIfNotFound',
	type: 'boolean',
	default: false,
	description:
		'Whether to go on with a hint if a filter names a user, module or action that is not known, instead of stopping with the nearest names',
};

export const reuseMinutes: INodeProperties = {
	displayName: 'Reuse Exports Up To (Minutes)',
	name: 'reuseMinutes',
	type: 'number',
	default: 10,
	typeOptions: { minValue: 0 },
	description:
		'How old an export may be to be read again for a period that reaches up to now. What happened since it began is not in it. 0 makes a new one each time.',
};

export const fieldValues: INodeProperties = {
	displayName: 'Field Values',
	name: 'fieldValues',
	type: 'options',
	default: 'include',
	description: 'Whether old and new values of fields are returned',
	options: [
		{ name: 'Include', value: 'include', description: 'Where the source has them' },
		{
			name: 'Leave Out',
			value: 'leaveOut',
			description:
				'Only the names of changed fields, nothing under raw, no file as Zoho created it, and no search for words in values',
		},
	],
};

const SEPARATORS: Readonly<Record<string, CsvSeparator>> = {
	comma: ',',
	semicolon: ';',
	tab: '\t',
};

export const csvSeparator: INodeProperties = {
	displayName: 'CSV Separator',
	name: 'csvSeparator',
	type: 'options',
	default: 'comma',
	description:
		'What separates the cells of filtered entries as CSV. Excel opens the file by double click where its own separator, which depends on the country, is the same.',
	options: [
		{
			name: 'Comma',
			value: 'comma',
			description: 'English-speaking countries, Asia; Google Sheets',
		},
		{ name: 'Semicolon', value: 'semicolon', description: 'Where numbers have a decimal comma' },
		{ name: 'Tab', value: 'tab' },
	],
};

/** The collection of what few people need, in the order of its labels. */
export function optionsField(...options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** The values of Options; those that were not added have their defaults. */
export interface Options {
	readonly source: Source;
	readonly waitSeconds: number;
	readonly manifest: boolean;
	readonly continueIfNotFound: boolean;
	readonly reuseMinutes: number;
}

/** @throws InputError if an expression returns what an option cannot be. */
export function optionsOf(
	context: IExecuteFunctions,
	item: number,
	defaults: Partial<Pick<Options, 'waitSeconds'>> = {},
): Options {
	const options = context.getNodeParameter('options', item, {}) as IDataObject;
	const { waitSeconds = maximumWait.default } = defaults;
	return {
		source: sourceOf(options['source'] ?? sourceOption.default),
		waitSeconds: wholeNumber(options['waitSeconds'] ?? waitSeconds, maximumWait.displayName, 0),
		manifest: yesOrNo(options['manifest'] ?? false, manifest.displayName),
		continueIfNotFound: yesOrNo(
			options['continueIfNotFound'] ?? false,
			continueIfNotFound.displayName,
		),
		reuseMinutes: wholeNumber(
			options['reuseMinutes'] ?? reuseMinutes.default,
			reuseMinutes.displayName,
			0,
		),
	};
}

/** Whether old and new values are left out. @throws InputError for what is neither. */
export function leavesValuesOut(options: unknown): boolean {
	const value = (options as IDataObject | undefined)?.[fieldValues.name] ?? fieldValues.default;
	if (value === 'include' || value === 'leaveOut') return value === 'leaveOut';
	throw new InputError(
		`"${String(value).slice(0, 40)}" is not one of the choices of ${fieldValues.displayName}. Use include or leaveOut.`,
		{ parameter: 'fieldValues' },
	);
}

/** @throws InputError for a separator that the form does not have. */
export function separatorIn(options: unknown): CsvSeparator {
	const value = (options as IDataObject | undefined)?.[csvSeparator.name] ?? csvSeparator.default;
	const name = String(value);
	const separator = Object.hasOwn(SEPARATORS, name) ? SEPARATORS[name] : undefined;
	if (separator !== undefined) return separator;
	throw notAChoice(name, csvSeparator.displayName, csvSeparator.name, Object.keys(SEPARATORS));
}

/** @throws InputError for a source that does not exist. */
export function sourceOf(value: unknown): Source {
	const source = SOURCES.find((name) => name === value);
	if (source) return source;
	throw new InputError(
		`There is no source "${String(value).slice(0, 40)}". Use one of ${SOURCES.join(', ')}.`,
		{ parameter: 'source' },
	);
}

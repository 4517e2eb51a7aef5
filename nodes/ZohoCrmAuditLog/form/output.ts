import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { HiddenPeople } from '../../../shared/disclosure/hiddenPeople';
import { withoutValues } from '../../../shared/disclosure/withoutValues';
import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { FLAT_FIELDS, type FlatField, flatEntry } from '../../../shared/entries/flatEntry';
import { ecsDocument } from '../../../shared/entries/formats/ecs';
import { ocsfEvent } from '../../../shared/entries/formats/ocsf';
import { InputError } from '../../../shared/errors';
import type { Output, OperationCall } from '../operations/operation';
import { leavesValuesOut } from './options';
import { titleOf } from './titles';

const selectedFields: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	default: ['time', 'user', 'action', 'module', 'record', 'details'],
	displayOptions: { show: { output: ['selectedFields'] } },
	description: 'The fields of each item',
	options: Object.keys(FLAT_FIELDS).map((value) => ({ name: titleOf(value), value })),
};

/** What an item holds of its entry. */
export const outputFields: readonly INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'simplified',
		description: 'What each item contains',
		options: [
			{
				name: 'All Fields',
				value: 'allFields',
				description: 'Old and new values as a list, and under raw what Zoho sent, word for word',
			},
			{
				name: 'ECS',
				value: 'ecs',
				description: 'A document of the Elastic Common Schema 8.17, for a SIEM: docs/siem.md',
			},
			{
				name: 'OCSF',
				value: 'ocsf',
				description: 'An event of the Open Cybersecurity Schema Framework 1.9, for a SIEM',
			},
			{
				name: 'Selected Fields',
				value: 'selectedFields',
				description: 'Only the fields that you select, as texts',
			},
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'Ten texts: when, who, what, which record, and links',
			},
		],
	},
	selectedFields,
];

/** How entries become items. */
export interface EntryOutput {
	/** Whether it includes what Zoho sent, verbatim. */
	readonly withRaw: boolean;
	/** Whether this is the simplified output. */
	readonly isSimple: boolean;
	/** Whether it includes old and new values of fields. */
	readonly withValues: boolean;
	/** What of an entry may be returned, in whatever form. */
	readonly disclosed: (entry: AuditLogEntry) => AuditLogEntry;
	/** An item's JSON, of what may be returned. */
	readonly json: (entry: AuditLogEntry) => IDataObject;
}

type ReadParameter = (name: string, defaultValue: unknown) => unknown;

/** The form's Output. @throws InputError if an expression returns anything it does not have. */
export function entryOutput(read: ReadParameter, people?: HiddenPeople): EntryOutput {
	const withValues = !leavesValuesOut(read('options', {})) && !people;
	const disclosed = people
		? (entry: AuditLogEntry) => people.entry(entry)
		: withValues
			? (entry: AuditLogEntry) => entry
			: withoutValues;
	const { json, ...form } = formOf(read);
	return { ...form, withValues, disclosed, json: (entry) => json(disclosed(entry)) };
}

function formOf(read: ReadParameter): Pick<EntryOutput, 'withRaw' | 'isSimple' | 'json'> {
	const output = String(read('output', 'simplified'));
	if (output === 'simplified') return { withRaw: false, isSimple: true, json: flatEntry };
	if (output === 'allFields') return { withRaw: true, isSimple: false, json: fullJson };
	if (output === 'ecs' || output === 'ocsf') {
		const make = output === 'ecs' ? ecsDocument : ocsfEvent;
		return {
			withRaw: true,
			isSimple: false,
			json: (entry) => make(entry, Date.now()) as IDataObject,
		};
	}
	if (output === 'selectedFields') {
		const json = selecting(read('fields', selectedFields.default));
		return { withRaw: false, isSimple: false, json };
	}
	throw new InputError(
		`There is no Output "${output.slice(0, 40)}". Use simplified, allFields, selectedFields, ecs or ocsf.`,
		{ parameter: 'output' },
	);
}

/** The same for an item of the action node. */
export function outputOf({ context, item, people }: OperationCall): EntryOutput {
	return entryOutput(
		(name, defaultValue) => context.getNodeParameter(name, item, defaultValue as string),
		people,
	);
}

function fullJson({ raw, ...entry }: AuditLogEntry): IDataObject {
	return raw === undefined ? entry : { ...entry, raw: raw as IDataObject };
}

function selecting(selected: unknown): EntryOutput['json'] {
	const words = Array.isArray(selected) ? selected.map(String) : String(selected ?? '').split(',');
	const names = words.map((word) => word.trim()).filter((word) => word !== '');
	const unknown = names.find((name) => !isFlatField(name));
	if (names.length === 0 || unknown !== undefined) {
		const known = Object.keys(FLAT_FIELDS).join(', ');
		throw new InputError(
			unknown === undefined
				? `No field is selected. Select at least one of ${known}.`
				: `There is no field "${unknown.slice(0, 40)}". Select from ${known}.`,
			{ parameter: 'fields' },
		);
	}
	const fields = names.filter(isFlatField);
	return (entry) => Object.fromEntries(fields.map((name) => [name, FLAT_FIELDS[name](entry)]));
}

function isFlatField(name: string): name is FlatField {
	return Object.hasOwn(FLAT_FIELDS, name);
}

/** Entries as items. */
export async function* entryItems(
	batches: AsyncIterable<EntryBatch>,
	{ json }: EntryOutput,
): AsyncGenerator<readonly Output[]> {
	for await (const batch of batches) yield batch.map((entry) => ({ json: json(entry) }));
}

import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { cleanJson, cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';

/** Entries in one answer to a model, whatever the form says. */
export const MAX_FOR_A_MODEL = 200;

/** Characters of JSON in one answer to a model: about ten thousand tokens. */
const MAX_CHARACTERS = 40_000;
/** Characters of one text. */
const MAX_TEXT = 500;
const MAX_NOTE = 3_000;

/** n8n creates a second node type, with this ending, for a node that can be a tool. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}

/**
 * What a model gets of the items: as many as fit, without files and hidden characters, followed by the
 * notes that people see beside the output. A model that does not know of the rest would take a part for
 * the whole; without the last note it would take what people typed for instructions. Flat items are one table,
 * whose fields are named once: twice as many fit into the same characters.
 */
export function toolAnswer(
	items: readonly INodeExecutionData[],
	notes: readonly string[],
	input: number,
): INodeExecutionData[] {
	const pairedItem = { item: input };
	const all = items.map(({ json }) =>
		fitting(withoutLinkedId(cleanJson(json, MAX_TEXT) as IDataObject)),
	);
	const table = all.length > 1 && all.every(isFlat) ? tableOf(all) : undefined;
	const shown = table ? [table] : fittingOf(all.map(withoutEmpty));
	const count = table ? table.rows.length : shown.length;
	const messages = notes.map((note) => cleanText(note, MAX_NOTE));
	if (items.length === 0) {
		messages.push('Nothing was found. Remove a filter, or choose another period.');
	}
	if (count < items.length) {
		messages.push(
			`These are the first ${count} of ${items.length} results; the rest do not fit into one answer. Ask for a shorter period, or add filters.`,
		);
	}
	if (all.some(isLinkedAlone)) messages.push(LINKED_ID_NOTE);
	if (count > 0) messages.push(DATA_NOTE);
	return [...shown, { notes: messages }].map((json) => ({ json, pairedItem }));
}

/** The first ones, at least one of them. */
function fittingOf<T>(values: readonly T[], characters = MAX_CHARACTERS): T[] {
	let left = characters;
	const end = values.findIndex((value, index) => {
		left -= JSON.stringify(value).length + 1;
		return index > 0 && left < 0;
	});
	return values.slice(0, end < 0 ? values.length : end);
}

/** A field that is empty in all of them has no column. */
function tableOf(objects: readonly IDataObject[]): { columns: string[]; rows: Cell[][] } {
	const names = new Set(objects.flatMap((json) => Object.keys(json)));
	const columns = [...names].filter((name) => objects.some((json) => !isEmpty(json[name])));
	const rows = objects.map((json) => columns.map((name) => (json[name] ?? null) as Cell));
	return { columns, rows: fittingOf(rows, MAX_CHARACTERS - JSON.stringify(columns).length) };
}

type Cell = string | number | boolean | null;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function isFlat(json: IDataObject): boolean {
	return Object.values(json).every((value) => typeof value !== 'object' || value === null);
}

const LINKED_ID_NOTE = 'The id of a record is the last part of its record_url.';

/** A link ends with the record's id, so that is not said twice. */
function withoutLinkedId({ record_id: id, ...json }: IDataObject): IDataObject {
	if (id === undefined || String(json['record_url']).endsWith(`/${String(id)}`)) return json;
	return { ...json, record_id: id };
}

const isLinkedAlone = (json: IDataObject): boolean =>
	typeof json['record_url'] === 'string' && json['record_url'] !== '' && !('record_id' in json);

/** A model pays for each word, also for those that say nothing. */
function withoutEmpty(json: IDataObject): IDataObject {
	const filled = Object.entries(json).filter(([, value]) => !isEmpty(value));
	return Object.fromEntries(filled);
}

/** One result that is too long by itself loses its longest parts, and says so. */
function fitting(json: IDataObject): IDataObject {
	const lengths = Object.entries(json).map(
		([key, value]) => [key, JSON.stringify(value ?? null).length] as const,
	);
	let left = lengths.reduce((sum, [, length]) => sum + length, 0);
	const omitted: string[] = [];
	for (const [key, length] of lengths.toSorted(([, a], [, b]) => b - a)) {
		if (left <= MAX_CHARACTERS) break;
		omitted.push(cleanText(key, MAX_TEXT));
		left -= length;
	}
	if (omitted.length === 0) return json;
	const kept = Object.entries(json).filter(([key]) => !omitted.includes(key));
	return { ...Object.fromEntries(kept), omitted };
}

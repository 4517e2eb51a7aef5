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
 * the whole; without the last note it would take what people typed for instructions.
 */
export function toolAnswer(
	items: readonly INodeExecutionData[],
	notes: readonly string[],
	input: number,
): INodeExecutionData[] {
	const pairedItem = { item: input };
	const shown: INodeExecutionData[] = [];
	let characters = 0;
	for (const item of items) {
		const json = fitting(withoutEmpty(cleanJson(item.json, MAX_TEXT) as IDataObject));
		characters += JSON.stringify(json).length;
		if (shown.length > 0 && characters > MAX_CHARACTERS) break;
		shown.push({ json, pairedItem });
	}
	const messages = notes.map((note) => cleanText(note, MAX_NOTE));
	if (items.length === 0) {
		messages.push('Nothing was found. Remove a filter, or choose another period.');
	}
	if (shown.length < items.length) {
		messages.push(
			`These are the first ${shown.length} of ${items.length} results; the rest do not fit into one answer. Ask for a shorter period, or add filters.`,
		);
	}
	if (shown.length > 0) messages.push(DATA_NOTE);
	return [...shown, { json: { notes: messages }, pairedItem }];
}

/** A model pays for each word, also for those that say nothing. */
function withoutEmpty(json: IDataObject): IDataObject {
	const filled = Object.entries(json).filter(([, value]) => value !== '' && value !== null);
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

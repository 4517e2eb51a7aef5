import type { INode, INodeExecutionData } from 'n8n-workflow';

/** Entries in one answer to a model, whatever the form says. */
export const MOST_FOR_A_MODEL = 200;

/** Characters of JSON in one answer to a model: some 60 entries, or ten thousand tokens. */
const MAX_CHARACTERS = 40_000;

/** n8n makes a second node type, with this ending, of a node that can be a tool. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}

/**
 * What a model is given of the items: as many as fit, without files, and at the end what people see
 * beside the output. A model that is told nothing of the rest takes the part for the whole.
 */
export function toolAnswer(
	items: readonly INodeExecutionData[],
	notes: readonly string[],
	item: number,
): INodeExecutionData[] {
	const pairedItem = { item };
	const shown: INodeExecutionData[] = [];
	let characters = 0;
	for (const { json } of items) {
		characters += JSON.stringify(json).length;
		if (shown.length > 0 && characters > MAX_CHARACTERS) break;
		shown.push({ json, pairedItem });
	}
	const told = [...notes];
	if (items.length === 0) {
		told.push('Nothing was found. Take a filter away, or choose another period.');
	}
	if (shown.length < items.length) {
		told.push(
			`These are the first ${shown.length} of ${items.length} results; the others do not fit into one answer. Ask for a shorter period or with more filters.`,
		);
	}
	return told.length > 0 ? [...shown, { json: { notes: told }, pairedItem }] : shown;
}

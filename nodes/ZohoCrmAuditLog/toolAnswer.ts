import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

/** Entries in one answer to a model, whatever the form says. */
export const MAX_FOR_A_MODEL = 200;

/** Characters of JSON in one answer to a model: about ten thousand tokens. */
const MAX_CHARACTERS = 40_000;

/** n8n creates a second node type, with this ending, for a node that can be a tool. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}

/**
 * What a model gets of the items: as many as fit, without files, followed by the notes that people see
 * beside the output. A model that does not know of the rest would take a part for the whole.
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
		const json = withoutEmpty(item.json);
		characters += JSON.stringify(json).length;
		if (shown.length > 0 && characters > MAX_CHARACTERS) break;
		shown.push({ json, pairedItem });
	}
	const messages = [...notes];
	if (items.length === 0) {
		messages.push('Nothing was found. Remove a filter, or choose another period.');
	}
	if (shown.length < items.length) {
		messages.push(
			`These are the first ${shown.length} of ${items.length} results; the rest do not fit into one answer. Ask for a shorter period, or add filters.`,
		);
	}
	return messages.length > 0 ? [...shown, { json: { notes: messages }, pairedItem }] : shown;
}

/** A model pays for each word, also for those that say nothing. */
function withoutEmpty(json: IDataObject): IDataObject {
	const filled = Object.entries(json).filter(([, value]) => value !== '' && value !== null);
	return Object.fromEntries(filled);
}

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from './operations/operation';

interface Answer {
	/** Where its items are among those of the run. */
	readonly from: number;
	readonly to: number;
	readonly notes: readonly string[];
}

/**
 * What the items of one run asked, and where the answers are: a question that comes again has the same answer,
 * and Zoho is not asked once more. "Now" is one instant for all of them anyway.
 */
export class RunAnswers {
	private readonly known = new Map<string, Answer>();

	constructor(private readonly results: readonly INodeExecutionData[]) {}

	/** The question of an item, as its form has it; undefined where one is not like the next. */
	keyOf(context: IExecuteFunctions, operation: Operation, item: number): string | undefined {
		if (operation.makes === true || context.getInputData().length === 1) return undefined;
		const values = operation.fields.map(
			({ name }) => context.getNodeParameter(name, item, null) as unknown,
		);
		return JSON.stringify([operation.option.value, values]);
	}

	/** Copies for another item: what a later node changes in one stays as it is in the others. */
	again(
		key: string | undefined,
		item: number,
	): (Pick<Answer, 'notes'> & { items: INodeExecutionData[] }) | undefined {
		const answer = key === undefined ? undefined : this.known.get(key);
		if (!answer) return undefined;
		const pairedItem = { item };
		const items = this.results.slice(answer.from, answer.to).map(({ json, binary }) => ({
			json: copyOf(json),
			...(binary ? { binary: { ...binary } } : {}),
			pairedItem,
		}));
		return { items, notes: answer.notes };
	}

	keep(key: string | undefined, from: number, notes: readonly string[]): void {
		if (key !== undefined) this.known.set(key, { from, to: this.results.length, notes });
	}
}

function copyOf(json: IDataObject): IDataObject {
	const isFlat = Object.values(json).every((value) => typeof value !== 'object' || value === null);
	return isFlat ? { ...json } : structuredClone(json);
}

/** A JSON schema as n8n's editor shows it before a node has run. */
export type OutputSchema =
	| { readonly type: 'object'; readonly properties: Readonly<Record<string, OutputSchema>> }
	| { readonly type: 'array'; readonly items?: OutputSchema }
	| { readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'null' };

/**
 * What all of the values have in common. A field that is null in some is of the kind it has in others;
 * of a list of several kinds the preview says that it is a list.
 */
export function outputSchema(values: readonly unknown[]): OutputSchema {
	const told = values.filter((value) => value !== null && value !== undefined);
	const [first] = told;
	if (first === undefined) return { type: 'null' };
	if (!isOfOneKind(told)) throw new Error(`one field holds ${JSON.stringify(told.slice(0, 9))}`);
	if (Array.isArray(first)) {
		const items = (told as unknown[][]).flat();
		return isOfOneKind(items) ? { type: 'array', items: outputSchema(items) } : { type: 'array' };
	}
	if (typeof first !== 'object') return { type: kindOf(first) as 'string' };
	const objects = told as Record<string, unknown>[];
	const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
	const properties = names.map((name) => [name, outputSchema(objects.map((it) => it[name]))]);
	return { type: 'object', properties: Object.fromEntries(properties) };
}

function isOfOneKind(values: readonly unknown[]): boolean {
	const told = values.filter((value) => value !== null && value !== undefined);
	return new Set(told.map(kindOf)).size === 1;
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value !== 'number') return typeof value;
	return Number.isInteger(value) ? 'integer' : 'number';
}

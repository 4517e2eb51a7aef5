/** A JSON schema, as n8n's editor shows it before a node has run. */
export type OutputSchema =
	| { readonly type: 'object'; readonly properties: Readonly<Record<string, OutputSchema>> }
	| { readonly type: 'array'; readonly items?: OutputSchema }
	| { readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'null' };

/**
 * What all values have in common. A field that is null in some has the type it has in others; for a list
 * of several types the preview says only that it is a list.
 */
export function outputSchema(values: readonly unknown[]): OutputSchema {
	const present = presentIn(values);
	const [first] = present;
	if (first === undefined) return { type: 'null' };
	if (!haveOneType(present)) {
		throw new Error(`one field has the values ${JSON.stringify(present.slice(0, 9))}`);
	}
	if (Array.isArray(first)) {
		const items = (present as unknown[][]).flat();
		return haveOneType(items) ? { type: 'array', items: outputSchema(items) } : { type: 'array' };
	}
	if (typeof first !== 'object') return { type: typeNameOf(first) as 'string' };
	const objects = present as Record<string, unknown>[];
	const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
	const properties = names.map((name) => [name, outputSchema(objects.map((it) => it[name]))]);
	return { type: 'object', properties: Object.fromEntries(properties) };
}

function haveOneType(values: readonly unknown[]): boolean {
	return new Set(presentIn(values).map(typeNameOf)).size === 1;
}

function presentIn(values: readonly unknown[]): unknown[] {
	return values.filter((value) => value !== null && value !== undefined);
}

function typeNameOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value !== 'number') return typeof value;
	return Number.isInteger(value) ? 'integer' : 'number';
}

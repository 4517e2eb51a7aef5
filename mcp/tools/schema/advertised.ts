import type { z } from 'zod';

/**
 * The same schema, advertised in terms that every client understands: without an empty
 * `additionalProperties`, which says nothing in JSON Schema, and without lists of types, which clients
 * that map schemas to other dialects do not know.
 */
export function advertised<S extends z.ZodType>(schema: S): S {
	const standard = schema['~standard'] as (typeof schema)['~standard'] & WithJsonSchema;
	const { jsonSchema } = standard;
	const plain = {
		input: once((options) => simplified(jsonSchema.input(options))),
		output: once((options) => simplified(jsonSchema.output(options))),
	};
	return { '~standard': { ...standard, jsonSchema: plain } } as unknown as S;
}

interface WithJsonSchema {
	readonly jsonSchema: {
		readonly input: (options: unknown) => unknown;
		readonly output: (options: unknown) => unknown;
	};
}

/** A server is made for each connection, and the schemas are the same in all of them. */
function once(converted: (options: unknown) => unknown): (options: unknown) => unknown {
	const known = new Map<string, unknown>();
	return (options) => {
		const key = JSON.stringify(options);
		if (!known.has(key)) known.set(key, converted(options));
		return known.get(key);
	};
}

function simplified(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(simplified);
	if (typeof value !== 'object' || value === null) return value;
	const { type, ...rest } = value as { readonly type?: unknown };
	const kept = Object.entries(rest).filter(
		([key, item]) => !(key === 'additionalProperties' && isEmpty(item)) && key !== '$schema',
	);
	const others = Object.fromEntries(kept.map(([key, item]) => [key, simplified(item)]));
	if (!Array.isArray(type)) return type === undefined ? others : { type, ...others };
	return { anyOf: type.map((each: unknown) => ({ type: each })), ...others };
}

function isEmpty(value: unknown): boolean {
	return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

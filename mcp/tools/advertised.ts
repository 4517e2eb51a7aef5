import type { z } from 'zod';

/**
 * The same schema, advertised in words that every client knows. What is not forbidden is allowed in
 * JSON Schema anyway, an empty `additionalProperties` is only noise to some; and two types in a list
 * are unknown to those that map schemas onto other dialects.
 */
export function advertised<S extends z.ZodType>(schema: S): S {
	const standard = schema['~standard'] as (typeof schema)['~standard'] & WithJsonSchema;
	const { jsonSchema } = standard;
	const plain = {
		input: (options: unknown) => plainly(jsonSchema.input(options)),
		output: (options: unknown) => plainly(jsonSchema.output(options)),
	};
	return { '~standard': { ...standard, jsonSchema: plain } } as unknown as S;
}

interface WithJsonSchema {
	readonly jsonSchema: {
		readonly input: (options: unknown) => unknown;
		readonly output: (options: unknown) => unknown;
	};
}

function plainly(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(plainly);
	if (typeof value !== 'object' || value === null) return value;
	const { type, ...rest } = value as { readonly type?: unknown };
	const kept = Object.entries(rest).filter(
		([key, item]) => !(key === 'additionalProperties' && isEmpty(item)) && key !== '$schema',
	);
	const others = Object.fromEntries(kept.map(([key, item]) => [key, plainly(item)]));
	if (!Array.isArray(type)) return type === undefined ? others : { type, ...others };
	return { anyOf: type.map((each: unknown) => ({ type: each })), ...others };
}

function isEmpty(value: unknown): boolean {
	return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

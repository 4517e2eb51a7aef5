import { z } from 'zod';

/**
 * The same schema, advertised the same, that accepts what runtimes send: null, "" and [] for an omitted
 * argument, a number or a boolean as a string, and 0 where counting begins at 1.
 */
export function lenient<S extends z.ZodType>(schema: S): S {
	const properties = z.toJSONSchema(schema, { io: 'input' }).properties ?? {};
	const standard = schema['~standard'];
	const validate: typeof standard.validate = (value, options) =>
		standard.validate(
			typeof value === 'object' && value !== null ? normalized(value, properties) : value,
			options,
		);
	return { '~standard': { ...standard, validate } } as unknown as S;
}

function normalized(value: object, properties: Readonly<Record<string, unknown>>): object {
	const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
		if (isAbsent(item)) return [];
		const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
		const number = property === undefined ? undefined : asNumber(item, property);
		const boolean = property === undefined ? undefined : asBoolean(item, property);
		return number === null ? [] : [[key, number ?? boolean ?? item]];
	});
	return Object.fromEntries(entries);
}

function isAbsent(item: unknown): boolean {
	if (Array.isArray(item)) return item.length === 0;
	return item === null || item === undefined || (typeof item === 'string' && item.trim() === '');
}

/** Undefined where no boolean is expected or none was sent. */
function asBoolean(item: unknown, property: unknown): boolean | undefined {
	const { type } = property as { readonly type?: string };
	if (type !== 'boolean' || typeof item !== 'string') return undefined;
	return { true: true, false: false }[item.trim().toLowerCase()];
}

/** Undefined where no number is expected or none was sent; null for an omitted one. */
function asNumber(item: unknown, property: unknown): number | null | undefined {
	const { type, minimum } = property as { readonly type?: string; readonly minimum?: number };
	if (type !== 'integer' && type !== 'number') return undefined;
	const number = typeof item === 'string' && /^\s*\d{1,9}\s*$/.test(item) ? Number(item) : item;
	if (typeof number !== 'number') return undefined;
	return number === 0 && minimum === 1 ? null : number;
}

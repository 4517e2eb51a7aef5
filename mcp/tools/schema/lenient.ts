import { z } from 'zod';

type Properties = Readonly<Record<string, unknown>>;

/**
 * The same schema, advertised the same, that accepts what runtimes send: null, "" and [] for an omitted
 * argument, a number or a boolean as a string, 0 where counting begins at 1, and a list as one text, as
 * JSON or, where its words are known, with commas.
 */
export function lenient<S extends z.ZodType>(schema: S): S {
	let properties: Properties | undefined;
	// Of a tool that is called: all of them together would delay the start of the server.
	const known = (): Properties =>
		(properties ??= z.toJSONSchema(schema, { io: 'input' }).properties ?? {});
	const standard = schema['~standard'];
	const validate: typeof standard.validate = (value, options) =>
		standard.validate(
			typeof value === 'object' && value !== null ? normalized(value, known()) : value,
			options,
		);
	return { '~standard': { ...standard, validate } } as unknown as S;
}

function normalized(value: object, properties: Properties): object {
	const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
		const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
		if (isAbsent(item)) return [];
		const list = property === undefined ? undefined : asList(item, property);
		if (list !== undefined) return list.length === 0 ? [] : [[key, list]];
		const text = property === undefined ? undefined : asText(item, property);
		if (text !== undefined) return [[key, text]];
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

/** Undefined where no text is expected, or anything but a list of one was sent. */
function asText(item: unknown, property: unknown): string | undefined {
	const { type } = property as { readonly type?: string };
	if (type !== 'string' || !Array.isArray(item) || item.length !== 1) return undefined;
	return typeof item[0] === 'string' ? item[0] : undefined;
}

interface ListProperty {
	readonly type?: string;
	readonly items?: { readonly enum?: readonly string[] };
}

/** Undefined where no list is expected. */
function asList(item: unknown, property: unknown): unknown[] | undefined {
	const { type, items } = property as ListProperty;
	if (type !== 'array') return undefined;
	const sent = typeof item === 'string' ? parsedList(item) : item;
	const list = (Array.isArray(sent) ? sent : [sent])
		.filter((one) => !isAbsent(one))
		.map((one: unknown) => (Number.isSafeInteger(one) ? String(one) : one));
	const known = items?.enum;
	return known ? list.flatMap((one) => knownWords(one, known)) : list;
}

/** A list as JSON; any other text as it is. */
function parsedList(text: string): unknown {
	if (!/^\s*[["]/.test(text)) return text;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Words of a list whose words are known, whatever their case, with commas between them. */
function knownWords(item: unknown, known: readonly string[]): unknown[] {
	if (typeof item !== 'string' || known.includes(item)) return [item];
	const spelling = (word: string): string => word.toLowerCase().replaceAll(/[\s-]+/g, '_');
	return item
		.split(/\s*[,;]\s*/)
		.filter((word) => word.trim() !== '')
		.map((word) => known.find((one) => one === spelling(word.trim())) ?? word.trim());
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

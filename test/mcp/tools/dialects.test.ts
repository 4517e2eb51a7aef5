import Ajv from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import { type Session, session } from '../session';

/** Hosts hand schemas on to models in their own dialects; none of them may lose an argument. */
let it: Session;
beforeAll(async () => void (it = await session({ entries: 1 })));
afterAll(async () => await it.close());

type Schema = { readonly [key: string]: unknown };

async function schemas(): Promise<[string, Schema][]> {
	const { tools } = await it.client.listTools();
	return tools.flatMap(({ name, inputSchema, outputSchema }): [string, Schema][] => [
		[`${name} in`, inputSchema],
		[`${name} out`, outputSchema as Schema],
	]);
}

/** Every schema within a schema, with its place. */
function within(schema: unknown, place: string): [string, Schema][] {
	if (typeof schema !== 'object' || schema === null) return [];
	if (Array.isArray(schema)) return schema.flatMap((one, at) => within(one, `${place}[${at}]`));
	const isProperties = /\.properties$/.test(place);
	const inner = Object.entries(schema).flatMap(([key, value]) => within(value, `${place}.${key}`));
	return isProperties ? inner : [[place, schema as Schema], ...inner];
}

test.each([
	['draft-07', Ajv],
	['2019-09', Ajv2019],
	['2020-12', Ajv2020],
] as const)('every schema compiles as %s, in strict mode', async (_, Validator) => {
	const ajv = new Validator({ strict: true, allowUnionTypes: true });
	for (const [name, schema] of await schemas()) {
		const { $schema: _, ...bare } = schema;
		expect([name, typeof ajv.compile(bare)]).toEqual([name, 'function']);
	}
});

/** https://ai.google.dev/api/caching#Schema: what Google's function declarations know; other keys are dropped. */
const GOOGLE = new Set([
	...['type', 'format', 'title', 'description', 'nullable', 'enum', 'maxItems', 'minItems'],
	...['properties', 'required', 'minProperties', 'maxProperties', 'minLength', 'maxLength'],
	...['pattern', 'example', 'anyOf', 'propertyOrdering', 'default', 'items', 'minimum', 'maximum'],
]);

test("Google's declarations lose nothing of an argument", async () => {
	for (const [name, schema] of await schemas()) {
		if (name.endsWith('out')) continue;
		for (const [place, part] of within(schema, name)) {
			expect([place, Object.keys(part).filter((key) => !GOOGLE.has(key))]).toEqual([place, []]);
			const { type, items, enum: values } = part;
			expect([place, typeof type]).toEqual([place, 'string']);
			if (type === 'array') expect([place, typeof items]).toEqual([place, 'object']);
			if (values !== undefined) expect([place, type]).toEqual([place, 'string']);
		}
	}
});

test("an argument can be made strict by OpenAI's rules: all required, those that may lack are null as well", async () => {
	const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
	for (const { name, inputSchema } of (await it.client.listTools()).tools) {
		const properties = (inputSchema.properties ?? {}) as Record<string, Schema>;
		const required = inputSchema.required ?? [];
		const strict = Object.entries(properties).map(([key, property]) => [
			key,
			required.includes(key)
				? property
				: {
						...property,
						type: [property['type'], 'null'],
						default: undefined,
						...nullIn(property),
					},
		]);
		const schema = {
			type: 'object',
			properties: JSON.parse(JSON.stringify(Object.fromEntries(strict))) as object,
			required: Object.keys(properties),
			additionalProperties: false,
		};
		const validate = ajv.compile(schema);
		const sent = Object.fromEntries(
			Object.keys(properties).map((key) => [key, required.includes(key) ? '12345678' : null]),
		);
		expect([name, validate(sent), validate.errors]).toEqual([name, true, null]);
		// What such a model sends is accepted: null is an argument that was left out.
		const answer = await it.call(name, sent);
		expect([name, answer.text]).toEqual([name, expect.not.stringMatching(/invalid|expected/i)]);
	}
});

function nullIn({ enum: values }: Schema): object {
	return Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {};
}

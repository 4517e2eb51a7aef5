import type { ClientOptions } from '@modelcontextprotocol/client';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import Ajv2020, { type AnySchema, type ValidateFunction } from 'ajv/dist/2020';

type SchemaValidator = NonNullable<ClientOptions['jsonSchemaValidator']>;

/** Compiling the schemas takes longer than most sessions, and they are the same in all of them. */
function compiledOnce<T>(compile: (schema: never) => T): (schema: unknown) => T {
	const compiled = new Map<string, T>();
	return (schema) => {
		const key = JSON.stringify(schema);
		const known = compiled.get(key) ?? compile(schema as never);
		compiled.set(key, known);
		return known;
	};
}

const sdk = new AjvJsonSchemaValidator();

/** The SDK's own validator of what a tool returns. */
export const clientValidator: SchemaValidator = {
	getValidator: compiledOnce(sdk.getValidator.bind(sdk)) as SchemaValidator['getValidator'],
};

/** A validator of JSON Schema 2020-12 that is not the SDK's. */
export const ajvValidator: (schema: AnySchema) => ValidateFunction = compiledOnce(
	(schema: AnySchema) => new Ajv2020({ strict: false }).compile(schema),
) as never;

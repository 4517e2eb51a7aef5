import { json, zohoError } from '../answers';
import type { ZohoAnswer, ZohoError } from '../answers';

/** Thrown while reading criteria; returned in the array `audit_log_export`. */
export class CriteriaError extends Error {
	constructor(readonly zohoError: ZohoError) {
		super(zohoError.code);
	}
}

export function pointer(json_path: string): { api_name: string; json_path: string } {
	const api_name = /([a-z_]+)(\[\d+\])?$/.exec(json_path)?.[1] ?? '';
	return { api_name, json_path };
}

export function refuse(code: string, json_path: string, details: ZohoError['details'] = {}): never {
	const messages: Readonly<Record<string, string>> = {
		MANDATORY_NOT_FOUND: 'required field not found',
		INVALID_DATA: 'invalid data',
		NOT_SUPPORTED: 'not supported',
		LIMIT_EXCEEDED: 'limit exceeded',
		NOT_ALLOWED: 'only logs within intervals of 6 months can be exported',
		DEPENDENT_FIELD_MISSING: 'dependent field missing',
		DEPENDENT_MISMATCH: 'the value does not fit what it depends on',
	};
	const all = { ...pointer(json_path), ...details };
	throw new CriteriaError(zohoError(code, messages[code] ?? code, all));
}

/** For errors that name several places instead of one. */
export function refusePlaces(code: string, key: string, json_paths: readonly string[]): never {
	throw new CriteriaError(zohoError(code, code, { [key]: json_paths.map(pointer) }));
}

export function wrapped(error: ZohoError): ZohoAnswer {
	return json(400, { audit_log_export: [error] });
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

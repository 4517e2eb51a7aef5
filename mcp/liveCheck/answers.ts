import type { Answer } from './connection';
import { asArray, asObject, asText } from '../../shared/http/json';
import { count, list, oneOf, say, type Shown, word } from './shown';
import { SERVICE_IDS } from './vocabulary';

/** Of the form that Zoho documents for errors. */
const VERDICT_KEYS = ['code', 'message', 'status', 'details'];

/** Status and code of an answer, and which keys it has. */
export function outcomeOf(answer: Answer): Shown {
	const { status, code } = answer;
	if (code !== null) return say`HTTP ${count(status)} ${codeWord(code)}${formOf(answer)}`;
	return say`HTTP ${count(status)} with ${bodyOf(answer)}`;
}

export function codeWord(code: string): Shown {
	return SERVICE_IDS.includes(code) ? oneOf(code, SERVICE_IDS) : word(code);
}

/** What a body is, by its keys. */
function bodyOf({ body, isJson, json, headers }: Answer): Shown {
	if (body.length === 0) return say`no body`;
	if (!isJson) {
		const isPage = (headers['content-type'] ?? '').startsWith('text/html');
		return isPage ? say`a web page` : say`a body that is no JSON`;
	}
	return say`the keys ${list(Object.keys(asObject(json) ?? {}).map(word))}`;
}

/** Which form an error has, where it is not the documented one: code, message, status, details. */
function formOf({ json }: Answer): Shown {
	const object = asObject(json);
	if (!object) return say` without JSON`;
	const keys = Object.keys(object);
	const isPlain = keys.every((key) => VERDICT_KEYS.includes(key));
	if (isPlain && keys.includes('status')) return say``;
	const isWrapped = keys.length === 1 && isVerdict(asArray(Object.values(object)[0])[0]);
	if (isWrapped) return say`, wrapped in ${list(keys.map(word))}`;
	const inner = asArray(Object.values(object).find(Array.isArray))[0];
	const innerKeys = Object.keys(asObject(inner) ?? {});
	const inside = innerKeys.length === 0 ? say`` : say`, inside ${list(innerKeys.map(word))}`;
	return say` in the keys ${list(keys.map(word))}${inside}`;
}

function isVerdict(value: unknown): boolean {
	const keys = Object.keys(asObject(value) ?? {});
	return keys.includes('code') && keys.every((key) => VERDICT_KEYS.includes(key));
}

/** The part of Zoho's file types that is about the type: `text/csv`. */
export function mediaType(answer: Pick<Answer, 'headers'>): string {
	return (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The verdict on the only item of a request. */
export function verdictIn({ json }: Answer): {
	readonly code: string | null;
	readonly id: string | null;
	readonly item: unknown;
} {
	const item = asObject(asArray(asObject(json)?.['audit_log_export'])[0]);
	const details = asObject(item?.['details']);
	return { code: asText(item?.['code']), id: asText(details?.['id']), item };
}

import { asArray, asObject, asText, type JsonObject, parseJson } from './json';
import type { ZohoResponse } from './transport';

/** A "no" of Zoho's, in whichever wording it came. */
export interface Refusal {
	readonly status: number;
	/** Zoho's code as sent; null where the answer had none (HTML, an empty body). */
	readonly code: string | null;
	readonly details: JsonObject;
	/** Which of the three causes of TOO_MANY_REQUESTS, where it is known. */
	readonly limit: 'day' | 'concurrency' | 'sub-concurrency' | null;
	readonly retryAfterSeconds: number | undefined;
}

/** Larger bodies under 200 are lists and files; a refusal is a few hundred bytes. */
const MAX_REFUSAL_BYTES = 65_536;

/** Keys under which Zoho wraps the verdict on one item of a request. */
const WRAPPERS = ['audit_log_export', 'data', 'users', 'org', 'modules', 'recycle_bin'];

/**
 * The refusal in an answer, or undefined when the answer is none. Known wordings: bare and wrapped in
 * the resource's array, also under HTTP 200; the file server's `x-error`, and the list of errors of
 * Zoho's other file services; the old numeric 429; HTML.
 * https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html
 */
export function refusalIn(response: ZohoResponse, now: number): Refusal | undefined {
	const isShort = response.body.length <= MAX_REFUSAL_BYTES;
	const verdict = isShort ? verdictIn(response.body, response.status >= 400) : undefined;
	if (response.status < 400 && !verdict) return undefined;
	const details = asObject(verdict?.['details']) ?? {};
	const text = asText(verdict?.['message']) ?? '';
	return {
		status: response.status,
		code: codeOf(verdict),
		details,
		limit: limitIn(text, response.headers['x-api-credits-remaining']),
		retryAfterSeconds: retryAfterSeconds(
			response.headers['retry-after'],
			details['retry_after'],
			now,
		),
	};
}

/** Codes that mean the token is dead: the only ones that a renewal can mend. */
const DEAD_TOKEN_CODES = new Set(['INVALID_TOKEN', 'INVALID_OAUTHTOKEN', 'F7003']);

/** Whether a renewed token could change the answer. A missing scope is a 401 as well, and it could not. */
export function isDeadToken(response: ZohoResponse): boolean {
	if (response.status !== 401) return false;
	return isDeadTokenCode(refusalIn(response, 0)?.code ?? null);
}

export function isDeadTokenCode(code: string | null): boolean {
	return code !== null && DEAD_TOKEN_CODES.has(code);
}

function verdictIn(body: Uint8Array, isRefused: boolean): JsonObject | undefined {
	const json = asObject(tryJson(body));
	if (!json) return undefined;
	if (isVerdict(json) || (isRefused && asText(json['code']) !== null)) return json;
	const listed = asObject(asArray(json['errors'])[0]);
	// Beside anything else it may be about a part of an answer.
	const isAlone = isRefused || Object.keys(json).length === 1;
	if (isAlone && asText(listed?.['id']) !== null) return { code: listed?.['id'] };
	// Inside a list a status alone may be the word of a job.
	return WRAPPERS.map((key) => asObject(asArray(json[key])[0])).find(
		(item) => item !== undefined && isVerdict(item) && asText(item['code']) !== null,
	);
}

function isVerdict(item: JsonObject): boolean {
	return item['status'] === 'error' || 'x-error' in item || 'error' in item;
}

/**
 * Words and underscores, as all of Zoho's codes are. A code is shown to people and logged, and the
 * server that answers has seen the token: nothing that could be one passes.
 */
const CODE = /^[A-Za-z][A-Za-z_ ]{0,60}$/;

/** As `F7003` of Zoho's file services: a letter and a short number. */
const FILE_SERVICE_ID = /^[A-Z]\d{1,5}$/;

export function isFileServiceId(code: string): boolean {
	return FILE_SERVICE_ID.test(code);
}

function codeOf(verdict: JsonObject | undefined): string | null {
	const codes = [verdict?.['code'], verdict?.['error'], verdict?.['x-error']].map(asText);
	return codes.find((code) => code !== null && (CODE.test(code) || isFileServiceId(code))) ?? null;
}

/**
 * Zoho distinguishes the causes in its text only, and sometimes names two in one sentence; then the
 * credits that are left decide. https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */
function limitIn(text: string, creditsLeft: string | undefined): Refusal['limit'] {
	const isAboutDay = /24[\s-]*hour/i.test(text);
	const isAboutConcurrency = /concurren/i.test(text);
	if (isAboutDay && (!isAboutConcurrency || creditsLeft?.trim() === '0')) return 'day';
	if (isAboutDay && creditsLeft === undefined) return null;
	if (!isAboutConcurrency) return null;
	return /sub[\s-]*concurren/i.test(text) ? 'sub-concurrency' : 'concurrency';
}

function tryJson(body: Uint8Array): unknown {
	const first = body.find((byte) => byte > 0x20);
	if (first !== 0x7b) return undefined;
	try {
		return parseJson(body);
	} catch {
		// Not JSON: a page, or a file that begins with a brace. The caller judges it by its status.
		return undefined;
	}
}

/**
 * Seconds after which to try again. Zoho documents no such hint for the CRM API, so it is honoured
 * where it comes and never needed: the header as seconds or as an HTTP date, or `details.retry_after`
 * of the answer.
 * @param now Zoho's time in milliseconds.
 */
function retryAfterSeconds(
	header: string | undefined,
	detail: unknown,
	now: number,
): number | undefined {
	const hint = header ?? (typeof detail === 'number' ? String(detail) : detail);
	if (typeof hint !== 'string') return undefined;
	const seconds = /^\s*\d{1,9}\s*$/.test(hint) ? Number(hint) : (Date.parse(hint) - now) / 1000;
	return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

/** `$.audit_log_export[0].criteria.value`, `audited_time`: no free text, and nothing that could be a token. */
const JSON_PATH = /^\$?(\.?[A-Za-z_]\w{0,40}|\[\d{1,4}\]){1,12}$/;

/** Zoho's pointer to what is wrong. */
export function detailOf({ details }: Refusal): string {
	const paths = [asText(details['json_path']), asText(details['api_name'])];
	const path = paths.find((text) => text !== null && JSON_PATH.test(text));
	const limit = asText(details['limit']);
	const parts = [path && `at ${path}`, limit && /^\d{1,9}$/.test(limit) && `limit ${limit}`];
	const known = parts.filter(Boolean);
	return known.length > 0 ? ` (${known.join(', ')})` : '';
}

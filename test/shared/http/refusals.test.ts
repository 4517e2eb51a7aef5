import type * as errors from '../../../shared/errors';
import { type Operation, errorFor } from '../../../shared/http/codes';
import { isDeadToken, refusalIn } from '../../../shared/http/refusal';
import type { ZohoResponse } from '../../../shared/http/transport';

const CANARY = '1000.canary';
const NOW = Date.parse('2026-09-15T12:00:00Z');

function answer(status: number, body: unknown): ZohoResponse {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status, headers: {}, body: new TextEncoder().encode(text) };
}

const coded = (code: string, details: object = {}, message = CANARY) => ({
	code,
	message,
	details,
	status: 'error',
});
const wrapped = (item: object) => ({ audit_log_export: [item] });

const api: Operation = { what: 'listing exports', scope: 'ZohoCRM.x.READ', purpose: 'api' };
const file: Operation = { what: 'downloading', scope: 'ZohoFiles.files.READ', purpose: 'file' };

function errorOf(response: ZohoResponse, operation: Operation): errors.AuditLogError {
	const refusal = refusalIn(response, NOW);
	if (!refusal) throw new Error('no refusal');
	return errorFor(refusal, operation);
}

/** Zoho's wording, where it came from, what it means to a caller, and a word of the sentence. */
const TABLE: readonly (readonly [string, ZohoResponse, Operation, keyof typeof errors, RegExp])[] =
	[
		['a dead token', answer(401, coded('INVALID_TOKEN')), api, 'CredentialError', /data center/],
		[
			'a dead token at the file host',
			answer(401, coded('INVALID_OAUTHTOKEN')),
			file,
			'CredentialError',
			/Connect again/,
		],
		[
			'a missing scope',
			answer(401, coded('OAUTH_SCOPE_MISMATCH')),
			api,
			'CredentialError',
			/ZohoCRM\.x\.READ/,
		],
		[
			'a missing scope at the file host',
			answer(401, coded('INVALID_OAUTHSCOPE')),
			file,
			'CredentialError',
			/ZohoFiles\.files\.READ/,
		],
		[
			'a header the file host does not take',
			answer(401, coded('AUTHENTICATION_FAILURE')),
			file,
			'CredentialError',
			/Authorization header/,
		],
		[
			'no permission',
			answer(403, coded('NO_PERMISSION', { permissions: ['x'] })),
			api,
			'CredentialError',
			/administrator/,
		],
		[
			'a bad value',
			answer(400, wrapped(coded('INVALID_DATA', { json_path: '$.audit_log_export[0].criteria' }))),
			api,
			'InputError',
			/\$\.audit_log_export\[0\]\.criteria/,
		],
		[
			'more than 180 days',
			answer(400, wrapped(coded('NOT_ALLOWED'))),
			api,
			'InputError',
			/180 days/,
		],
		[
			'too many values',
			answer(400, wrapped(coded('LIMIT_EXCEEDED', { limit: '2' }))),
			api,
			'InputError',
			/limit 2/,
		],
		[
			'an ambiguous module',
			answer(400, wrapped(coded('AMBIGUITY_DURING_PROCESSING'))),
			api,
			'InputError',
			/module/,
		],
		[
			'an ambiguous module, misspelt',
			answer(400, wrapped(coded('AMBIGUITY_DURNG_PROCESSING'))),
			api,
			'InputError',
			/module/,
		],
		[
			'a running export',
			answer(400, wrapped(coded('ALREADY_SCHEDULED', { id: '7' }))),
			api,
			'UnavailableError',
			/one at a time/,
		],
		['read-only mode', answer(400, coded('INVALID_REQUEST')), api, 'UnavailableError', /read-only/],
		[
			'a refusal under HTTP 200',
			answer(200, wrapped(coded('DEPENDENT_MISMATCH'))),
			api,
			'InputError',
			/comparator/,
		],
		[
			"a day's credits",
			answer(429, coded('TOO_MANY_REQUESTS', {}, 'limit of the 24 hour period')),
			api,
			'UnavailableError',
			/24 hours/,
		],
		[
			'the old 429',
			answer(429, { code: 429, error: 'TOO_MANY_REQUESTS' }),
			api,
			'UnavailableError',
			/too many requests/,
		],
		['a page', answer(502, '<html>Bad Gateway</html>'), api, 'UnavailableError', /later/],
		['nothing', answer(500, ''), api, 'UnavailableError', /later/],
		['an expired link', answer(410, ''), file, 'ExportGoneError', /Create the export again/],
		[
			'a refusal of the file host',
			answer(403, { 'x-error': 'DENIED', info: CANARY, status: 'error' }),
			file,
			'ExportGoneError',
			/ZohoFiles\.files\.READ/,
		],
		[
			'an unknown path',
			answer(404, coded('INVALID_URL_PATTERN')),
			api,
			'UnexpectedAnswerError',
			/does not offer/,
		],
		[
			'an unknown code',
			answer(400, coded('NEVER_SEEN_BEFORE')),
			api,
			'UnexpectedAnswerError',
			/NEVER_SEEN_BEFORE/,
		],
	];

test.each(TABLE)('%s', (_, response, operation, kind, sentence) => {
	const error = errorOf(response, operation);
	expect(error.name).toBe(kind);
	expect(error.message).toMatch(sentence);
	expect(error.message).toMatch(/^[A-Z].*\.$/s);
	expect(`${error.message}${JSON.stringify(error.facts)}`).not.toContain(CANARY);
});

test('a running export is reported with the id of the job', () => {
	const response = answer(400, wrapped(coded('ALREADY_SCHEDULED', { id: '2276164000001019012' })));
	expect(errorOf(response, api).facts.exportId).toBe('2276164000001019012');
});

test('an answer that is none of these is no refusal', () => {
	expect(
		refusalIn(answer(200, { audit_log_export: [{ status: 'finished' }] }), NOW),
	).toBeUndefined();
	expect(refusalIn(answer(200, 'Done By,Action\r\n'), NOW)).toBeUndefined();
	expect(refusalIn(answer(204, ''), NOW)).toBeUndefined();
});

test('only a dead token is worth a renewal', () => {
	expect(isDeadToken(answer(401, coded('INVALID_TOKEN')))).toBe(true);
	expect(isDeadToken(answer(401, coded('INVALID_OAUTHTOKEN')))).toBe(true);
	expect(isDeadToken(answer(401, coded('OAUTH_SCOPE_MISMATCH')))).toBe(false);
	expect(isDeadToken(answer(401, coded('AUTHENTICATION_FAILURE')))).toBe(false);
	expect(isDeadToken(answer(401, ''))).toBe(false);
});

describe('the causes of TOO_MANY_REQUESTS', () => {
	const both = 'API calls exceeded for the 24 hour period or the concurrency limit';
	test.each<[string, string, string | undefined, string | null, RegExp]>([
		['credits', 'exceeded for the 24 hour period', undefined, 'day', /credits/],
		['concurrency', 'exceeded the concurrency limit', undefined, 'concurrency', /at once/],
		['sub-concurrency', 'the sub-concurrency limit', undefined, 'sub-concurrency', /heavy/],
		['both in one sentence', both, undefined, null, /too many requests/],
		['both, no credits left', both, '0', 'day', /credits/],
		['both, credits left', both, '812', 'concurrency', /at once/],
		['nothing', 'slow down', '812', null, /too many requests/],
	])('are distinguished: %s', (_, message, left, limit, sentence) => {
		const { status, body } = answer(429, coded('TOO_MANY_REQUESTS', {}, message));
		const headers: Record<string, string> = left ? { 'x-api-credits-remaining': left } : {};
		const response = { status, headers, body };
		expect(refusalIn(response, NOW)?.limit).toBe(limit);
		expect(errorOf(response, api).message).toMatch(sentence);
	});
});

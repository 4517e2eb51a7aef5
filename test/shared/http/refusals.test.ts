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
const listed = (id: string) => ({ errors: [{ id, title: CANARY }] });
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
		[
			'a dead token, by the file service',
			answer(401, listed('F7003')),
			file,
			'CredentialError',
			/F7003 .*[Cc]onnect again/,
		],
		[
			'a missing scope, by the file service',
			answer(401, listed('R008')),
			file,
			'CredentialError',
			/lacks the scope ZohoFiles\.files\.READ/,
		],
		['A001', answer(403, listed('A001')), file, 'CredentialError', /A001 \(HTTP 403\)/],
		['F7004', answer(401, listed('F7004')), file, 'CredentialError', /F7004.*data center/],
		['F900', answer(400, listed('F900')), file, 'UnavailableError', /F900.*Try again later/],
		['F918', answer(423, listed('F918')), file, 'UnavailableError', /F918.*locked/],
		['V001', answer(404, listed('V001')), file, 'UnexpectedAnswerError', /V001.*address/],
		['an id at fault 500', answer(500, listed('A001')), file, 'UnavailableError', /A001/],
		['an unknown id', answer(401, listed('F6016')), file, 'CredentialError', /F6016 .*not known/],
		['an unknown id at 404', answer(404, listed('F6016')), file, 'UnexpectedAnswerError', /F6016/],
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

test('none of the ids of the file service is taken for an expired link', () => {
	for (const id of ['F7003', 'R008', 'A001', 'F7004', 'F900', 'F918', 'V001', 'F1']) {
		for (const status of [400, 401, 402, 403, 404, 422, 423, 451, 500]) {
			const error = errorOf(answer(status, listed(id)), file);
			expect([id, status, error.name]).not.toContain('ExportGoneError');
			expect(error.facts.code).toBe(id);
		}
	}
});

test('an id that could be a token is neither shown nor kept', () => {
	for (const id of [CANARY, 'Bearer 1', '1000', 'F7003 1000.canary', 'F'.repeat(70)]) {
		const error = errorOf(answer(401, listed(id)), file);
		expect(`${error.message}${JSON.stringify(error.facts)}`).not.toContain('1000');
	}
});

test('errors beside a list are no refusal of it', () => {
	const list = { users: [{ id: '1' }], ...listed('F900') };
	expect(refusalIn(answer(200, list), NOW)).toBeUndefined();
	expect(refusalIn(answer(200, listed('F900')), NOW)?.code).toBe('F900');
});

test('only a dead token is worth a renewal', () => {
	expect(isDeadToken(answer(401, coded('INVALID_TOKEN')))).toBe(true);
	expect(isDeadToken(answer(401, coded('INVALID_OAUTHTOKEN')))).toBe(true);
	expect(isDeadToken(answer(401, listed('F7003')))).toBe(true);
	expect(isDeadToken(answer(403, listed('F7003')))).toBe(false);
	expect(isDeadToken(answer(401, listed('R008')))).toBe(false);
	expect(isDeadToken(answer(401, listed('F7004')))).toBe(false);
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

import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { SCOPES } from '../../../shared/http/crmApi';
import { isScopeCode } from '../../../shared/http/codes';
import { asArray, asObject, asText } from '../../../shared/http/json';
import { outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import type { Answer } from '../connection';
import { differences, differencesOfAll, type Fields } from '../fields';
import { count, oneOf, say, type Shown, word } from '../shown';
import type { Live, Step } from '../step';

/** As the page on timelines shows an entry. */
export const ENTRY: Fields = {
	id: ['id'],
	audited_time: ['time'],
	action: ['text', 'null'],
	source: ['text', 'null'],
	type: ['text', 'null'],
	done_by: ['object', 'null'],
	record: ['object', 'null'],
	related_record: ['object', 'null'],
	automation_details: ['object', 'null'],
	extension: ['object', 'null'],
	field_history: ['list', 'null'],
	converted_record: ['object', 'null', 'absent'],
};
const INFO: Fields = {
	per_page: ['number'],
	count: ['number'],
	page: ['number', 'absent'],
	more_records: ['true or false'],
};
const KEYS = ['audit_log', 'audit_logs', 'data'];

const A = {
	endpoint: {
		name: 'GET settings/audit_log',
		assumed: '404 INVALID_URL_PATTERN: not offered, because Zoho does not document it',
		places: [
			'shared/auditLog/auditLogPages.ts auditLogPages',
			'shared/auditLog/auditLog.ts getAuditLog',
		],
		switches: ['settingsAuditLog'],
	},
	entries: {
		name: 'GET settings/audit_log: entries',
		assumed: 'where it is offered, keys as in timelines, newest first',
		places: ['shared/entries/jsonEntries.ts JsonEntries', 'shared/auditLog/descent.ts Descent'],
	},
	paging: {
		name: 'GET settings/audit_log: pages',
		assumed: 'where it is offered, by number, in info',
		places: ['shared/http/pages.ts pages'],
		switches: ['pageTokens'],
	},
	apis: {
		name: '__apis',
		assumed: 'lists the calls for exports with the scopes that are requested, one credit each',
		places: ['shared/http/crmApi.ts SCOPES'],
	},
} as const;

async function* run(live: Live): AsyncGenerator<Line> {
	const { connection } = live;
	const answer = await connection.get('/settings/audit_log?page=1&per_page=2');
	yield* endpointLines(answer);
	const apis = await connection.get('/__apis');
	if (isScopeCode(apis.code) || apis.status === 403) {
		yield line(A.apis, 'unseen', outcomeOf(apis));
	} else if (Array.isArray(asObject(apis.json)?.['__apis'])) {
		yield apisLine(asArray(asObject(apis.json)?.['__apis']));
	} else {
		yield line(A.apis, 'new', outcomeOf(apis));
	}
}

function* endpointLines(answer: Answer): Generator<Line> {
	const { status, code, json } = answer;
	if (status === 404) {
		yield line(A.endpoint, code === 'INVALID_URL_PATTERN' ? 'same' : 'new', outcomeOf(answer));
		return;
	}
	const object = asObject(json) ?? {};
	const lists = Object.keys(object).filter((key) => Array.isArray(object[key]));
	const key = KEYS.find((known) => lists.includes(known)) ?? lists[0];
	if (status >= 300 || code !== null || key === undefined) {
		const isKnown = [204, 401, 403].includes(status) || code === 'NO_CONTENT';
		yield line(A.endpoint, isKnown ? 'variant' : 'new', outcomeOf(answer));
		return;
	}
	yield line(A.endpoint, lists.length === 1 ? 'variant' : 'new', outcomeOf(answer));
	const items = asArray(object[key]);
	yield lineOf(
		A.entries,
		[...differencesOfAll(items, ENTRY, true), ...disorder(items)],
		say`the same`,
	);
	yield* pagingLine(object['info']);
}

function* pagingLine(value: unknown): Generator<Line> {
	const info = asObject(value);
	const hasToken = info && 'next_page_token' in info;
	const wrong = differences(info, INFO, false);
	if (hasToken && wrong.length === 0) yield line(A.paging, 'variant', say`by tokens`);
	else yield lineOf(A.paging, wrong, say`by number`);
}

export function disorder(items: readonly unknown[]): Shown[] {
	const times = items.map(
		(it) => instantOfIso(asText(asObject(it)?.['audited_time']) ?? '') ?? NaN,
	);
	const isOrdered = times.every(
		(time, index) => index === 0 || !(time > (times[index - 1] ?? NaN)),
	);
	return isOrdered ? [] : [say`not newest first`];
}

/** Paths of exports and the scope that each method needs. */
const CALLS: readonly (readonly [RegExp, string, string])[] = [
	[/\/settings\/audit_log_export$/, 'GET', SCOPES.readAuditLog],
	[/\/settings\/audit_log_export$/, 'POST', SCOPES.createExport],
	[/\/settings\/audit_log_export\/[^/]+$/, 'GET', SCOPES.readAuditLog],
];

function apisLine(apis: readonly unknown[]): Line {
	const wrong: Shown[] = [];
	for (const [path, method, scope] of CALLS) {
		const api = apis.map(asObject).find((it) => path.test(asText(it?.['path']) ?? ''));
		const types = asArray(api?.['operation_types']).map(asObject);
		const type = types.find((it) => asText(it?.['method'])?.toUpperCase() === method);
		const name = say`${oneOf(method, ['GET', 'POST'])} audit_log_export`;
		if (!type) {
			wrong.push(say`${name} is not listed`);
			continue;
		}
		if (type['oauth_scope'] !== scope) wrong.push(say`${name} needs another scope`);
		const credits = type['max_credits'];
		if (credits !== 1)
			wrong.push(
				say`${name} costs ${typeof credits === 'number' ? count(credits) : word(asText(credits))}`,
			);
	}
	const offered = apis.some((it) =>
		/\/settings\/audit_log$/.test(asText(asObject(it)?.['path']) ?? ''),
	);
	const also = offered ? say`; settings/audit_log is listed as well` : say``;
	return lineOf(A.apis, wrong, say`the same${also}`);
}

export const undocumented: Step = { assumptions: A, run };

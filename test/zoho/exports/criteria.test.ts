import { call, clock } from '../call';
import { modules } from '../organization/modules';
import { staff } from '../organization/staff';
import { createZoho } from '../zoho';
import type { Switches } from '../zoho';

const at = '$.audit_log_export[0]';
const field = (api_name: string) => ({ api_name });
const time = (from: string, to: string) => ({
	field: field('audited_time'),
	comparator: 'between',
	value: [from, to],
});
const day = time('2026-09-01T00:00:00+00:00', '2026-09-01T23:59:59+00:00');
const added = { field: field('action'), comparator: 'equal', value: 'added' };
const leads = { field: field('module'), comparator: 'in', value: [field('Leads')] };

function create(body: string, switches: Partial<Switches> = {}) {
	const zoho = createZoho({ now: clock().now, entries: 10, switches });
	return call(zoho, 'POST', '/crm/v8/settings/audit_log_export', { body });
}

const withCriteria = (criteria: unknown) => JSON.stringify({ audit_log_export: [{ criteria }] });

const bare: ReadonlyArray<[name: string, body: string, code: string, details: unknown]> = [
	['no key audit_log_export', '{}', 'MANDATORY_NOT_FOUND', { json_path: at }],
	['an empty array', '{"audit_log_export":[]}', 'MANDATORY_NOT_FOUND', { json_path: at }],
	['a body that is an array', '[]', 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
	['a body that is not JSON', '{', 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
	[
		'an object instead of the array',
		'{"audit_log_export":{}}',
		'INVALID_DATA',
		{ expected_data_type: 'jsonarray', json_path: '$.audit_log_export' },
	],
];

test.each(bare)('%s is refused without the array', (_name, body, code, details) => {
	const answer = create(body);
	expect(answer.status).toBe(400);
	expect(answer.json).toMatchObject({ code, status: 'error', details });
});

const user = { id: staff.zoe.id };
const c = `${at}.criteria`;
const wrapped: ReadonlyArray<[name: string, criteria: unknown, code: string, details: unknown]> = [
	[
		'empty criteria',
		{},
		'EXPECTED_FIELD_MISSING',
		{
			expected_fields: [
				{ api_name: 'group', json_path: `${c}.group` },
				{ api_name: 'field', json_path: `${c}.field` },
			],
		},
	],
	[
		'a third member of a group',
		{ group_operator: 'and', group: [day, added, leads] },
		'LIMIT_EXCEEDED',
		{ api_name: 'group', json_path: `${c}.group`, limit: '2' },
	],
	[
		'a group without operator',
		{ group: [day] },
		'DEPENDENT_FIELD_MISSING',
		{ api_name: 'group_operator', dependee: { api_name: 'group', json_path: `${c}.group` } },
	],
	[
		'the operator or',
		{ group_operator: 'or', group: [day] },
		'INVALID_DATA',
		{ json_path: `${c}.group_operator`, supported_values: ['and'] },
	],
	['the operator AND', { group_operator: 'AND', group: [day] }, 'INVALID_DATA', {}],
	[
		'a field that cannot be filtered',
		{ ...added, field: field('source') },
		'NOT_SUPPORTED',
		{ api_name: 'api_name', json_path: `${c}.field.api_name` },
	],
	[
		'an unknown comparator',
		{ ...added, comparator: 'equals' },
		'INVALID_DATA',
		{ json_path: `${c}.comparator`, supported_values: ['equal', 'in'] },
	],
	[
		'a field without comparator',
		{ field: field('action'), value: 'added' },
		'DEPENDENT_FIELD_MISSING',
		{ json_path: `${c}.comparator`, dependee: { api_name: 'field', json_path: `${c}.field` } },
	],
	[
		'a field without value',
		{ field: field('action'), comparator: 'in' },
		'DEPENDENT_FIELD_MISSING',
		{},
	],
	['equal with a list of actions', { ...added, value: ['added'] }, 'DEPENDENT_MISMATCH', {}],
	['in with one bare action', { ...added, comparator: 'in' }, 'DEPENDENT_MISMATCH', {}],
	[
		'an action beyond the three',
		{ ...added, value: 'restored' },
		'INVALID_DATA',
		{ supported_values: ['added', 'updated', 'deleted'] },
	],
	[
		'a user without id, two groups deep',
		{
			group_operator: 'and',
			group: [
				day,
				{
					group_operator: 'and',
					group: [added, { field: field('done_by'), comparator: 'in', value: [{ name: 'Zoë' }] }],
				},
			],
		},
		'MANDATORY_NOT_FOUND',
		{ api_name: 'id', json_path: `${c}.group[1].group[1].value[0].id` },
	],
	[
		'equal with two users',
		{ field: field('done_by'), comparator: 'equal', value: [user, user] },
		'DEPENDENT_MISMATCH',
		{},
	],
	[
		'more than 500 users',
		{ field: field('done_by'), comparator: 'in', value: Array(501).fill(user) },
		'LIMIT_EXCEEDED',
		{ limit: '500' },
	],
	['an unknown module', { ...leads, value: [field('Nothing')] }, 'INVALID_DATA', {}],
	[
		'a module whose id and name disagree',
		{ ...leads, value: [{ api_name: 'Leads', id: modules[1]?.id }] },
		'AMBIGUITY_DURING_PROCESSING',
		{
			ambiguity_due_to: [
				{ json_path: `${c}.value[0].id` },
				{ json_path: `${c}.value[0].api_name` },
			],
		},
	],
	[
		'more than 180 days',
		time('2026-01-01T00:00:00+00:00', '2026-06-30T00:00:01+00:00'),
		'NOT_ALLOWED',
		{ api_name: 'value', json_path: `${c}.value` },
	],
	['a time without offset', time('2026-09-01T00:00:00', '2026-09-02T00:00:00'), 'INVALID_DATA', {}],
	['one end of a range', { ...day, value: day.value.slice(1) }, 'DEPENDENT_MISMATCH', {}],
];

test.each(wrapped)('%s is refused inside the array', (_name, criteria, code, details) => {
	const answer = create(withCriteria(criteria));
	expect(answer.status).toBe(400);
	expect(answer.json).toMatchObject({ audit_log_export: [{ code, status: 'error', details }] });
});

test('a second item is refused, with the limit as a string', () => {
	const answer = create('{"audit_log_export":[{"criteria":{}},{"criteria":{}}]}');
	const details = { api_name: 'audit_log_export', json_path: '$.audit_log_export[1]', limit: '1' };
	expect(answer.json).toMatchObject({ audit_log_export: [{ code: 'LIMIT_EXCEEDED', details }] });
});

test('an item without criteria lacks a mandatory field', () => {
	const answer = create('{"audit_log_export":[{}]}');
	expect(answer.json).toMatchObject({ audit_log_export: [{ code: 'MANDATORY_NOT_FOUND' }] });
});

test.each([
	['exactly 180 days', time('2026-01-01T00:00:00Z', '2026-06-30T00:00:00Z')],
	['a group of one', { group_operator: 'and', group: [day] }],
	['equal with one module', { ...leads, comparator: 'equal' }],
	[
		'four filters in nested pairs',
		{
			group_operator: 'and',
			group: [
				day,
				{
					group_operator: 'and',
					group: [
						added,
						{
							group_operator: 'and',
							group: [leads, { field: field('done_by'), comparator: 'in', value: [user] }],
						},
					],
				},
			],
		},
	],
])('%s is accepted', (_name, criteria) => {
	const answer = create(withCriteria(criteria));
	expect(answer.status).toBe(200);
	expect(answer.json).toMatchObject({
		audit_log_export: [
			{ code: 'SCHEDULED', status: 'success', details: { id: expect.any(String) } },
		],
	});
});

test('two codes follow the docs page when the switches say so', () => {
	const switches = {
		over180Days: 'INVALID_DATA',
		ambiguityCode: 'AMBIGUITY_DURNG_PROCESSING',
	} as const;
	const long = time('2026-01-01T00:00:00Z', '2026-12-30T00:00:00Z');
	const unlike = { ...leads, value: [{ api_name: 'Leads', id: '1' }] };
	expect(create(withCriteria(long), switches).text).toContain('INVALID_DATA');
	expect(create(withCriteria(unlike), switches).text).toContain('AMBIGUITY_DURNG_PROCESSING');
});

import { call, clock } from './call';
import { expiredToken, scopeMissing, serverFault, tooManyRequests, truncatedBody } from './faults';
import { awkwardNames } from './log/oddities';
import { renewal } from './log/story';
import { staff } from './organization/staff';
import { createZoho } from './zoho';
import type { Switches } from './zoho';

const time = clock();
const setUp = (switches: Partial<Switches> = {}) => createZoho({ now: time.now, switches });

interface Listed {
	audit_log: { id: string; audited_time: string }[];
	info: { more_records: boolean; next_page_token?: string | null };
}

test('the same seed and time create the same log, another seed another log', () => {
	const [one, same] = [setUp(), setUp()];
	expect(JSON.stringify(one.log)).toBe(JSON.stringify(same.log));
	expect(one.credentials).toEqual(same.credentials);
	const other = createZoho({ now: time.now, seed: 2 });
	expect(JSON.stringify(other.log)).not.toBe(JSON.stringify(one.log));
});

test('the log has the requested length, is in order, and has string ids', () => {
	const { log } = setUp();
	expect(log).toHaveLength(2_000);
	const times = log.map((entry) => entry.audited_time);
	expect(times).toEqual([...times].sort((a, b) => a - b));
	expect(new Set(log.map((entry) => entry.id)).size).toBe(2_000);
	expect(log.every((entry) => /^\d{19}$/.test(entry.id))).toBe(true);
	expect(Math.max(...times)).toBeLessThanOrEqual(time.now());
});

test('a log can have a hundred thousand entries', () => {
	expect(createZoho({ entries: 100_000 }).log).toHaveLength(100_000);
});

test.each(['2026-11-22T23:50:00Z', '2026-11-23T00:10:00Z', '2026-11-18T09:30:00Z'])(
	'at %s the log contains the story',
	(now) => {
		const { log } = createZoho({ now: () => Date.parse(now) });
		const of = (name: string) => log.filter((entry) => entry.record?.name === name);
		expect(of(renewal).flatMap((entry) => entry.field_history.map((it) => it.api_name))).toEqual([
			'Stage',
			'Owner',
			'Amount',
			'Stage',
			'Stage',
			'Closing_Date',
		]);
		const mass = log.filter((entry) => entry.source === 'mass_delete_via_crm_ui');
		expect(mass).toHaveLength(140);
		expect((mass.at(-1)?.audited_time ?? 0) - (mass[0]?.audited_time ?? 0)).toBeLessThan(180_000);
		const leo = log.filter((entry) => entry.done_by?.id === staff.leo.id);
		expect(leo.slice(-2).map((entry) => entry.action)).toEqual(['exported', 'exported']);
		for (const name of Object.values(awkwardNames)) expect(of(name)).not.toHaveLength(0);
	},
);

test('settings/audit_log does not exist unless a switch offers it', () => {
	const zoho = setUp();
	const path = '/crm/v8/settings/audit_log?page=1&per_page=50';
	expect(call(zoho, 'GET', path)).toMatchObject({
		status: 404,
		json: { code: 'INVALID_URL_PATTERN' },
	});
	zoho.switches.settingsAuditLog = 401;
	expect(call(zoho, 'GET', path).json).toMatchObject({ code: 'OAUTH_SCOPE_MISMATCH' });
	zoho.switches.settingsAuditLog = 'data';
	expect(call(zoho, 'GET', path).json).toMatchObject({
		data: expect.any(Array),
		info: { page: 1, per_page: 50, count: 50, more_records: true },
	});
	expect(call(zoho, 'GET', '/crm/v8/__apis').text).toContain('"/crm/v8/settings/audit_log"');
});

test('pages and page tokens cover the whole log, newest first', () => {
	const zoho = createZoho({ entries: 450, switches: { settingsAuditLog: 'audit_log' } });
	const get = (query: string) =>
		call(zoho, 'GET', `/crm/v8/settings/audit_log?${query}`).json as Listed;
	const newestFirst = zoho.log.map((entry) => entry.id).reverse();
	const pages = [1, 2, 3].map((page) => get(`page=${page}`));
	expect(pages.flatMap((page) => page.audit_log.map((entry) => entry.id))).toEqual(newestFirst);
	expect(pages.map((page) => page.info.more_records)).toEqual([true, true, false]);
	expect(call(zoho, 'GET', '/crm/v8/settings/audit_log?page=4').status).toBe(204);
	expect(call(zoho, 'GET', '/crm/v8/settings/audit_log?per_page=201').status).toBe(400);

	zoho.switches.pageTokens = true;
	const first = get('per_page=100');
	zoho.record();
	const second = get(`page_token=${first.info.next_page_token}`);
	expect(second.audit_log[0]?.id).toBe(newestFirst[100]);
	expect(second.audit_log).toHaveLength(100);
});

test('a deal has a timeline that can be filtered and paged', () => {
	const zoho = setUp();
	const deal = zoho.log.find((entry) => entry.record?.name === renewal)?.record?.id;
	const path = `/crm/v8/Deals/${deal}/__timeline`;
	const all = call(zoho, 'GET', `${path}?per_page=2`).json as {
		__timeline: { action: string }[];
		info: { next_page_token: string };
	};
	expect(all.__timeline).toHaveLength(2);
	const rest = call(zoho, 'GET', `${path}?page_token=${all.info.next_page_token}`);
	expect(rest.json).toMatchObject({ info: { page: 2, more_records: true } });
	const filters = encodeURIComponent(
		JSON.stringify({
			field: { api_name: 'done_by.id' },
			comparator: 'equal',
			value: staff.soren.id,
		}),
	);
	const by = call(zoho, 'GET', `${path}?filters=${filters}&include_inner_details=done_by.profile`);
	expect(by.json).toMatchObject({
		__timeline: [{ action: 'owner_reassigned', done_by: { profile: { name: 'Standard' } } }],
	});
	expect(call(zoho, 'GET', '/crm/v8/Nothing/1/__timeline').json).toMatchObject({
		code: 'INVALID_MODULE',
		details: { resource_path_index: 0 },
	});
});

test('users are listed by type, and two can have the same name', () => {
	const zoho = setUp();
	const names = (type: string) =>
		(
			call(zoho, 'GET', `/crm/v8/users?type=${type}`).json as { users: { full_name: string }[] }
		).users.map((user) => user.full_name);
	expect(names('CurrentUser')).toEqual(['Marta Quill']);
	expect(names('DeletedUsers')).toEqual(['Ida Falkenrath']);
	expect(names('DeactiveUsers')).toEqual(['Leo Sandbank']);
	expect(names('AllUsers').filter((name) => name === 'Anna Müller')).toHaveLength(2);
	expect(call(zoho, 'GET', '/crm/v8/users?type=DeveloperUsers').status).toBe(204);
	expect(call(zoho, 'GET', `/crm/v8/users/${staff.zoe.id}`).text).toContain('Zoë');
});

test.each([
	['GET', '/crm/v8/settings/nothing', 404, 'INVALID_URL_PATTERN'],
	['GET', '/crm/v6/settings/audit_log_export', 404, 'INVALID_URL_PATTERN'],
	['GET', '/crm/v9/org', 404, 'INVALID_URL_PATTERN'],
	['DELETE', '/crm/v8/settings/audit_log_export', 400, 'INVALID_REQUEST_METHOD'],
	['POST', '/crm/v8/settings/audit_log_export/1', 400, 'INVALID_REQUEST_METHOD'],
	['GET', 'https://download.zoho.eu/crm/v8/org', 400, 'INVALID_HOST'],
	['GET', 'https://download.zoho.eu/v2/crm/1/auditlog/1/AuditLog.csv', 404, 'INVALID_URL_PATTERN'],
])('%s %s is refused', (method, address, status, code) => {
	expect(call(setUp(), method, address)).toMatchObject({ status, json: { code } });
});

test('faults take effect in order until they are used up', () => {
	const zoho = setUp();
	zoho.faults.add(
		{ on: 'org', skip: 1, ...expiredToken() },
		{ on: 'org', times: 2, ...tooManyRequests({ retryAfter: 7 }) },
	);
	const statuses = [1, 2, 3, 4].map(() => call(zoho, 'GET', '/crm/v8/org').status);
	expect(statuses).toEqual([429, 401, 429, 200]);
	expect(zoho.faults.pending).toEqual([]);
	expect(zoho.requests.map((request) => request.operation)).toEqual(['org', 'org', 'org', 'org']);
});

test('a fault can occur before or after Zoho has acted', () => {
	const zoho = setUp();
	const path = '/crm/v8/settings/audit_log_export';
	zoho.faults.add({ on: 'createExport', ...serverFault() });
	expect(call(zoho, 'POST', path).status).toBe(500);
	expect(call(zoho, 'GET', path).status).toBe(204);
	zoho.faults.add({ on: 'createExport', ...serverFault({ acted: true, status: 502, html: true }) });
	expect(call(zoho, 'POST', path).status).toBe(502);
	expect(call(zoho, 'GET', path).status).toBe(200);
	zoho.faults.add({ times: 2, ...scopeMissing('ZohoCRM.settings.audit_logs.READ') });
	expect(call(zoho, 'GET', path).status).toBe(401);
	expect(call(zoho, 'GET', '/crm/v8/org').status).toBe(200);
	zoho.faults.add({ on: 'org', ...truncatedBody(10) });
	const headers = { authorization: `Bearer ${zoho.accessToken()}` };
	const url = `${zoho.origins.api}/crm/v8/org`;
	const short = zoho.answer({ method: 'GET', url, headers, body: '' });
	expect([short.body.length, short.headers['content-length']]).toEqual([10, '10']);
});

test('a late entry is inserted at its time', () => {
	const zoho = setUp();
	const late = zoho.record({ audited_time: time.now() - 86_400_500 });
	const index = zoho.log.indexOf(late);
	expect(zoho.log[index - 1]?.audited_time).toBeLessThanOrEqual(late.audited_time);
	expect(zoho.log[index + 1]?.audited_time).toBeGreaterThan(late.audited_time);
});

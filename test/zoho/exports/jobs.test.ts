import AdmZip from 'adm-zip';
import { parse } from 'csv-parse/sync';
import { call, clock } from '../call';
import { display } from '../log/times';
import { staff } from '../organization/staff';
import { createZoho } from '../zoho';
import type { Zoho, ZohoSetup } from '../zoho';

const path = '/crm/v8/settings/audit_log_export';

interface Job {
	id: string;
	status: string;
	download_links: string[] | null;
	job_end_time: string | null;
	expiry_date: string | null;
	criteria: unknown;
	created_by: { id: string };
}

function setUp(setup: ZohoSetup = {}) {
	const time = clock();
	return { time, zoho: createZoho({ now: time.now, ...setup }) };
}

function create(zoho: Zoho, criteria?: unknown): string {
	const body = criteria ? JSON.stringify({ audit_log_export: [{ criteria }] }) : '';
	const { json } = call(zoho, 'POST', path, { body });
	return (json as { audit_log_export: [{ details: { id: string } }] }).audit_log_export[0].details
		.id;
}

function jobs(zoho: Zoho, id = ''): Job[] {
	return (call(zoho, 'GET', `${path}${id && `/${id}`}`).json as { audit_log_export: Job[] })
		.audit_log_export;
}

/** Runs one export to its end and returns its file. */
function exported(zoho: Zoho, time: { advance(seconds: number): void }, criteria?: unknown) {
	const id = create(zoho, criteria);
	jobs(zoho);
	time.advance(60);
	const [link] = jobs(zoho, id)[0]?.download_links ?? [];
	if (link === undefined) throw new Error('no link');
	return call(zoho, 'GET', link);
}

test('a job is scheduled, then running, then finished', () => {
	const { time, zoho } = setUp();
	const id = create(zoho);
	const [scheduled] = jobs(zoho, id);
	expect(scheduled).toMatchObject({
		id,
		status: 'scheduled',
		download_links: null,
		criteria: null,
	});
	time.advance(3);
	expect(jobs(zoho, id)).toMatchObject([{ status: 'running', job_end_time: null }]);
	time.advance(5);
	const [finished] = jobs(zoho, id);
	expect(finished).toMatchObject({
		status: 'finished',
		job_end_time: '2026-11-18T10:30:08+01:00',
		expiry_date: null,
		created_by: { id: staff.marta.id, name: 'Marta Quill' },
	});
	expect(finished?.download_links?.[0]).toMatch(
		/^https:\/\/download\.zoho\.eu\/v2\/crm\/20098761234\/auditlog\/\d{19}\/AuditLog\.csv$/,
	);
});

test('a second job is refused while the first is active, even if it never ends', () => {
	const { time, zoho } = setUp({ switches: { jobOutcome: 'stuck' } });
	const id = create(zoho);
	time.advance(3_600);
	const refused = call(zoho, 'POST', path);
	expect(refused.status).toBe(400);
	expect(refused.json).toMatchObject({
		audit_log_export: [{ code: 'ALREADY_SCHEDULED', details: { id } }],
	});
	zoho.switches.alreadyScheduledId = false;
	expect(call(zoho, 'POST', path).json).toMatchObject({ audit_log_export: [{ details: {} }] });
});

test.each([
	['docs', ['Scheduled', 'Progress', 'Failed']],
	['docs_lower_case', ['scheduled', 'progress', 'failed']],
	['openapi', ['scheduled', 'running', 'failed']],
] as const)('the status words of %s', (statusWords, words) => {
	const { time, zoho } = setUp({ switches: { statusWords, jobOutcome: 'failed' } });
	const id = create(zoho);
	const seen = [0, 4, 10].map((seconds) => {
		time.advance(seconds);
		return jobs(zoho, id)[0]?.status;
	});
	expect(seen).toEqual(words);
	expect(jobs(zoho, id)).toMatchObject([{ download_links: null }]);
});

test('the list is newest first, and an empty one is answered as the switch says', () => {
	const { time, zoho } = setUp();
	expect(call(zoho, 'GET', path)).toMatchObject({ status: 204, text: '' });
	zoho.switches.noContent = 400;
	expect(call(zoho, 'GET', path)).toMatchObject({ status: 400, json: { code: 'NO_CONTENT' } });
	const first = create(zoho);
	time.advance(20);
	const second = create(zoho);
	expect(jobs(zoho).map((job) => job.id)).toEqual([second, first]);
});

test('an unknown job is answered with 404 or 204', () => {
	const { zoho } = setUp();
	expect(call(zoho, 'GET', `${path}/1`)).toMatchObject({
		status: 404,
		json: { code: 'INVALID_URL_PATTERN' },
	});
	zoho.switches.unknownJob = 204;
	expect(call(zoho, 'GET', `${path}/1`).status).toBe(204);
});

test('the rows are the entries at the time the job started', () => {
	const { time, zoho } = setUp({ entries: 0 });
	const id = create(zoho);
	zoho.record({ record: { ...lead, name: 'Before' } });
	time.advance(3);
	zoho.record({ record: { ...lead, name: 'After' } });
	time.advance(10);
	const link = jobs(zoho, id)[0]?.download_links?.[0] ?? '';
	const { text } = call(zoho, 'GET', link);
	expect(text).toContain('Before');
	expect(text).not.toContain('After');
});

const lead = { id: '1', module: { api_name: 'Leads', id: '2', name: 'Leads' } } as const;

test('the CSV as read by csv-parse is the log, newest first', () => {
	const { time, zoho } = setUp();
	const { headers, bytes } = exported(zoho, time);
	expect(headers).toMatchObject({
		'content-type': 'text/csv;charset=UTF-8',
		'content-length': String(bytes.length),
		'content-disposition': expect.stringContaining('filename="AuditLog.csv"'),
	});
	const rows: string[][] = parse(bytes, { recordDelimiter: '\r\n' });
	const truth = zoho.log.map((entry) => [
		entry.done_by?.name ?? '',
		entry.action,
		labels[entry.record?.module.api_name ?? ''] ?? entry.record?.module.name,
		entry.record?.name,
		entry.related_record?.module.name ?? '',
		entry.related_record?.name ?? '',
		entry.account_name ?? '',
		display(entry.audited_time, 'Europe/Berlin', 'MM/dd/yyyy hh:mm a'),
	]);
	expect(rows.slice(1)).toEqual(truth.reverse());
});

const labels: Readonly<Record<string, string>> = {
	Events: 'Meetings',
	Field_Trials: 'Field Trials',
};

test('more rows than fit into one file are exported as a ZIP of several files', () => {
	const { time, zoho } = setUp({ entries: 250, rowsPerFile: 100 });
	const { headers, bytes } = exported(zoho, time);
	expect(headers['content-type']).toBe('application/zip');
	const files = new AdmZip(bytes).getEntries();
	expect(files.map((file) => file.entryName)).toEqual([
		'AuditLog_1.csv',
		'AuditLog_2.csv',
		'AuditLog_3.csv',
	]);
	const counts = files.map((file) => (parse(file.getData()) as unknown[]).length - 1);
	expect(counts).toEqual([100, 100, 50]);
});

test('criteria select the rows, and are returned with names', () => {
	const { time, zoho } = setUp();
	const criteria = {
		group_operator: 'and',
		group: [
			{ field: { api_name: 'module' }, comparator: 'equal', value: [{ api_name: 'Leads' }] },
			{ field: { api_name: 'done_by' }, comparator: 'in', value: [{ id: staff.tomas.id }] },
		],
	};
	const { bytes } = exported(zoho, time, criteria);
	const expected = zoho.log.filter(
		(entry) => entry.record?.module.api_name === 'Leads' && entry.done_by?.id === staff.tomas.id,
	);
	expect(expected.length).toBeGreaterThan(139);
	expect(parse(bytes)).toHaveLength(expected.length + 1);
	expect(JSON.stringify(jobs(zoho)[0]?.criteria)).toContain(
		`{"name":"Tomás Alder","id":"${staff.tomas.id}"}`,
	);
});

test('a salesperson gets their own rows, a manager also those of subordinates, or both are refused', () => {
	const count = (tokenUser: string) => {
		const { time, zoho } = setUp({ switches: { tokenUser } });
		return parse(exported(zoho, time).bytes).length;
	};
	const { soren, zoe, jonas } = staff;
	expect(count(zoe.id)).toBeLessThan(count(soren.id));
	expect(count(soren.id)).toBeLessThan(count(jonas.id));
	const { zoho } = setUp({ switches: { tokenUser: zoe.id, nonAdministrator: 403 } });
	expect(call(zoho, 'GET', path)).toMatchObject({
		status: 403,
		json: { code: 'NO_PERMISSION', details: { permissions: ['profile permission'] } },
	});
});

test('files of different dialects contain the same rows', () => {
	const rows = (switches: ZohoSetup['switches'] & object, decode: (bytes: Buffer) => string) => {
		const { time, zoho } = setUp({ switches });
		const { csvDelimiter: delimiter, csvLineEnd: recordDelimiter } = zoho.switches;
		const options = { delimiter, recordDelimiter, relaxColumnCount: true };
		return parse(decode(exported(zoho, time).bytes), options) as string[][];
	};
	const usual = rows({}, (bytes) => bytes.toString());
	expect(
		rows(
			{ csvDelimiter: ';', csvLineEnd: '\r', csvEncoding: 'utf-16le', csvQuotes: 'always' },
			(bytes) => bytes.toString('utf16le').slice(1),
		),
	).toEqual(usual);
	expect(
		rows({ csvDelimiter: '\t', csvLineEnd: '\n', csvEncoding: 'utf-8-bom' }, (bytes) =>
			bytes.toString().slice(1),
		),
	).toEqual(usual);
	const guessed = rows({ csvColumns: 'guessed', csvTimeFormat: 'iso8601' }, String);
	expect(guessed[0]?.slice(-3)).toEqual(['Field', 'Old Value', 'New Value']);
	expect(guessed[1]?.[7]).toMatch(/^2026-11-\d\dT\d\d:\d\d:\d\d\+01:00$/);
});

test('an export without rows has no links, an empty list, or a file with only a header', () => {
	const { time, zoho } = setUp({ entries: 0 });
	const id = create(zoho);
	time.advance(60);
	expect(jobs(zoho, id)[0]?.download_links).toBeNull();
	zoho.switches.emptyLinks = 'empty';
	expect(jobs(zoho, id)[0]?.download_links).toEqual([]);
	zoho.switches.emptyLinks = 'header_only_file';
	const [link = ''] = jobs(zoho, id)[0]?.download_links ?? [];
	expect(parse(call(zoho, 'GET', link).bytes)).toHaveLength(1);
});

test('the file host has expiry, ranges, redirects and errors of its own', () => {
	const { time, zoho } = setUp({ switches: { expiryDays: 7, acceptRanges: true } });
	const whole = exported(zoho, time);
	const [link = ''] = jobs(zoho)[0]?.download_links ?? [];
	const etag = whole.headers['etag'] ?? '';
	const rest = call(zoho, 'GET', link, { headers: { range: 'bytes=100-', 'if-range': etag } });
	expect(rest.status).toBe(206);
	expect(Buffer.concat([whole.bytes.subarray(0, 100), rest.bytes])).toEqual(whole.bytes);

	zoho.switches.bearerOnFiles = false;
	const authorization = `Bearer ${zoho.accessToken()}`;
	expect(call(zoho, 'GET', link, { headers: { authorization } }).status).toBe(401);

	zoho.switches.filesScopeError = 'x-error';
	const narrow = `Zoho-oauthtoken ${zoho.accessToken(['ZohoCRM.users.READ'])}`;
	expect(call(zoho, 'GET', link, { headers: { authorization: narrow } })).toMatchObject({
		status: 403,
		json: { 'x-error': 'INVALID_OAUTHSCOPE', status: 'error' },
	});

	zoho.switches.downloadRedirect = 'https://download-accl.zoho.eu';
	const moved = call(zoho, 'GET', link);
	expect(moved.status).toBe(302);
	expect(call(zoho, 'GET', moved.headers['location'] ?? '').bytes).toEqual(whole.bytes);

	zoho.switches.downloadRedirect = null;
	zoho.switches.expiredLink = 410;
	time.advance(8 * 86_400);
	expect(call(zoho, 'GET', link).status).toBe(410);
});

import type { INodeParameters } from 'n8n-workflow';
import { errorOf, hintsOf, itemsOf } from '../n8n/engine';
import { NODE } from '../n8n/workflow';
import { scopeMissing } from '../zoho/faults';
import { staff } from '../zoho/organization/staff';
import { nodeInEngine } from './nodeInEngine';
import { asked, byId, downloadExport, getAuditLog, getExport } from './parameters';

const n8n = nodeInEngine();
const { run, items, called } = n8n;
const DAY = 86_400_000;
/** Zoho's time, which the node goes by: none of the log lies in an hour that the clock shows twice. */
const NOON = Date.parse('2026-09-15T10:00:00Z');

const isExport = { options: { source: 'export' } };
const withOptions = (options: INodeParameters) => ({ ...getAuditLog, returnAll: true, options });

beforeEach(() => n8n.start({ now: () => NOON }));

describe('a filter that names nothing', () => {
	test.each([
		[{ users: 'Marta Kuill' }, 'user "Marta Kuill"', 'Marta Quill'],
		[{ users: 'Qill' }, 'user "Qill"', 'Marta Quill'],
		[{ modules: 'Leeds' }, 'module "Leeds"', 'Leads'],
		[{ excludeModules: ['Leeds'] }, 'module "Leeds"', 'Leads'],
		[{ otherActions: 'exportd' }, 'action "exportd"', 'exported'],
		[{ excludeActions: 'deletd' }, 'action "deletd"', 'deleted'],
	])('is refused with the nearest names: %j', async (filters, what, nearest) => {
		const error = errorOf(await run({ ...getAuditLog, filters }));
		expect(error?.['message']).toContain(what);
		expect(error?.['description']).toContain(`Did you mean "${nearest}"`);
		expect(error?.['description']).toContain('Continue if Not Found');
		expect([called('getAuditLog'), called('createExport')]).toEqual([[], []]);
	});

	test('is a hint where the form says so', async () => {
		const filters = { users: 'Marta Kuill' };
		const options = { continueIfNotFound: true };
		const result = await run({ ...getAuditLog, filters, options });
		expect(itemsOf(result, NODE)).toEqual([]);
		expect(hintsOf(result, NODE).join()).toContain('names user "Marta Kuill"');
	});

	test('is refused for an export that is downloaded as well', async () => {
		const exportId = byId(await n8n.finishedExport());
		const error = errorOf(await run({ ...downloadExport, exportId, filters: { users: 'Nobody' } }));
		expect(error?.['message']).toContain('user "Nobody"');
		expect(called('download')).toEqual([]);
	});

	test('says nothing where the connection may not read the list', async () => {
		n8n.zoho.faults.add({ ...scopeMissing('ZohoCRM.users.READ'), times: Infinity });
		const parameters = { ...getAuditLog, ...isExport, filters: { users: 'Marta' } };
		expect((await items(parameters)).length).toBeGreaterThan(0);
	});

	test('is no part of a word, no other spelling, and nothing that is set up', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const filters = { actions: 'delet, Owner Re-assigned', modules: ['Users', 'deals', 'Roles'] };
		expect(errorOf(await run({ ...getAuditLog, filters }))).toBeUndefined();
	});
});

describe('what is left out', () => {
	const truth = (isLeft: (name: string | undefined, action: string) => boolean) =>
		n8n.zoho.log.filter(({ done_by, action }) => isLeft(done_by?.name, action)).length;

	test.each(['endpoint', 'export'])('are users and actions, from the %s', async (source) => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const filters = { excludeUsers: [staff.marta.id], excludeActions: ['updated'] };
		const left = await items({ ...withOptions({ source }), filters });
		const { full_name } = staff.marta;
		expect(left).toHaveLength(truth((name, action) => name !== full_name && action !== 'updated'));
		expect(left.filter(({ json }) => json['user'] === full_name)).toEqual([]);
	});

	test('are times of the day and days of the week, in the zone of the workflow', async () => {
		const filters = { hours: '22:00-06:00', weekdays: ['friday', 'saturday'] };
		const { length } = await items({ ...withOptions({ source: 'export' }), filters });
		const inNewYork = new Intl.DateTimeFormat('en-US', {
			...{ timeZone: 'America/New_York', weekday: 'short', hour: 'numeric', hourCycle: 'h23' },
		});
		const nights = n8n.zoho.log.filter(({ audited_time }) => {
			const parts = inNewYork.formatToParts(audited_time);
			const [day, hour] = ['weekday', 'hour'].map(
				(part) => parts.find(({ type }) => type === part)?.value,
			);
			const isEvening = Number(hour) >= 22 && /Fri|Sat/.test(String(day));
			return isEvening || (Number(hour) < 6 && /Sat|Sun/.test(String(day)));
		});
		expect(nights.length).toBeGreaterThan(0);
		expect(length).toBe(nights.length);
	});

	test.each([{ hours: '25:00-26:00' }, { hours: 'nights' }, { weekdays: ['someday'] }])(
		'has to be understood: %j',
		async (filters) => {
			const error = errorOf(await run({ ...getAuditLog, filters }));
			expect(error?.['message']).toMatch(/no hours of a day|no day of the week/);
			expect(n8n.zoho.requests).toEqual([]);
		},
	);
});

describe('the period', () => {
	test('is seven days where nobody chose one', async () => {
		await items({ resource: 'auditLog', operation: 'getAuditLog', returnAll: true, ...isExport });
		const [, id] = /([0-9]+)$/.exec(called('getExport').at(-1)?.url ?? '') ?? [];
		const [job] = await items({ ...getExport, exportId: byId(id) });
		const [from, to] = (job?.json['criteria'] as { value: string[] }).value.map(Date.parse);
		expect(Math.abs(Number(to) + 1_000 - Number(from) - 7 * DAY)).toBeLessThanOrEqual(1_000);
	});

	test.each([
		[{ period: 'custom' }, 'The period is Custom, but has no times'],
		[{ period: 'lastYear' }, 'There is no period "lastYear"'],
		[{ period: 'custom', from: '={{ $json.nothing }}' }, 'The filter "From" is undefined'],
	])('has to exist: %j', async (period, sentence) => {
		const error = errorOf(await run({ ...getAuditLog, ...period }));
		expect(error?.['message']).toContain(sentence);
		expect(n8n.zoho.requests).toEqual([]);
	});
});

describe('a switch', () => {
	test('is off for the text "false", and refused for what is neither', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const parameters = { ...getAuditLog, returnAll: '={{ $json.all }}', limit: 2 };
		expect(await items(parameters, { items: [{ all: 'false' }] })).toHaveLength(2);
		const all = await items(parameters, { items: [{ all: 'true' }] });
		expect(all).toHaveLength(n8n.zoho.log.length);
		const error = errorOf(await run(parameters, { items: [{ all: 'perhaps' }] }));
		expect(error?.['message']).toContain('"perhaps" is neither yes nor no for Return All');
	});
});

describe('items of one run', () => {
	test('read one export and download it once, whatever their filters', async () => {
		const input = ['deleted', 'updated', 'added', 'exported', ''].flatMap((actions) =>
			Array.from({ length: 4 }, () => ({ actions })),
		);
		const filters = { actions: '={{ $json.actions }}' };
		const parameters = { ...withOptions({ source: 'export' }), period: 'last7Days', filters };
		expect((await items(parameters, { items: input })).length).toBeGreaterThan(0);
		expect([called('createExport').length, called('download').length]).toEqual([1, 1]);
	});

	test('have one hint of a kind, with their numbers', async () => {
		const input = [{ limit: 1 }, { limit: 2 }, { limit: 5_000 }];
		const parameters = { ...getAuditLog, ...isExport, limit: '={{ $json.limit }}' };
		const hints = hintsOf(await run(parameters, { items: input }), NODE);
		const total = n8n.zoho.log.length;
		expect(hints).toEqual([`${total} entries match; these are the 1 newest. (items 0, 1)`]);
	});

	test('that fail say what to do, and with which code Zoho refused', async () => {
		n8n.zoho.faults.add({ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), times: Infinity });
		const [failed] = await items(getAuditLog, { continueOnFail: true });
		expect(failed?.json).toEqual({
			error: expect.stringContaining('lacks the scope'),
			description: expect.stringContaining('connect it again'),
			code: 'OAUTH_SCOPE_MISMATCH',
		});
	});
});

describe('a fresh export', () => {
	test('is read again for a period up to now, for as long as the form says', async () => {
		let ahead = 0;
		n8n.start({ now: () => NOON + ahead });
		const parameters = { ...withOptions({ source: 'export' }), period: 'last24Hours' };
		const created: number[] = [];
		for (const reuseMinutes of [10, 10, 0, 0]) {
			await items({ ...parameters, options: { source: 'export', reuseMinutes } });
			created.push(called('createExport').length);
			// Within one second an export is as new as can be.
			ahead += 60_000;
		}
		expect(created).toEqual([1, 1, 2, 3]);
	});

	test('that is some minutes old is named', async () => {
		let ahead = 0;
		n8n.start({ now: () => NOON + ahead });
		const parameters = { ...withOptions({ source: 'export' }), period: 'last24Hours' };
		expect(hintsOf(await run(parameters), NODE)).toEqual([]);
		ahead = 5 * 60_000;
		const hints = hintsOf(await run(parameters), NODE);
		expect(hints.join()).toContain('what happened since then is not in it');
		expect(called('createExport')).toHaveLength(1);
	});

	test('does not answer for a period that has ended', async () => {
		const to = new Date(NOON - 60 * DAY).toISOString();
		const from = new Date(NOON - 70 * DAY).toISOString();
		await items({ ...withOptions({ source: 'export' }), ...asked({ from, to }) });
		expect(called('createExport')).toHaveLength(1);
	});
});

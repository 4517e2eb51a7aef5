import type { AuditLogOptions } from '../../../shared/auditLog/auditLog';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { jsonInstead, scopeMissing } from '../../zoho/faults';
import { all, europe } from '../host';

const DAY = 86_400_000;
const iso = (instant: number): string => new Date(instant).toISOString();

type House = ReturnType<typeof europe>;

async function entries(
	{ client }: House,
	filter: AuditLogFilter,
	options: Partial<AuditLogOptions> = {},
): Promise<AuditLogEntry[]> {
	const answer = await client.getAuditLog(filter, {
		source: 'endpoint',
		waitSeconds: 600,
		...options,
	});
	if (answer.state !== 'ready') throw new Error('not ready');
	return await all(answer);
}

describe('the endpoint', () => {
	test.each(['audit_log', 'audit_logs', 'data', 'other'] as const)(
		'is read under the key %s, to its last page',
		async (settingsAuditLog) => {
			const house = europe({ entries: 650, switches: { settingsAuditLog } });
			const ids = (await entries(house, {})).map(({ event_id }) => event_id);
			expect(ids.sort()).toEqual(house.zoho.log.map(({ id }) => id).sort());
			expect(house.called('getAuditLog')).toHaveLength(4);
		},
	);

	test('is read with page tokens where Zoho provides them', async () => {
		const house = europe({
			entries: 2500,
			switches: { settingsAuditLog: 'data', pageTokens: true },
		});
		expect(await entries(house, {})).toHaveLength(2500);
	});

	test('is read until the entries are older than the period', async () => {
		const house = europe({ switches: { settingsAuditLog: 'audit_log' } });
		const from = house.time.now() - 5 * DAY;
		const found = await entries(house, { from: iso(from) });
		const truth = house.zoho.log.filter(({ audited_time }) => audited_time >= from);
		expect(found.map(({ event_id }) => event_id).sort()).toEqual(truth.map(({ id }) => id).sort());
		expect(house.called('getAuditLog').length).toBeLessThan(5);
	});

	test('loses nothing when entries arrive while it is read', async () => {
		const house = europe({ entries: 700, switches: { settingsAuditLog: 'audit_log' } });
		const before = house.zoho.log.map(({ id }) => id);
		const answer = await house.client.getAuditLog({}, { source: 'endpoint' });
		if (answer.state !== 'ready') throw new Error('not ready');
		const ids: string[] = [];
		for await (const batch of answer) {
			ids.push(...batch.map(({ event_id }) => event_id));
			for (let count = 0; count < 3; count++) house.zoho.record();
		}
		expect(ids).toEqual([...new Set(ids)]);
		expect(ids).toEqual(expect.arrayContaining(before));
	});

	test('that repeats a page forever is refused with a clear message', async () => {
		const house = europe();
		const page = { audit_log: [{ id: '1' }, { id: '2' }], info: { more_records: true } };
		house.zoho.faults.add({ on: 'getAuditLog', times: Infinity, ...jsonInstead(200, page) });
		await expect(entries(house, {})).rejects.toThrow(/again and again/);
		expect(house.called('getAuditLog').length).toBeLessThan(6);
	});

	test('without a list is refused with the keys of the response', async () => {
		const house = europe();
		house.zoho.faults.add({ on: 'getAuditLog', ...jsonInstead(200, { enabled: true, plan: 'x' }) });
		await expect(entries(house, {})).rejects.toThrow(/its keys are: enabled, plan/);
	});

	test('without the scope is not mistaken for one that does not exist', async () => {
		const house = europe();
		house.zoho.faults.add({ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), times: Infinity });
		await expect(entries(house, {}, { source: 'automatic' })).rejects.toThrow(
			/lacks the scope ZohoCRM\.settings\.audit_logs\.READ/,
		);
		expect(house.called('createExport')).toHaveLength(0);
	});
});

describe('automatic', () => {
	test.each([403, 404] as const)('uses an export when the endpoint answers %s', async (status) => {
		const house = europe({ switches: { settingsAuditLog: status } });
		const found = await entries(house, {}, { source: 'automatic' });
		expect(found).toHaveLength(house.zoho.log.length);
		expect(house.called('createExport')).toHaveLength(1);
	});

	test('uses an export when the period takes more than 25 pages', async () => {
		const house = europe({ entries: 5600, switches: { settingsAuditLog: 'audit_log' } });
		expect(await entries(house, {}, { source: 'automatic' })).toHaveLength(5600);
		expect(house.called('getAuditLog')).toHaveLength(25);
		expect(house.called('createExport')).toHaveLength(1);
	});
});

describe('an export', () => {
	test('of 400 days is three consecutive exports, with every entry once', async () => {
		const house = europe({ days: 400, entries: 1500 });
		const from = house.time.now() - 395 * DAY;
		const found = await entries(house, { from: iso(from) }, { source: 'export' });
		const truth = house.zoho.log.filter(({ audited_time }) => audited_time >= from - 60_000);
		expect(house.called('createExport').map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(Math.abs(found.length - truth.length)).toBeLessThan(3);
		expect(new Set(found.map(({ event_id }) => event_id)).size).toBe(found.length);
	});

	test('that already covers the period is read instead of created again', async () => {
		const house = europe();
		const week = { from: iso(house.time.now() - 9 * DAY), to: iso(house.time.now() - 2 * DAY) };
		const first = await entries(house, week, { source: 'export' });
		const day = { ...week, from: iso(house.time.now() - 4 * DAY) };
		const second = await entries(house, day, { source: 'export' });
		expect(house.called('createExport')).toHaveLength(1);
		expect(second.length).toBeLessThan(first.length);
		expect(second.length).toBeGreaterThan(0);
	});

	test('older than the end of the period is not used for it', async () => {
		const house = europe();
		const from = iso(house.time.now() - 3 * DAY);
		await entries(house, { from }, { source: 'export' });
		house.time.pass(1_200_000);
		await entries(house, { from }, { source: 'export' });
		expect(house.called('createExport')).toHaveLength(2);
	});

	test('of the whole log is used for periods that had ended when it started, and for no later one', async () => {
		const house = europe();
		await entries(house, {}, { source: 'export' });
		const hour = 3_600_000;
		const before = { to: iso(house.time.now() - hour) };
		await entries(house, before, { source: 'export' });
		expect(house.called('createExport')).toHaveLength(1);
		house.time.pass(hour / 3);
		await entries(house, {}, { source: 'export' });
		expect(house.called('createExport')).toHaveLength(2);
	});

	test.each([
		['expired, and not requested', { expiryDays: 0.01 }, [200, 200]],
		['gone although Zoho lists it', { expiryDays: null }, [200, 410, 200]],
	])('that is %s is created again', async (_, switches, downloads) => {
		const house = europe({ switches });
		const week = { from: iso(house.time.now() - 9 * DAY), to: iso(house.time.now() - 2 * DAY) };
		const first = await entries(house, week, { source: 'export' });
		house.time.pass(40 * 60_000);
		if (switches.expiryDays === null) {
			house.zoho.faults.add({ on: 'download', ...jsonInstead(410, {}) });
		}
		const again = await entries(house, week, { source: 'export' });
		expect(again).toHaveLength(first.length);
		expect(house.called('createExport').map(({ status }) => status)).toEqual([200, 200]);
		expect(house.called('download').map(({ status }) => status)).toEqual(downloads);
	});

	test('that is still running when the wait is over is reported, and the next call continues with it', async () => {
		const house = europe({ jobSeconds: 60 });
		const ask = async () =>
			await house.client.getAuditLog(
				{ from: iso(house.time.now() - 2 * DAY) },
				{ source: 'export', waitSeconds: 25, freshSeconds: 600 },
			);
		const first = await ask();
		if (first.state !== 'preparing') throw new Error('not preparing');
		house.time.pass(30_000);
		const second = await ask();
		expect(second.state).toBe('ready');
		expect(house.called('createExport')).toHaveLength(1);
		if (second.state === 'ready') {
			expect(second.coverage).toMatchObject({
				source: 'export',
				export_ids: [first.job.id],
				as_of: first.job.job_start_time,
			});
		}
	});

	test.each(['failed', 'deleted'] as const)(
		'that %s is reported at once with its id',
		async (outcome) => {
			const house = europe({ switches: { jobOutcome: outcome } });
			await expect(entries(house, {}, { source: 'export' })).rejects.toThrow(
				/ended the export \d+ without a file/,
			);
		},
	);

	test.each(['openapi', 'docs', 'docs_lower_case'] as const)(
		'is recognized as finished in the words of %s',
		async (statusWords) => {
			const house = europe({ switches: { statusWords } });
			expect(await entries(house, {}, { source: 'export' })).toHaveLength(house.zoho.log.length);
		},
	);

	test.each(['null', 'empty'] as const)(
		'without links (%s) has no entries, and reports that',
		async (emptyLinks) => {
			const house = europe({ switches: { emptyLinks }, entries: 500 });
			const long = {
				from: iso(house.time.now() - 150 * DAY),
				to: iso(house.time.now() - 149 * DAY),
			};
			const answer = await house.client.getAuditLog(long, { source: 'export', waitSeconds: 60 });
			if (answer.state !== 'ready') throw new Error('not ready');
			expect(await all(answer)).toEqual([]);
			expect(answer.coverage.notes.join(' ')).toMatch(/no file for the export/);
		},
	);

	test('whose links are late is waited for', async () => {
		const house = europe({ switches: { linksLateSeconds: 4 } });
		expect(await entries(house, {}, { source: 'export' })).toHaveLength(house.zoho.log.length);
	});

	test('loses no entry of the first minute when times have no seconds', async () => {
		const house = europe({ entries: 500 });
		const at = Math.floor(house.time.now() / 60_000) * 60_000 - DAY + 40_000;
		house.zoho.record({ audited_time: at });
		const filter = { from: iso(at - 10_000), to: iso(at + 5_000) };
		const found = await entries(house, filter, { source: 'export' });
		expect(found.map(({ audited_time }) => Date.parse(audited_time ?? ''))).toContain(at - 40_000);
	});
});

describe('job ids', () => {
	test.each([404, 204] as const)(
		'that are unknown are distinguished from a wrong path (%s)',
		async (unknownJob) => {
			const { client } = europe({ switches: { unknownJob } });
			await expect(client.getExport('123')).rejects.toThrow(/knows no export 123/);
		},
	);

	test.each([204, 400] as const)('an empty list is an empty list (%s)', async (noContent) => {
		const { client } = europe({ switches: { noContent } });
		expect(await client.listExports()).toEqual([]);
	});

	test('can be latest, which is the newest finished export', async () => {
		const { client, time } = europe({ jobSeconds: 10 });
		await expect(client.getExport('latest')).rejects.toThrow(/no finished export/);
		const first = await client.createExport({ actions: ['added'] });
		time.pass(11_000);
		const second = await client.createExport({ actions: ['deleted'] });
		expect((await client.getExport('latest')).id).toBe(first.job.id);
		time.pass(11_000);
		expect((await client.getExport('latest')).id).toBe(second.job.id);
	});
});

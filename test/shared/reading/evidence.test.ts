import type { AuditLogOptions } from '../../../shared/auditLog/auditLog';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { AuditLogClient } from '../../../shared/client';
import { dataCenterById } from '../../../shared/dataCenters';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { all, europe } from '../host';
import { jsonInstead, scopeMissing, serverFault } from '../../zoho/faults';
import { actor } from '../../zoho/log/logEntry';
import { staff } from '../../zoho/organization/staff';

const DAY = 86_400_000;
const MINUTE = 60_000;
const iso = (instant: number): string => new Date(instant).toISOString();

type House = ReturnType<typeof europe>;

async function read(
	{ client }: House,
	filter: AuditLogFilter,
	options: Partial<AuditLogOptions> = {},
) {
	const answer = await client.getAuditLog(filter, {
		source: 'export',
		waitSeconds: 900,
		...options,
	});
	if (answer.state !== 'ready') throw new Error('not ready');
	return { entries: await all(answer), coverage: answer.coverage };
}

/** Another client of the same organization, which remembers nothing. */
function clientOf({ transport, time: { now, sleep } }: House): AuditLogClient {
	const dataCenter = dataCenterById('eu');
	return new AuditLogClient({ transport, dataCenter, now, ticks: now, sleep });
}

/** The files of an export, once it is finished. */
async function downloaded({ client, time }: House, id: string): Promise<DownloadedExport> {
	time.pass(20_000);
	const job = await client.getExport(id);
	return await client.downloadExport(finishedOrThrow(job));
}

describe('a long period', () => {
	test('comes once when an older export of the whole log holds more than one of its windows', async () => {
		const house = europe({ days: 300, entries: 1500 });
		await house.client.createExport({});
		house.time.pass(20 * MINUTE);
		const from = house.time.now() - 299 * DAY;
		const { entries } = await read(house, { from: iso(from) });
		const truth = house.zoho.log.filter(({ audited_time }) => audited_time >= from);
		expect(new Set(entries.map(({ event_id }) => event_id)).size).toBe(entries.length);
		expect(Math.abs(entries.length - truth.length)).toBeLessThanOrEqual(1);
	});

	test('that one export holds alone is read from it once, entries without a time too', async () => {
		const house = europe({ days: 300, entries: 1500, switches: { csvTimeFormat: 'MMMM yyyy' } });
		const now = house.time.now();
		await house.client.createExport({});
		house.time.pass(20 * MINUTE);
		const past = { from: iso(now - 299 * DAY), to: iso(now - DAY) };
		const { entries } = await read(house, past);
		expect(house.called('download')).toHaveLength(1);
		expect(entries).toHaveLength(house.zoho.log.length);
	});

	test('is as old as the export of its last part, which alone may be a little old', async () => {
		const house = europe({ days: 320, entries: 1500 });
		const now = house.time.now();
		const { job } = await house.client.createExport({ from: iso(now - 100 * DAY) });
		house.time.pass(6 * MINUTE);
		const long = { from: iso(now - 250 * DAY) };
		const { coverage } = await read(house, long, { freshSeconds: 600 });
		expect(coverage.export_ids).toHaveLength(2);
		expect(coverage.export_ids.at(-1)).toBe(job.id);
		expect(coverage.as_of).toBe(job.job_start_time);
	});

	test('that ended a while ago is not answered by an export begun before its end', async () => {
		const house = europe();
		const now = house.time.now();
		await house.client.createExport({ from: iso(now - 10 * DAY) });
		house.time.pass(6 * MINUTE);
		const past = { from: iso(now - 5 * DAY), to: iso(now + 3 * MINUTE) };
		await read(house, past, { freshSeconds: 600 });
		expect(house.called('createExport')).toHaveLength(2);
	});
});

describe('times', () => {
	test('are read in the format and the zone of the user who exported', async () => {
		const house = europe({ switches: { tokenUser: staff.leo.id } });
		const { job } = await house.client.createExport({});
		house.time.pass(20_000);
		house.zoho.switches.tokenUser = null;
		const marta = clientOf(house);
		const finished = finishedOrThrow(await marta.getExport(job.id));
		const reading = marta.readEntries([await marta.downloadExport(finished)]);
		const times = (await all(reading)).map(({ audited_time }) => Date.parse(audited_time ?? ''));
		const truth = house.zoho.log
			.filter(({ done_by }) => done_by?.id === staff.leo.id)
			.map(({ audited_time }) => Math.floor(audited_time / MINUTE) * MINUTE);
		expect(times.sort()).toEqual(truth.sort());
	});

	test('that fit several zones are read in that of the user who exported', async () => {
		const house = europe({ entries: 0, days: 1, switches: { tokenUser: staff.priya.id } });
		const noon = Math.floor(house.time.now() / DAY) * DAY - 10 * DAY + 12 * 60 * MINUTE;
		house.zoho.record({ audited_time: noon, done_by: actor(staff.priya) });
		const day = { from: iso(noon - DAY / 2), to: iso(noon + DAY / 2) };
		const { job } = await house.client.createExport(day);
		const download = await downloaded(house, job.id);
		house.zoho.switches.tokenUser = null;
		const marta = clientOf(house);
		const reading = marta.readEntries([download]);
		expect((await all(reading)).map((it) => Date.parse(it.audited_time ?? ''))).toEqual([noon]);
		expect(reading.coverage.notes.join(' ')).toMatch(/does not show in which time zone/);
	});

	test('are read also of an exporter who is not known, where they prove how they are written', async () => {
		const house = europe();
		const { job } = await house.client.createExport({});
		const download = await downloaded(house, job.id);
		const reading = house.client.readEntries([{ ...download, createdById: null }]);
		const entries = await all(reading);
		const times = entries.map(({ audited_time }) => Date.parse(audited_time ?? ''));
		const truth = house.zoho.log.map((it) => Math.floor(it.audited_time / MINUTE) * MINUTE);
		expect(times.sort()).toEqual(truth.sort());
		expect(reading.coverage.notes).toEqual([
			expect.stringMatching(
				/that of the user who exported is not known: .* as Europe\/Berlin, which/,
			),
		]);
	});

	test('that fit one zone alone prove nothing where the exporter, who is not known, may be in a further one', async () => {
		const house = europe({ entries: 0, days: 1, switches: { tokenUser: staff.priya.id } });
		const midnight = Math.floor(house.time.now() / DAY) * DAY - 10 * DAY - 330 * MINUTE;
		// 19:20 in India: in UTC that is after the end of the window, in Berlin it is not.
		const at = midnight + (19 * 60 + 20) * MINUTE;
		house.zoho.record({ audited_time: at, done_by: actor(staff.priya) });
		const day = { from: iso(midnight), to: iso(midnight + DAY) };
		const { job } = await house.client.createExport(day);
		const download = await downloaded(house, job.id);
		const part = { ...day, from: iso(midnight + MINUTE) };
		const reading = clientOf(house).readEntries([{ ...download, createdById: null }], part);
		await all(reading);
		expect(reading.coverage.complete).toBe(false);
		expect(reading.coverage.notes.join(' ')).toMatch(/the user who exported is not known/);
		// Of an exporter who is known it is settled.
		const known = clientOf(house).readEntries([download], part);
		expect((await all(known)).map((it) => Date.parse(it.audited_time ?? ''))).toEqual([at]);
		expect(known.coverage.notes.join(' ')).not.toMatch(/is not known/);
	});

	test('that fit two zones leave a part of the period incomplete, and all of it complete', async () => {
		const house = europe({ entries: 0, days: 1 });
		const noon = Math.floor(house.time.now() / DAY) * DAY - 10 * DAY + 12 * 60 * MINUTE;
		house.zoho.record({ audited_time: noon });
		const day = { from: iso(noon - DAY / 2), to: iso(noon + DAY / 2) };
		const { job } = await house.client.createExport(day);
		const download = await downloaded(house, job.id);
		for (const [filter, complete, note] of [
			[day, true, /in which time zone/],
			[{ ...day, from: iso(noon - MINUTE) }, false, /time zone.* If that is wrong/],
		] as const) {
			const reading = house.client.readEntries([download], filter);
			expect(await all(reading)).toHaveLength(1);
			expect(reading.coverage.complete).toBe(complete);
			expect(reading.coverage.notes.join(' ')).toMatch(note);
		}
	});

	test('are left out, and counted, when they are written in a way that nobody knows', async () => {
		const house = europe();
		house.zoho.switches.csvTimeFormat = 'dd-MM HH:mm';
		const { job } = await house.client.createExport({});
		const reading = house.client.readEntries([await downloaded(house, job.id)]);
		const entries = await all(reading);
		expect(entries).toHaveLength(house.zoho.log.length);
		expect(entries.every(({ audited_time }) => audited_time === null)).toBe(true);
		expect(reading.coverage.entries_without_time).toBe(entries.length);
		expect(reading.coverage.notes.join(' ')).toMatch(/No single date format and time zone fit/);
	});
});

describe('an export job', () => {
	test('whose criteria cannot be read is not taken for the whole log', async () => {
		const house = europe();
		const week = { from: iso(house.time.now() - 9 * DAY), to: iso(house.time.now() - 2 * DAY) };
		await house.client.createExport({ ...week, modules: ['Deals'] });
		house.time.pass(20_000);
		house.zoho.faults.add({
			on: 'listExports',
			answer: (_, normal) => {
				const list = JSON.parse(new TextDecoder().decode(normal.body)) as {
					audit_log_export: { criteria: unknown }[];
				};
				for (const job of list.audit_log_export) job.criteria = [job.criteria];
				return { ...normal, body: new TextEncoder().encode(JSON.stringify(list)) };
			},
		});
		const { entries } = await read(house, week);
		expect(house.called('createExport')).toHaveLength(2);
		expect(new Set(entries.map(({ module }) => module)).size).toBeGreaterThan(1);
	});

	test("that was cut at Zoho's cap does not answer for a part of its window", async () => {
		const house = europe(
			{ entries: 2000, rowsPerFile: 100, rowsPerExport: 1000 },
			{ exportCap: { entries: 1000, entriesPerFile: 100 } },
		);
		await house.client.createExport({});
		house.time.pass(20_000);
		const old = { from: iso(house.time.now() - 110 * DAY), to: iso(house.time.now() - 100 * DAY) };
		const { entries } = await read(house, old);
		const truth = house.zoho.log.filter(
			({ audited_time }) =>
				audited_time >= Date.parse(old.from) - MINUTE && audited_time < Date.parse(old.to),
		);
		expect(entries.length).toBeGreaterThan(0);
		expect(Math.abs(entries.length - truth.length)).toBeLessThanOrEqual(1);
	});

	test('that ended while it was said to be in the way is not posted against for ever', async () => {
		const house = europe();
		const { job } = await house.client.createExport({ actions: ['added'] });
		house.time.pass(20_000);
		const refusal = {
			code: 'ALREADY_SCHEDULED',
			status: 'error',
			message: '',
			details: { id: job.id },
		};
		house.zoho.faults.add({
			on: 'createExport',
			times: Infinity,
			...jsonInstead(400, { audit_log_export: [refusal] }),
		});
		await expect(house.client.createExport({ actions: ['deleted'] })).rejects.toThrow(
			/also that it has ended/,
		);
		expect(house.called('createExport').length).toBeLessThan(5);
		expect(house.time.slept.length).toBeGreaterThan(0);
	});
});

describe('what may not be all is told', () => {
	test('for a user who sees only what is below', async () => {
		const house = europe({ switches: { tokenUser: staff.leo.id } });
		const { coverage } = await read(house, { from: iso(house.time.now() - 9 * DAY) });
		expect(coverage.complete).toBe(false);
		expect(coverage.notes.join(' ')).toMatch(
			/Read as .*administrators and the CEO see every entry/,
		);
	});

	test('for an export that is limited to less than what is asked', async () => {
		const house = europe();
		const day = { from: iso(house.time.now() - 2 * DAY), to: iso(house.time.now() - DAY) };
		const { job } = await house.client.createExport({ ...day, modules: ['Deals'] });
		const download = await downloaded(house, job.id);
		const reading = house.client.readEntries([download], {
			from: iso(house.time.now() - 20 * DAY),
		});
		await all(reading);
		expect(reading.coverage).toMatchObject({ complete: false });
		expect(reading.coverage.notes.join(' ')).toMatch(/does not hold all of what was asked/);
	});

	test('for a user id that nobody has', async () => {
		const house = europe();
		const { coverage } = await read(house, { users: ['9999999999'] });
		expect(coverage.notes.join(' ')).toMatch(/No user with the id 9999999999 is known/);
	});

	test('and an administrator has it all', async () => {
		const house = europe();
		const { coverage } = await read(house, { from: iso(house.time.now() - 9 * DAY) });
		expect(coverage).toMatchObject({ complete: true, notes: [] });
	});

	test('also to who leaves early', async () => {
		const house = europe();
		house.zoho.switches.csvTimeFormat = 'dd-MM HH:mm';
		const { job } = await house.client.createExport({});
		const reading = house.client.readEntries([await downloaded(house, job.id)]);
		for await (const batch of reading) if (batch.length > 0) break;
		expect(reading.coverage.entries_read).toBeGreaterThan(0);
		expect(reading.coverage.notes.join(' ')).toMatch(/could not be read without guessing/);
	});
});

describe('a connection that may not ask for names', () => {
	test.each(['users', 'modules', 'org'] as const)('goes on without %s, and says so', async (on) => {
		const house = europe();
		house.zoho.faults.add({
			on,
			times: Infinity,
			...jsonInstead(403, { code: 'NO_PERMISSION', status: 'error', message: '', details: {} }),
		});
		const { entries, coverage } = await read(house, { from: iso(house.time.now() - 9 * DAY) });
		expect(entries.length).toBeGreaterThan(0);
		expect(coverage.notes.join(' ')).toMatch(/because Zoho does not let this user see it/);
	});
});

describe('automatic', () => {
	test.each([
		[
			'wants a scope of its own',
			jsonInstead(401, { code: 'OAUTH_SCOPE_MISMATCH', status: 'error', message: '', details: {} }),
		],
		['answers with a flag', jsonInstead(200, { enabled: true })],
		['is broken', serverFault({ html: true })],
	])('reads an export when the endpoint %s', async (_, mishap) => {
		const house = europe();
		house.zoho.faults.add({ on: 'getAuditLog', times: Infinity, ...mishap });
		const { entries } = await read(house, {}, { source: 'automatic' });
		expect(entries).toHaveLength(house.zoho.log.length);
	});

	test('names a scope that exports lack as well', async () => {
		const house = europe();
		house.zoho.faults.add({ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), times: Infinity });
		await expect(read(house, {}, { source: 'automatic' })).rejects.toThrow(/audit_logs\.READ/);
		expect(house.called('createExport')).toHaveLength(0);
	});
});

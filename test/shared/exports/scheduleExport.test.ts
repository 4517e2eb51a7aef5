import { scheduleExport } from '../../../shared/exports/scheduleExport';
import { UnavailableError } from '../../../shared/errors';
import { criteriaFor } from '../../../shared/exports/criteria';
import { serverFault, tooManyRequests } from '../../zoho/faults';
import type { Switches } from '../../zoho/zoho';
import { europe } from '../host';

const JONAS = '7610000000000004002';
const DAY = 86_400_000;

function lastWeek(now: number) {
	return criteriaFor({ window: { from: now - 7 * DAY, to: now - DAY } });
}

test('an export is created once and its job is returned', async () => {
	const { client, called, time } = europe();
	const { job, adopted } = await scheduleExport(client.session, lastWeek(time.now()), {});
	expect(adopted).toBe(false);
	expect(job).toMatchObject({ state: 'running', created_by: { name: 'Marta Quill' } });
	expect(called('createExport')).toHaveLength(1);
});

test('without a filter the body is empty, which is how Zoho exports the whole log', async () => {
	const { client, zoho, time } = europe({ jobSeconds: 0 });
	const { job } = await client.createExport({});
	expect(job.criteria).toBeNull();
	const finished = await client.waitForExport(job.id);
	if (finished.state !== 'finished') throw new Error('not finished');
	let rows = 0;
	const reading = client.readEntries([await client.downloadExport(finished)]);
	for await (const batch of reading) rows += batch.length;
	expect(rows).toBe(zoho.log.length);
	// Except for yielding to the event loop while it reads.
	expect(time.slept.filter((milliseconds) => milliseconds > 0)).toEqual([]);
});

test('an identical export that is already running is joined', async () => {
	const { client, called, time } = europe({ jobSeconds: 60 });
	const criteria = lastWeek(time.now());
	const first = await scheduleExport(client.session, criteria, {});
	const second = await scheduleExport(client.session, criteria, {});
	expect(second).toMatchObject({ adopted: true, job: { id: first.job.id } });
	expect(called('createExport').map(({ status }) => status)).toEqual([200, 400]);
});

test.each([true, false])(
	'another export is waited for, then ours is created (its id reported: %s)',
	async (alreadyScheduledId) => {
		const { client, time } = europe({ jobSeconds: 40, switches: { alreadyScheduledId } });
		const first = await scheduleExport(
			client.session,
			criteriaFor({ window: { from: time.now() - 2 * DAY, to: time.now() }, actions: ['added'] }),
			{},
		);
		const second = await scheduleExport(client.session, lastWeek(time.now()), { waitSeconds: 120 });
		expect(second.adopted).toBe(false);
		expect(second.job.id).not.toBe(first.job.id);
	},
);

test('when the wait is over, the blocking export is named with its user and start', async () => {
	const { client, time, called } = europe({ switches: { jobOutcome: 'stuck' } });
	const { job } = await client.createExport({ actions: ['added'] });
	const blocked = scheduleExport(client.session, lastWeek(time.now()), { waitSeconds: 30 });
	await expect(blocked).rejects.toThrow(
		new RegExp(`export ${job.id} of Marta Quill has been running since`),
	);
	await expect(blocked).rejects.toBeInstanceOf(UnavailableError);
	expect(called('createExport')).toHaveLength(2);
});

test('an export that started before the end of its window is not joined', async () => {
	const { client, time } = europe({ jobSeconds: 30 });
	const criteria = criteriaFor({ window: { from: time.now() - DAY, to: time.now() + DAY } });
	const first = await scheduleExport(client.session, criteria, {});
	const second = await scheduleExport(client.session, criteria, { waitSeconds: 90 });
	expect(second.adopted).toBe(false);
	expect(second.job.id).not.toBe(first.job.id);
});

describe('refused because of an export that has ended', () => {
	test('one that asks the same is adopted', async () => {
		const { client, time, called } = europe({ jobSeconds: 0, switches: { lingeringSeconds: 60 } });
		const criteria = lastWeek(time.now());
		const first = await scheduleExport(client.session, criteria, {});
		const second = await scheduleExport(client.session, criteria, {});
		expect(second).toMatchObject({ adopted: true, job: { id: first.job.id, state: 'finished' } });
		expect(called('createExport')).toHaveLength(2);
	});

	test.each<[string, Partial<Switches>]>([
		['failed', { jobOutcome: 'failed' }],
		['expired', { expiryDays: 0 }],
	])('one that asks the same and has %s is not', async (_, switches) => {
		const { client, time, called } = europe({
			jobSeconds: 0,
			switches: { lingeringSeconds: 5, ...switches },
		});
		const criteria = lastWeek(time.now());
		const first = await scheduleExport(client.session, criteria, {});
		time.pass(1_000);
		const second = await scheduleExport(client.session, criteria, { waitSeconds: 30 });
		expect(second.adopted).toBe(false);
		expect(second.job.id).not.toBe(first.job.id);
		expect(called('createExport')).toHaveLength(3);
	});

	test('after another one, one more create follows at a pace', async () => {
		const { client, time, called } = europe({ jobSeconds: 0, switches: { lingeringSeconds: 2 } });
		await client.createExport({ actions: ['added'] });
		const { adopted } = await scheduleExport(client.session, lastWeek(time.now()), {});
		expect(adopted).toBe(false);
		expect(called('createExport').map(({ status }) => status)).toEqual([200, 400, 200]);
		expect(time.slept).toEqual([3_000]);
	});

	test('after the second refusal it is reported as one that has ended', async () => {
		const { client, time, called } = europe({ jobSeconds: 0, switches: { lingeringSeconds: 1e6 } });
		const { job } = await client.createExport({ actions: ['added'] });
		const blocked = scheduleExport(client.session, lastWeek(time.now()), { waitSeconds: 600 });
		await expect(blocked).rejects.toBeInstanceOf(UnavailableError);
		await expect(blocked).rejects.toThrow(new RegExp(`${job.id}.*has ended \\(finished, at 2026-`));
		expect(called('createExport')).toHaveLength(3);
	});

	test('one that seems to run and to have ended, in turn, is not asked about for ever', async () => {
		const { client, zoho, time, called } = europe({
			jobSeconds: 0,
			switches: { lingeringSeconds: 1e6 },
		});
		await client.createExport({ actions: ['added'] });
		let looks = 0;
		zoho.faults.add({
			on: 'getExport',
			times: Infinity,
			answer: (_, normal) => {
				const text = Buffer.from(normal.body).toString();
				const word = looks++ % 2 === 0 ? 'running' : 'finished';
				return { ...normal, body: Buffer.from(text.replace('"finished"', `"${word}"`)) };
			},
		});
		const options = { waitSeconds: 60 };
		await expect(
			scheduleExport(client.session, lastWeek(time.now()), options),
		).rejects.toBeInstanceOf(UnavailableError);
		expect(called('createExport').length).toBeLessThan(15);
	});
});

describe('after a lost response', () => {
	test('an export that was created anyway is found, and nothing is posted again', async () => {
		const { client, zoho, time, called } = europe();
		zoho.faults.add({ on: 'createExport', ...serverFault({ acted: true }) });
		const { job } = await scheduleExport(client.session, lastWeek(time.now()), {});
		expect(called('createExport')).toHaveLength(1);
		expect(called('listExports').length).toBeGreaterThan(0);
		expect(job.id).toBeTruthy();
	});

	test('an export that was not created is created once more', async () => {
		const { client, zoho, time, called } = europe();
		zoho.faults.add({ on: 'createExport', ...serverFault() });
		await scheduleExport(client.session, lastWeek(time.now()), {});
		expect(called('createExport').map(({ status }) => status)).toEqual([500, 200]);
	});

	test('a second loss is final', async () => {
		const { client, zoho, time, called } = europe();
		zoho.faults.add({ on: 'createExport', ...serverFault(), times: Infinity });
		await expect(scheduleExport(client.session, lastWeek(time.now()), {})).rejects.toBeInstanceOf(
			UnavailableError,
		);
		expect(called('createExport')).toHaveLength(2);
	});

	test('a busy response is not a lost one: nothing is posted again', async () => {
		const { client, zoho, time, called } = europe();
		zoho.faults.add({ on: 'createExport', ...tooManyRequests(), times: Infinity });
		await expect(scheduleExport(client.session, lastWeek(time.now()), {})).rejects.toThrow(
			/as many requests of this organization at once/,
		);
		expect(called('createExport')).toHaveLength(1);
	});

	test('a job whose first status response is lost keeps its id', async () => {
		const { client, zoho, time } = europe();
		zoho.faults.add({ on: 'getExport', ...serverFault(), times: 4 });
		const { job } = await scheduleExport(client.session, lastWeek(time.now()), {});
		expect(job).toMatchObject({ state: 'running', status: null });
		expect((await client.getExport(job.id)).id).toBe(job.id);
	});
});

test('filters become ids and API names, and what Zoho cannot filter by is refused before the request', async () => {
	const { client } = europe({ jobSeconds: 0 });
	const { job } = await client.createExport({ users: ['Jonas'], modules: ['Meetings'] });
	expect(JSON.stringify(job.criteria)).toContain(JONAS);
	expect(JSON.stringify(job.criteria)).toContain('"Events"');
});

test.each([
	['a record', { record: 'Acme' }, /cannot filter an export by record/],
	['an action it has no filter for', { actions: ['exported'] }, /not by "exported"/],
	['an unknown user', { users: ['Nobody'] }, /No user fits "Nobody"/],
	['an unknown module', { modules: ['Pets'] }, /There is no module "Pets"/],
	[
		'more than 180 days',
		{ from: '2026-01-01T00:00:00Z' },
		/at most 180 days.*2026-01-01T00:00Z to/,
	],
])('%s is refused without creating anything', async (_, filter, sentence) => {
	const { client, called } = europe();
	await expect(client.createExport(filter)).rejects.toThrow(sentence);
	expect(called('createExport')).toHaveLength(0);
});

test('a name shared by two users yields candidates, not a guess', async () => {
	const { client, zoho } = europe();
	const names = zoho.users.map(({ full_name }) => full_name);
	const shared = names.find((name, index) => names.indexOf(name) !== index) ?? '';
	await expect(client.createExport({ users: [shared] })).rejects.toThrow(/More than one user fits/);
});

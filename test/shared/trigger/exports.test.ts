import type { Cursor } from '../../../shared/trigger/cursor';
import type { Polled } from '../../../shared/trigger/poll';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { ExportGoneError, UnavailableError, UnexpectedAnswerError } from '../../../shared/errors';
import { refusal } from '../../zoho/answers';
import { truncatedBody } from '../../zoho/faults';
import { MINUTE, QUESTION, triggerWorld, type WorldSetup } from './triggerWorld';

const byExport: TriggerQuestion = { ...QUESTION, source: 'export' };
const HOUR = 60 * MINUTE;

async function started(setup: WorldSetup = {}, question: TriggerQuestion = byExport) {
	const world = triggerWorld(setup);
	let cursor: unknown;
	let begin = 0;
	const watching = {
		get cursor() {
			return cursor as Cursor;
		},
		set cursor(kept: Cursor) {
			cursor = kept;
		},
		async poll(): Promise<Polled & { seconds: number }> {
			begin = world.now();
			const polled = await world.poll(cursor, question);
			cursor = JSON.parse(JSON.stringify(polled.cursor));
			return { ...polled, seconds: (world.now() - begin) / 1000 };
		},
		/** Polls every minute until something is delivered. */
		async found(most = 40): Promise<Polled> {
			for (let polls = 0; polls < most; polls++) {
				const polled = await watching.poll();
				if (polled.trouble) throw polled.trouble;
				if (polled.entries.length > 0) return polled;
				world.pass(MINUTE);
			}
			throw new Error('nothing was delivered');
		},
	};
	await watching.poll();
	const happen = (...names: string[]): void =>
		world.happen(...names.map((name) => ({ at: world.now(), arrives: world.now(), name })));
	return { world, watching, happen };
}

const names = ({ entries }: Polled): (string | null | undefined)[] =>
	entries.map(({ record }) => record?.name);

test('an export of 12 minutes is one POST, and is delivered by the first poll that can', async () => {
	const { world, watching, happen } = await started({ jobSeconds: 720 });
	happen('Acme');
	world.pass(5 * MINUTE);
	const asked = world.now();
	for (let polls = 0; polls < 20; polls++) {
		const polled = await watching.poll();
		expect(polled.seconds).toBeLessThan(60);
		if (polled.entries.length > 0) {
			expect(names(polled)).toEqual(['Acme']);
			break;
		}
		expect(watching.cursor.state).toBe('waiting');
		world.pass(10_000);
	}
	expect((world.now() - asked) / MINUTE).toBeGreaterThan(12);
	expect((world.now() - asked) / MINUTE).toBeLessThan(13.5);
	expect(world.called('createExport')).toHaveLength(1);
	expect(world.called('download')).toHaveLength(1);
});

test('however often it polls, the next export waits for its pace, and costs nothing meanwhile', async () => {
	const { world, watching } = await started();
	world.pass(MINUTE);
	await watching.poll();
	const before = world.zoho.requests.length;
	for (let polls = 0; polls < 10; polls++) {
		world.pass(MINUTE);
		await watching.poll();
	}
	expect(world.zoho.requests.length).toBe(before);
	world.pass(5 * MINUTE);
	await watching.poll();
	expect(world.called('createExport')).toHaveLength(2);
});

test('an export that was forgotten in a crash is adopted, not made again', async () => {
	const { world, watching, happen } = await started({ jobSeconds: 200 });
	happen('Acme');
	world.pass(5 * MINUTE);
	const kept = watching.cursor;
	await watching.poll();
	expect(watching.cursor.state).toBe('waiting');
	watching.cursor = kept;
	expect(names(await watching.found())).toEqual(['Acme']);
	expect(world.called('createExport')).toHaveLength(1);
});

test('another’s export is waited for, and ours is made when it has ended', async () => {
	const { world, watching, happen } = await started({ jobSeconds: 300 });
	happen('Acme');
	world.pass(5 * MINUTE);
	const theirs = { ...byExport, start: '2026-09-01T00:00:00Z' };
	await world.poll(undefined, theirs);
	const first = await watching.poll();
	expect(first.entries).toEqual([]);
	expect(first.trouble).toBeUndefined();
	expect(first.cursor.trouble).toMatchObject({ failures: 1, pause: 0 });
	expect(names(await watching.found())).toEqual(['Acme']);
	expect(world.called('createExport').filter(({ status }) => status === 200)).toHaveLength(2);
});

test('an export that fails is made again once, then reported; the checkpoint stays and the next poll goes on', async () => {
	const { world, watching, happen } = await started();
	happen('Acme');
	world.pass(5 * MINUTE);
	world.zoho.switches.jobOutcome = 'failed';
	const { checkpoint } = watching.cursor;
	const polled = await watching.poll();
	expect(polled.trouble).toBeInstanceOf(ExportGoneError);
	expect(world.called('createExport')).toHaveLength(2);
	expect(watching.cursor.checkpoint).toBe(checkpoint);
	world.zoho.switches.jobOutcome = 'finished';
	world.pass(16 * MINUTE);
	expect(names(await watching.found())).toEqual(['Acme']);
});

test('a link that expires during delivery leads to a new export, and nothing comes twice', async () => {
	const { world, watching } = await started({}, { ...byExport, limit: 3 });
	const at = world.now();
	const many = Array.from({ length: 8 }, (_, number) => `No. ${number}`);
	world.happen(...many.map((name) => ({ at, arrives: at, name })));
	world.pass(30 * MINUTE);
	const delivered = [...names(await watching.found())];
	world.zoho.faults.add({ on: 'download', refuse: () => refusal(404, 'FILE_EXPIRED', 'gone') });
	for (let rounds = 0; rounds < 2; rounds++) delivered.push(...names(await watching.found()));
	expect(delivered.sort()).toEqual(many);
	expect(world.called('createExport')).toHaveLength(2);
});

test('a large export is delivered over several polls, and no row is in the cursor', async () => {
	const { world, watching } = await started({ rowsPerFile: 100 }, { ...byExport, limit: 250 });
	const from = world.now();
	const many = Array.from({ length: 1_000 }, (_, number) => `Secret ${number}`);
	world.happen(...many.map((name, n) => ({ at: from + n * 1_000, arrives: from, name })));
	world.pass(10 * HOUR);
	const delivered: (string | null | undefined)[] = [];
	while (delivered.length < 1_000) {
		delivered.push(...names(await watching.found()));
		const cursor = JSON.stringify(watching.cursor);
		expect(cursor).not.toContain('Secret');
		expect(cursor.length).toBeLessThan(2_000);
	}
	expect(delivered).toHaveLength(1_000);
	expect(new Set(delivered).size).toBe(1_000);
	expect(world.called('createExport')).toHaveLength(1);
});

test('an export that Zoho has cut is not used: halves of its window are asked for', async () => {
	const world = triggerWorld({ rowsPerExport: 100, exportCap: 100 });
	const from = world.now();
	const many = Array.from({ length: 350 }, (_, number) => `No. ${number}`);
	world.happen(...many.map((name, n) => ({ at: from + n * 10_000, arrives: from, name })));
	let { cursor } = await world.poll(undefined, byExport);
	world.pass(3 * HOUR);
	const delivered = new Set<string>();
	for (let polls = 0; polls < 20; polls++) {
		const polled = await world.poll(cursor, byExport);
		cursor = polled.cursor;
		for (const { event_id } of polled.entries) {
			expect(delivered.has(event_id)).toBe(false);
			delivered.add(event_id);
		}
		world.pass(MINUTE);
	}
	expect(delivered.size).toBe(350);
});

test('half a window whose export fails is exported again once, then reported', async () => {
	const { world, watching, happen } = await started({
		...{ jobSeconds: 60, rowsPerExport: 4, exportCap: 4 },
	});
	happen('A', 'B', 'C', 'D');
	world.pass(5 * MINUTE);
	await watching.poll();
	world.zoho.switches.jobOutcome = 'failed';
	const half = (await watching.poll()).cursor;
	expect(half).toMatchObject({ state: 'waiting', export: { as: { to: expect.any(String) } } });
	let trouble: unknown;
	for (let polls = 0; polls < 6 && !trouble; polls++) trouble = (await watching.poll()).trouble;
	expect(trouble).toBeInstanceOf(ExportGoneError);
	expect(world.called('createExport')).toHaveLength(3);
});

test('a file that is damaged is downloaded again, then exported again, which is reported once', async () => {
	const { world, watching, happen } = await started({ rowsPerFile: 2 });
	happen('A', 'B', 'C', 'D');
	world.pass(5 * MINUTE);
	world.zoho.faults.add({ on: 'download', times: 2, ...truncatedBody(80) });
	expect((await watching.poll()).trouble).toBeInstanceOf(UnexpectedAnswerError);
	expect((await watching.poll()).trouble).toBeUndefined();
	expect(names(await watching.found()).sort()).toEqual(['A', 'B', 'C', 'D']);
	expect(world.called('createExport')).toHaveLength(2);
});

test('an export that never ends is reported each time the wait has doubled, and no other is made', async () => {
	const { world, watching, happen } = await started({ switches: { jobOutcome: 'stuck' } });
	happen('Acme');
	world.pass(5 * MINUTE);
	const reported: string[] = [];
	for (let polls = 0; polls < 30; polls++) {
		const { trouble, notices } = await watching.poll();
		expect(trouble).toBeUndefined();
		reported.push(...notices);
		world.pass(10 * MINUTE);
	}
	expect(reported).toEqual([
		expect.stringMatching(/export \d+ for more than two hours.*loses nothing/),
		expect.stringMatching(/export \d+ for more than 4 hours/),
	]);
	const accepted = world.called('createExport').filter(({ status }) => status < 300);
	expect(accepted).toHaveLength(1);
});

test('a log of more than 180 days is read window after window', async () => {
	const start = '2025-09-20T00:00:00Z';
	const { world, watching } = await started({ entries: 400, days: 350 }, { ...byExport, start });
	const delivered: string[] = [];
	for (let polls = 0; polls < 12; polls++) {
		world.pass(MINUTE);
		delivered.push(...(await watching.poll()).entries.map(({ event_id }) => event_id));
	}
	const from = Date.parse(start);
	const truth = world.zoho.log.filter(({ audited_time }) => audited_time >= from).length;
	expect(delivered).toHaveLength(truth);
	expect(new Set(delivered).size).toBe(truth);
});

test('the hour that the clock shows twice: entries of both passes are told apart and have their times', async () => {
	const start = Date.parse('2026-10-24T22:00:00Z');
	const { world, watching } = await started({ start });
	// 02:30 in Berlin, twice.
	const [first, second] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(Date.parse);
	for (const at of [first, second]) {
		world.happen({ at: Number(at), arrives: Number(at), name: 'Acme' });
	}
	world.pass(12 * HOUR);
	const delivered = [...(await watching.found()).entries, ...(await watching.found()).entries];
	expect(delivered.map(({ audited_time }) => audited_time)).toEqual([
		'2026-10-25T02:30:00+02:00',
		'2026-10-25T02:30:00+01:00',
	]);
});

test('an entry that comes late to a window that was cut is found when the next one is read much later', async () => {
	const { world, watching, happen } = await started({ start: Date.parse('2026-10-24T23:00:00Z') });
	happen('First');
	world.pass(125 * MINUTE);
	// The window ends at 01:00 UTC, where the clock of Berlin is set back.
	expect(names(await watching.poll())).toEqual(['First']);
	expect(watching.cursor).toMatchObject({ next: { from: '2026-10-25T01:00:00.000Z' } });
	const at = Date.parse('2026-10-25T00:55:00Z');
	world.happen({ at, arrives: Date.parse('2026-10-25T01:08:00Z'), name: 'Late' });
	world.pass(50 * MINUTE);
	happen('Next');
	world.pass(5 * MINUTE);
	const delivered = names(await watching.found());
	world.pass(20 * MINUTE);
	delivered.push(...names(await watching.found()));
	expect(delivered).toEqual(['Next', 'Late']);
});

test('times that contradict the window show that the zone is another, in which they are read', async () => {
	const { world, watching } = await started({
		switches: { csvTimeZone: 'organization', tokenUser: '7610000000000004005' },
	});
	const { users, organization } = world.zoho;
	expect(users.find(({ id }) => id.endsWith('4005'))?.time_zone).toBe('Asia/Kolkata');
	expect(organization.time_zone).toBe('Europe/Berlin');
	const delivered: Polled['entries'][number][] = [];
	const happened: number[] = [];
	for (let hours = 0; hours < 4; hours++) {
		happened.push(world.now());
		world.happen({ at: world.now(), arrives: world.now(), name: `No. ${hours}` });
		world.pass(HOUR);
		delivered.push(...(await watching.poll()).entries);
	}
	world.pass(HOUR);
	delivered.push(...(await watching.poll()).entries);
	expect(delivered.map(({ record }) => record?.name)).toEqual(['No. 0', 'No. 1', 'No. 2', 'No. 3']);
	const times = delivered.map(({ audited_time }) => Date.parse(audited_time ?? ''));
	expect(times).toEqual(happened.map((at) => Math.floor(at / MINUTE) * MINUTE));
});

test('a blocked trigger is reported after some polls', async () => {
	const { world, watching, happen } = await started({ switches: { jobOutcome: 'stuck' } });
	await world.poll(undefined, { ...byExport, start: '2026-09-01T00:00:00Z' });
	happen('Acme');
	const reported: unknown[] = [];
	for (let polls = 0; polls < 15; polls++) {
		world.pass(MINUTE);
		reported.push((await watching.poll()).trouble);
	}
	const [trouble, ...others] = reported.filter(Boolean);
	expect(others).toEqual([]);
	expect(trouble).toBeInstanceOf(UnavailableError);
	expect(String(trouble)).toMatch(/one export at a time.*Marta Quill/);
});

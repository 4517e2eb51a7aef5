import type { Cursor } from '../../../shared/trigger/cursor';
import { cursorAt } from '../../../shared/trigger/cursor';
import type { Polled } from '../../../shared/trigger/poll';
import { SEEN_LIMIT } from '../../../shared/trigger/seenIds';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { CredentialError, InputError, UnavailableError } from '../../../shared/errors';
import { refusal } from '../../zoho/answers';
import { scopeMissing, serverFault, tooManyRequests } from '../../zoho/faults';
import { MINUTE, QUESTION, triggerWorld, type World, type WorldSetup } from './triggerWorld';

const endpoint: TriggerQuestion = { ...QUESTION, source: 'endpoint' };
const automatic: TriggerQuestion = { ...QUESTION, source: 'automatic' };
const offered = { settingsAuditLog: 'audit_log' } as const;

/** A trigger whose cursor is kept from poll to poll. */
function trigger(world: World, question: TriggerQuestion, kept?: unknown) {
	let cursor = kept;
	return {
		get cursor() {
			return cursor as Cursor;
		},
		async poll(changes: Partial<TriggerQuestion> = {}): Promise<Polled> {
			const polled = await world.poll(cursor, { ...question, ...changes });
			cursor = JSON.parse(JSON.stringify(polled.cursor));
			return polled;
		},
	};
}

const started = async (question: TriggerQuestion, setup: WorldSetup = {}) => {
	const world = triggerWorld({ switches: offered, ...setup });
	const watching = trigger(world, question);
	await watching.poll();
	return { world, watching };
};

const names = ({ entries }: Polled): (string | null | undefined)[] =>
	entries.map(({ record }) => record?.name);

describe('the endpoint', () => {
	test('300 entries of one second over pages of 100 and a limit of 120: all, once', async () => {
		const { world, watching } = await started({ ...endpoint, limit: 120 }, { perPage: 100 });
		const at = world.now() + MINUTE;
		world.happen(
			...Array.from({ length: 300 }, (_, number) => ({ at, arrives: at, name: `No. ${number}` })),
		);
		world.pass(2 * MINUTE);
		const polls = [await watching.poll(), await watching.poll(), await watching.poll()];
		expect(polls.map(({ entries }) => entries.length)).toEqual([120, 120, 60]);
		expect(new Set(polls.flatMap(names)).size).toBe(300);
		expect((await watching.poll()).entries).toEqual([]);
	});

	test('a quiet poll is one request', async () => {
		const { world, watching } = await started(endpoint, { entries: 500 });
		const before = world.zoho.requests.length;
		world.pass(5 * MINUTE);
		await watching.poll();
		expect(world.zoho.requests.length - before).toBe(1);
	});

	test('an entry that comes late is delivered when it is inside the overlap', async () => {
		const { world, watching } = await started(endpoint);
		world.pass(30 * MINUTE);
		await watching.poll();
		const late = { arrives: world.now() + MINUTE, name: 'Late' };
		world.happen({ at: world.now() - 1_000, arrives: world.now(), name: 'In time' });
		expect(names(await watching.poll())).toEqual(['In time']);
		world.happen({ ...late, at: world.now() - 12 * MINUTE });
		world.pass(2 * MINUTE);
		expect(names(await watching.poll())).toEqual(['Late']);
		world.pass(2 * MINUTE);
		expect(names(await watching.poll())).toEqual([]);
	});

	test('more pages than one poll can read lose nothing, and say what to do', async () => {
		const { world, watching } = await started(endpoint, { perPage: 1, requestTime: 5_000 });
		const at = world.now() + MINUTE;
		world.happen(
			...Array.from({ length: 40 }, (_, n) => ({ at: at + n, arrives: at + n, name: 'A' })),
		);
		world.pass(2 * MINUTE);
		const { checkpoint } = watching.cursor;
		const { trouble, cursor } = await watching.poll();
		expect(trouble).toBeInstanceOf(InputError);
		expect(trouble?.message).toMatch(/Nothing is lost: choose the source Automatic or Export/);
		expect(cursor.checkpoint).toBe(checkpoint);
	});

	test('entries without an id of Zoho’s are refused: they could not be told apart', async () => {
		const { world, watching } = await started(endpoint);
		world.zoho.faults.add({
			on: 'getAuditLog',
			answer: (_request, normal) => {
				const body = { audit_log: [{ action: 'added', audited_time: '2026-09-15T12:00:00Z' }] };
				return { ...normal, status: 200, body: Buffer.from(JSON.stringify(body)) };
			},
		});
		expect((await watching.poll()).trouble?.message).toMatch(/without an id/);
	});
});

describe('the source', () => {
	test('automatic is the endpoint where it is offered', async () => {
		expect((await started(automatic, { entries: 1 })).watching.cursor.source).toBe('endpoint');
	});

	test('automatic is exports where the endpoint is not offered', async () => {
		const { watching } = await started(automatic, { switches: {} });
		expect(watching.cursor.source).toBe('export');
	});

	test('automatic moves to exports when the endpoint is gone for good, and says so', async () => {
		const { world, watching } = await started(automatic, { entries: 1 });
		world.zoho.switches.settingsAuditLog = 404;
		world.pass(MINUTE);
		expect((await watching.poll()).cursor.source).toBe('endpoint');
		await watching.poll();
		const { cursor, notices, trouble } = await watching.poll();
		expect(trouble).toBeUndefined();
		expect(cursor.source).toBe('export');
		expect(notices.join()).toMatch(/no longer works.*under other ids; none is lost/);
	});

	test('a Zoho that is busy is no reason to change the source', async () => {
		const { world, watching } = await started(automatic, { entries: 1 });
		world.zoho.faults.add({ on: 'getAuditLog', times: Infinity, ...serverFault({ status: 503 }) });
		for (let polls = 0; polls < 4; polls++) await watching.poll();
		expect(watching.cursor.source).toBe('endpoint');
	});

	test('a source that is changed by hand continues from the checkpoint and says so', async () => {
		const { world, watching } = await started(endpoint);
		world.pass(60 * MINUTE);
		await watching.poll();
		const { checkpoint } = watching.cursor;
		const { cursor, notices } = await watching.poll({ source: 'export' });
		expect(cursor.source).toBe('export');
		expect(cursor).toHaveProperty('read_at');
		expect(notices[0]).toContain(`entries from ${checkpoint} on come again`);
	});
});

describe('a poll that cannot read', () => {
	test('the first one is refused when a scope is missing', async () => {
		const world = triggerWorld();
		world.zoho.faults.add({
			...scopeMissing('ZohoCRM.settings.audit_logs.READ'),
			times: Infinity,
		});
		const first = trigger(world, { ...QUESTION, source: 'export' });
		await expect(first.poll()).rejects.toBeInstanceOf(CredentialError);
	});

	test('the first one is refused when the start is still to come', async () => {
		const world = triggerWorld({ switches: offered });
		const first = trigger(world, { ...endpoint, start: '2027-01-01T00:00:00Z' });
		await expect(first.poll()).rejects.toThrow(/still to come/);
	});

	test('what passes by itself is reported at the fifth attempt, then less and less often', async () => {
		const { world, watching } = await started(endpoint);
		world.zoho.faults.add({ on: 'getAuditLog', times: Infinity, ...tooManyRequests() });
		const reported: number[] = [];
		for (let number = 1; number <= 40; number++) {
			world.pass(30 * MINUTE);
			const { trouble, entries } = await watching.poll();
			expect(entries).toEqual([]);
			if (trouble) reported.push(number);
			if (trouble) expect(trouble).toBeInstanceOf(UnavailableError);
		}
		expect(reported).toEqual([5, 10, 20, 40]);
		world.zoho.faults.clear();
		await watching.poll();
		world.pass(30 * MINUTE);
		await watching.poll();
		expect(watching.cursor.trouble).toMatchObject({ failures: 40, in_a_row: 0, pause: 0 });
		world.pass(121 * MINUTE);
		await watching.poll();
		expect(watching.cursor.trouble).toBeUndefined();
	});

	test('what a person has to fix is reported at once, and the checkpoint stays', async () => {
		const { world, watching } = await started(endpoint);
		const { checkpoint } = watching.cursor;
		world.pass(60 * MINUTE);
		world.zoho.faults.add({
			on: 'getAuditLog',
			times: Infinity,
			refuse: () => refusal(403, 'NO_PERMISSION', 'permission denied'),
		});
		expect((await watching.poll()).trouble).toBeInstanceOf(CredentialError);
		expect((await watching.poll()).trouble).toBeUndefined();
		expect(watching.cursor.checkpoint).toBe(checkpoint);
	});
});

describe('a cursor that cannot be used', () => {
	const past = '2026-09-15T11:30:00.000Z';
	const good = cursorAt(Date.parse(past), 'endpoint');
	const exporting = cursorAt(Date.parse(past), 'export');
	const awaiting = {
		...exporting,
		...{ state: 'waiting', late_reports: 0, looks: 0, looked_at: 0 },
		export: {
			...{ id: '7', from: past, to: '2026-09-15T12:00:00.000Z', ends_early: false },
			scheduled_at: '2026-09-15T12:00:00.000Z',
		},
	};

	test.each([
		['a text', 'checkpoint', /it is not an object/],
		['an older version', { ...good, version: 1 }, /its version is 1 and this node knows 3/],
		['a later version', { ...good, version: 4 }, /its version is 4/],
		['no version', { ...good, version: undefined }, /its version is null/],
		[
			'a checkpoint that is no time',
			{ ...good, checkpoint: 'yesterday' },
			/checkpoint is not a time/,
		],
		['an unknown source', { ...good, source: 'timeline' }, /names no source/],
		['damaged ids', { ...good, seen: { [past]: 'abc' } }, /damaged/],
		['a trouble that is none', { ...good, trouble: { failures: 'many' } }, /damaged/],
		['an unknown state', { ...good, state: 'asleep' }, /damaged/],
		['a state of another source', { ...good, state: 'waiting' }, /damaged/],
		['waiting for no export', { ...exporting, state: 'waiting', late_reports: 0 }, /damaged/],
		['an id that is none', { ...awaiting, export: { ...awaiting.export, id: '../x' } }, /damaged/],
		['a place in a file that is none', { ...awaiting, state: 'draining' }, /damaged/],
		[
			'an export from after its checkpoint',
			{ ...awaiting, export: { ...awaiting.export, from: '2026-09-15T11:31:00.000Z' } },
			/does not fit its checkpoint/,
		],
		['a time to come', { ...good, checkpoint: '2031-01-01T00:00:00Z' }, /lies in the future/],
		[
			'more ids than are kept',
			{
				...good,
				seen: {
					[past]: Array.from({ length: SEEN_LIMIT + 1 }, (_, n) =>
						String(n).padStart(22, '0'),
					).join(''),
				},
			},
			/more than 25000/,
		],
	])('%s: a safe place to continue from, and a notice', async (_what, kept, why) => {
		const world = triggerWorld({ switches: offered });
		world.happen({ at: world.now() - 25 * MINUTE, arrives: world.now() - 1, name: 'Acme' });
		world.pass(0);
		const { entries, notices, trouble } = await world.poll(kept, endpoint);
		expect(trouble).toBeUndefined();
		expect(notices).toHaveLength(1);
		expect(notices[0]).toMatch(why);
		expect(notices[0]).toMatch(/nothing is lost|read what is missing with Get Audit Log/);
		expect(entries).toHaveLength(1);
	});

	test('a trouble in it that would never end is over after two hours', async () => {
		const { world, watching } = await started(endpoint);
		const forged = { failures: 1, in_a_row: 1e9, requests: 1e15, pause: 1e300, is_reported: true };
		const kept = { ...watching.cursor, trouble: { ...forged, failed_at: world.now() } };
		const forgotten = trigger(world, endpoint, kept);
		world.happen({ at: world.now() + MINUTE, arrives: world.now() + MINUTE, name: 'Acme' });
		world.pass(121 * MINUTE);
		expect(names(await forgotten.poll())).toEqual(['Acme']);
	});

	test('it continues from a checkpoint that can be read, whatever the rest is', async () => {
		const world = triggerWorld({ switches: offered });
		const { notices } = await world.poll({ ...good, version: 9, seen: 7 }, endpoint);
		expect(notices[0]).toContain(`continues from its checkpoint ${past}`);
	});

	test('without one it is the start of the form, else the last day', async () => {
		const world = triggerWorld({ switches: offered });
		const start = '2026-09-01T00:00:00Z';
		expect((await world.poll({}, { ...endpoint, start })).notices[0]).toContain(
			'begins again at 2026-09-01T00:00:00.000Z',
		);
		world.pass(MINUTE);
		expect((await world.poll({}, endpoint)).notices[0]).toContain(
			'begins again at 2026-09-14T12:0',
		);
	});
});

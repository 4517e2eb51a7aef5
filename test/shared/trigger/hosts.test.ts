import fc from 'fast-check';
import { runs } from '../../runs';
import { type Happening, MINUTE, QUESTION, triggerWorld, type World } from './triggerWorld';

jest.setTimeout(600_000);

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const source = fc.constantFrom('endpoint' as const, 'export' as const);
const switches = { settingsAuditLog: 'audit_log', csvTimeFormat: 'iso8601' } as const;

/** Something happens every so many seconds. */
function busy(world: World, count: number, seconds: number): string[] {
	const happenings = Array.from({ length: count }, (_, number): Happening => {
		const at = world.now() + MINUTE + number * seconds * 1_000;
		return { at, arrives: at, name: `No. ${number}` };
	});
	world.happen(...happenings);
	return happenings.map(({ name }) => name);
}

/** What all polls of some hosts returned: names by id. */
class Received {
	readonly names: string[] = [];
	readonly troubles: string[] = [];
	readonly notices: string[] = [];
	private readonly ids = new Map<string, string>();

	async poll(world: World, cursor: unknown, question: Partial<typeof QUESTION>): Promise<unknown> {
		const kept = cursor === undefined ? undefined : (JSON.parse(JSON.stringify(cursor)) as unknown);
		const polled = await world.poll(kept, { ...QUESTION, ...question });
		for (const { record, event_id } of polled.entries) {
			const name = record?.name ?? '';
			expect(this.ids.get(name) ?? event_id).toBe(event_id);
			this.ids.set(name, event_id);
			this.names.push(name);
		}
		if (polled.trouble) this.troubles.push(polled.trouble.message);
		this.notices.push(...polled.notices);
		return polled.cursor;
	}

	get different(): string[] {
		return [...new Set(this.names)].sort();
	}
}

test('two hosts that poll one workflow at once, and now and then take what the other has saved: nothing is lost, and what comes twice has one id', async () => {
	const turn = fc.record({
		who: fc.constantFrom('one', 'other', 'both'),
		/** Whether it goes on with what was saved last, by either. */
		reads: fc.boolean(),
		minutes: fc.integer({ min: 0, max: 20 }),
	});
	const life = fc.record({
		source,
		limit: fc.constantFrom(4, 10_000),
		jobSeconds: fc.constantFrom(0, 30, 300),
		turns: fc.array(turn, { minLength: 10, maxLength: 30 }),
	});
	await fc.assert(
		fc.asyncProperty(life, async ({ source: from, limit, jobSeconds, turns }) => {
			const world = triggerWorld({ switches, jobSeconds });
			const received = new Received();
			const question = { source: from, limit };
			let saved = await received.poll(world, undefined, question);
			const memory = { one: saved, other: saved };
			const all = busy(world, 60, 61);
			const poll = async (host: 'one' | 'other', reads: boolean): Promise<void> => {
				memory[host] = await received.poll(world, reads ? saved : memory[host], question);
				saved = memory[host];
			};
			for (const { who, reads, minutes } of turns) {
				world.pass(minutes * MINUTE);
				if (who === 'both') await Promise.all([poll('one', reads), poll('other', reads)]);
				else await poll(who, reads);
			}
			world.pass(2 * HOUR);
			for (let last = 0; last < 30; last++) {
				await poll('one', true);
				world.pass(20 * MINUTE);
			}
			expect(received.different).toEqual([...all].sort());
		}),
		{ numRuns: runs(15), endOnFailure: true },
	);
});

test('what n8n kept is restored from a backup, in whichever state and however old: nothing since then is lost', async () => {
	const life = fc.record({
		source,
		jobSeconds: fc.constantFrom(0, 30, 300),
		polls: fc.integer({ min: 1, max: 12 }),
		/** Until it is restored. */
		later: fc.constantFrom(HOUR, DAY, 20 * DAY, 200 * DAY),
		expiryDays: fc.constantFrom(null, 7),
	});
	await fc.assert(
		fc.asyncProperty(life, async ({ source: from, jobSeconds, polls, later, expiryDays }) => {
			const world = triggerWorld({ switches: { ...switches, expiryDays }, jobSeconds });
			const received = new Received();
			const question = { source: from, limit: 5 };
			let cursor = await received.poll(world, undefined, question);
			const all = busy(world, 40, 97);
			const next = async (minutes: number): Promise<void> => {
				world.pass(minutes * MINUTE);
				cursor = await received.poll(world, cursor, question);
			};
			for (let poll = 0; poll < polls; poll++) await next(3);
			const backup = cursor;
			const before = received.different;
			for (let poll = 0; poll < 30; poll++) await next(8);
			world.pass(later);
			cursor = backup;
			const again = received.names.length;
			for (let poll = 0; poll < 80; poll++) await next(8);
			expect(received.different).toEqual([...all].sort());
			const since = all.filter((name) => !before.includes(name));
			expect(received.names.slice(again)).toEqual(expect.arrayContaining(since));
		}),
		{ numRuns: runs(15), endOnFailure: true },
	);
});

test('a workflow imported with what was kept for another organization begins at that time, and no problem stays', async () => {
	for (const from of ['endpoint', 'export'] as const) {
		for (let polls = 1; polls < 8; polls++) {
			const question = { source: from, limit: 5 };
			const elsewhere = triggerWorld({ switches, jobSeconds: 100 });
			// No two organizations have an id in common.
			for (let n = 0; n < 100; n++) {
				elsewhere.zoho.record({ audited_time: elsewhere.now() - HOUR });
			}
			busy(elsewhere, 40, 47);
			const there = new Received();
			let cursor = await there.poll(elsewhere, undefined, question);
			for (let poll = 0; poll < polls; poll++) {
				elsewhere.pass(4 * MINUTE);
				cursor = await there.poll(elsewhere, cursor, question);
			}
			const world = triggerWorld({ switches, start: elsewhere.now(), jobSeconds: 100 });
			const all = busy(world, 40, 53);
			const here = new Received();
			for (let poll = 0; poll < 60; poll++) {
				world.pass(5 * MINUTE);
				cursor = await here.poll(world, cursor, question);
			}
			expect(here.different).toEqual([...all].sort());
			expect(here.names).toHaveLength(all.length);
			expect(cursor).not.toHaveProperty('trouble.in_a_row', 1);
		}
	}
});

test('answers without a date, or with one that is hours off now and then: nothing is lost', async () => {
	const life = fc.record({
		source,
		skew: fc.constantFrom(0, 3 * HOUR, -3 * HOUR, 30 * MINUTE),
		/** Of the answers in turn: how far off, or none. */
		dates: fc.array(
			fc.oneof(
				fc.constant(0),
				fc.constant(null),
				fc.constantFrom(2 * HOUR, -2 * HOUR, 20 * MINUTE, 9 * MINUTE),
			),
			{ minLength: 1, maxLength: 12 },
		),
		jobSeconds: fc.constantFrom(0, 30),
	});
	await fc.assert(
		fc.asyncProperty(life, async ({ source: from, skew, dates, jobSeconds }) => {
			let answers = 0;
			let isSound = true;
			const dated = (time: number): number | undefined => {
				const off = isSound ? 0 : dates[answers++ % dates.length];
				return off === null ? undefined : time + (off ?? 0);
			};
			const world = triggerWorld({ switches, skew, dated, jobSeconds });
			const received = new Received();
			const question = { source: from };
			let cursor = await received.poll(world, undefined, question);
			isSound = false;
			const all = busy(world, 120, 61);
			for (let poll = 0; poll < 120; poll++) {
				world.pass(2 * MINUTE);
				cursor = await received.poll(world, cursor, question);
			}
			isSound = true;
			for (let poll = 0; poll < 30; poll++) {
				world.pass(15 * MINUTE);
				cursor = await received.poll(world, cursor, question);
			}
			expect(received.different).toEqual([...all].sort());
		}),
		{ numRuns: runs(15), endOnFailure: true },
	);
});

test('four workflows that share the one export of an organization: each gets everything, and none waits for hours', async () => {
	const world = triggerWorld({ switches, jobSeconds: 200 });
	const question = { source: 'export' as const };
	const hosts = Array.from({ length: 4 }, () => ({
		received: new Received(),
		cursor: undefined as unknown,
		last: world.now(),
		longest: 0,
	}));
	const poll = async (host: (typeof hosts)[number]): Promise<void> => {
		const before = host.received.names.length;
		host.cursor = await host.received.poll(world, host.cursor, question);
		if (host.received.names.length === before) return;
		host.longest = Math.max(host.longest, world.now() - host.last);
		host.last = world.now();
	};
	for (const host of hosts) await poll(host);
	const all = busy(world, 400, 61);
	for (let minute = 0; minute < 500; minute++) {
		// n8n polls all of them at the same minute, each for as long as it takes.
		await Promise.all(hosts.map(poll));
		world.pass(MINUTE);
	}
	for (const { received, longest } of hosts) {
		expect(received.different).toEqual([...all].sort());
		expect(received.names).toHaveLength(all.length);
		expect(longest / MINUTE).toBeLessThan(60);
	}
	if (process.env['MEASURE']) {
		const minutes = hosts.map(({ longest }) => Math.round(longest / MINUTE));
		const errors = hosts.map(({ received }) => received.troubles.length);
		process.stdout.write(`longest: ${minutes.join()} minutes, errors ${errors.join()}\n`);
	}
});

import fc from 'fast-check';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { partOf } from '../../parts';
import { runs } from '../../runs';
import { withBody } from '../../zoho/faults';
import { MINUTE, QUESTION, type World } from './triggerWorld';
import { watcher } from './watcher';

const byEndpoint: TriggerQuestion = { ...QUESTION, source: 'endpoint' };
const automatic: TriggerQuestion = { ...QUESTION, source: 'automatic' };
const offered = { entries: 5, switches: { settingsAuditLog: 'audit_log' as const } };

interface Item {
	readonly audited_time: string;
	readonly record: { readonly name: string } | null;
}

/** The endpoint leaves out entries, whatever else it lists. */
function leaveOut(world: World, isLeftOut: (item: Item, at: number) => boolean): void {
	world.zoho.faults.add({
		on: 'getAuditLog',
		times: Infinity,
		answer: (_, normal) => {
			const text = Buffer.from(normal.body).toString();
			if (!text.startsWith('{')) return normal;
			const answer = JSON.parse(text) as { audit_log: Item[] };
			const audit_log = answer.audit_log.filter((item) => !isLeftOut(item, world.now()));
			return withBody(normal, Buffer.from(JSON.stringify({ ...answer, audit_log })));
		},
	});
}

const names = (from: number, to: number): string[] =>
	Array.from({ length: to - from }, (_, number) => `No. ${from + number}`);

/** An entry a minute for so long, while from one minute to another the list is that of 40 minutes before. */
async function behind(
	question: TriggerQuestion,
	[from, to]: readonly [number, number],
	minutes: number,
) {
	const watching = await watcher(question, offered);
	const { world, happen, pollFor } = watching;
	const start = world.now();
	const lag = 40 * MINUTE;
	leaveOut(world, ({ audited_time }, at) => {
		const minute = (at - start) / MINUTE;
		return minute > from && minute < to && Date.parse(audited_time) > at - lag;
	});
	await pollFor(minutes, (minute) => happen(`No. ${minute}`));
	return watching;
}

test('a list that falls behind for half an hour, as from a copy that is late: nothing is lost or comes twice, and it is reported', async () => {
	const { seen, pollFor, cursor } = await behind(byEndpoint, [20, 50], 90);
	await pollFor(20);
	expect([...seen.names].sort()).toEqual(names(0, 90).sort());
	expect(seen.notices[0]).toMatch(/no longer has \d+ of the entries.*it may leave out others/);
	expect(seen.notices.length).toBeLessThan(6);
	expect(seen.errors).toEqual([]);
	expect(cursor).toMatchObject({ lacks: { state: 'whole' } });
});

test('a list that is always 40 minutes behind: everything is delivered once, 40 minutes late', async () => {
	const { seen, pollFor } = await behind(byEndpoint, [-1, 1_000], 100);
	expect(seen.names.length).toBeGreaterThan(50);
	await pollFor(60);
	expect([...seen.names].sort()).toEqual(names(0, 100).sort());
	expect(seen.notices).toEqual([]);
});

/** An entry a minute; from the 20th on every second one is hidden for good. */
async function halved(question: TriggerQuestion, minutes: number) {
	const watching = await watcher(question, offered);
	const { world, happen, pollFor } = watching;
	const start = world.now();
	leaveOut(world, ({ record }, at) => {
		return at - start > 20 * MINUTE && /[02468]$/.test(record?.name ?? '');
	});
	await pollFor(minutes, (minute) => happen(`No. ${minute}`));
	return watching;
}

test('entries that are hidden for good are not waited for without end, and what to read instead is reported once', async () => {
	const { world, seen, pollFor, happen } = await halved(byEndpoint, 100);
	const over = seen.notices.filter((notice) => notice.includes('goes on without waiting'));
	expect(over).toHaveLength(1);
	expect(over[0]).toMatch(/Get Audit Log and the source Export/);
	world.zoho.faults.clear();
	await pollFor(30, (minute) => void (minute === 5 && happen('After')));
	expect(seen.names).toContain('After');
	expect(new Set(seen.names).size).toBe(seen.names.length);
	await pollFor(120);
	expect(seen.notices.filter((notice) => notice.includes('goes on'))).toHaveLength(1);
});

test('of the automatic source exports take over then, and nothing is lost', async () => {
	const watching = await halved(automatic, 100);
	const { seen, pollFor } = watching;
	await pollFor(40);
	expect(watching.cursor.source).toBe('export');
	expect([...new Set(seen.names)].sort()).toEqual(names(0, 100).sort());
	expect(seen.notices.join(' ')).toMatch(/endpoint no longer works, so the trigger reads exports/);
});

test('however far and unsteadily a list lags, up to half a day: every entry is delivered once', async () => {
	const life = fc.record({
		seconds: fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 10, maxLength: 80 }),
		/** Of each reading, in minutes. */
		lags: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 720 })), { minLength: 1 }),
		/** For how many readings in a row. */
		readings: fc.integer({ min: 1, max: 20 }),
		limit: fc.constantFrom(3, 10_000),
		pollSeconds: fc.constantFrom(60, 600),
	});
	await fc.assert(
		fc.asyncProperty(life, async ({ seconds, lags, readings, limit, pollSeconds }) => {
			const { world, seen, poll } = await watcher({ ...byEndpoint, limit }, offered);
			let at = world.now();
			seconds.forEach((pause, number) => {
				at += pause * 1_000;
				world.happen({ at: Math.floor(at / 1_000) * 1_000, arrives: at, name: `No. ${number}` });
			});
			let polls = 0;
			leaveOut(world, ({ audited_time }, now) => {
				const lag = lags[Math.floor(polls / readings) % lags.length] ?? 0;
				return Date.parse(audited_time) > now - lag * MINUTE;
			});
			for (; world.now() < at + 60 * MINUTE; polls++) {
				await poll();
				world.pass(pollSeconds * 1_000);
			}
			world.zoho.faults.clear();
			for (let last = 0; last < 40; last++) await poll();
			expect([...seen.names].sort()).toEqual(names(0, seconds.length).sort());
		}),
		{ numRuns: runs(6), endOnFailure: true },
	);
}, 600_000);

test('whatever a list hides for less than an hour, when it had some of it before: all entries are delivered once', async () => {
	const life = fc.record({
		/** Seconds between entries, and of how many kinds they are; one of them is hidden. */
		seconds: fc.array(fc.integer({ min: 5, max: 200 }), { minLength: 60, maxLength: 120 }),
		kinds: fc.integer({ min: 1, max: 4 }),
		limit: fc.constantFrom(3, 10_000),
		pollSeconds: fc.constantFrom(45, 60, 240),
		from: fc.integer({ min: 16, max: 30 }),
		minutes: fc.integer({ min: 2, max: 50 }),
	});
	await fc.assert(
		fc.asyncProperty(life, async ({ seconds, kinds, limit, pollSeconds, from, minutes }) => {
			const { world, seen, poll } = await watcher({ ...byEndpoint, limit }, offered);
			const start = world.now();
			let at = start;
			const all = seconds.map((pause, number) => {
				at += pause * 1_000;
				const name = `${number % kinds}: ${number}`;
				world.happen({ at: Math.floor(at / 1_000) * 1_000, arrives: at, name });
				return name;
			});
			const isHidden = (time: number) => {
				const minute = (time - start) / MINUTE;
				return minute > from && minute < from + minutes;
			};
			leaveOut(world, (item, now) => isHidden(now) && item.record?.name.startsWith('0:') === true);
			while (world.now() < Math.max(at, start + 80 * MINUTE) + 30 * MINUTE) {
				await poll();
				world.pass(pollSeconds * 1_000);
			}
			for (let polls = 0; polls < 50; polls++) await poll();
			expect([...seen.names].sort()).toEqual([...all].sort());
			expect(seen.errors).toEqual([]);
		}),
		{ numRuns: runs(6), endOnFailure: true },
	);
}, 600_000);

/** The endpoint with pages of three, in another order or with other times. */
function listAs(world: World, change: (items: readonly Item[]) => readonly Item[]): void {
	let all: readonly Item[] = [];
	world.zoho.faults.add({
		on: 'getAuditLog',
		times: Infinity,
		answer: ({ url }, normal) => {
			const page = Number(new URL(url).searchParams.get('page'));
			const text = Buffer.from(normal.body).toString();
			if (page === 1) all = change((JSON.parse(text) as { audit_log: Item[] }).audit_log);
			const audit_log = all.slice(3 * (page - 1), 3 * page);
			const info = { page, per_page: 3, more_records: all.length > 3 * page };
			const body = Buffer.from(JSON.stringify({ audit_log, info }));
			return { ...withBody(normal, body), status: 200 };
		},
	});
}

const numberIn = ({ record }: Item): number => Number(/\d+$/.exec(record?.name ?? '')?.[0] ?? -1);

test('a list in the order in which entries came, some of them late, lacks nothing', async () => {
	const late = fc.array(partOf(0.95), { minLength: 3 });
	await fc.assert(
		fc.asyncProperty(late, async (parts) => {
			const { world, seen, pollFor } = await watcher(byEndpoint, { ...offered, entries: 1 });
			listAs(world, (items) => [...items].sort((a, b) => numberIn(b) - numberIn(a)));
			await pollFor(80, (minute) => {
				const delay = (parts[minute % parts.length] ?? 0) * Math.min(minute, 15) * MINUTE;
				const at = Math.floor((world.now() - delay) / 1_000) * 1_000;
				world.happen({ at, arrives: world.now(), name: `No. ${minute}` });
			});
			await pollFor(20);
			expect([...seen.names].sort()).toEqual(names(0, 80).sort());
			expect(seen.notices).toEqual([]);
		}),
		{ numRuns: runs(5), endOnFailure: true },
	);
});

test('entries without a time that are no longer on the pages that are read are not missing', async () => {
	const { world, seen, pollFor, happen } = await watcher(byEndpoint, { ...offered, entries: 1 });
	listAs(world, (items) =>
		items.map((item) => (numberIn(item) % 5 === 4 ? { ...item, audited_time: 'soon' } : item)),
	);
	await pollFor(80, (minute) => happen(`No. ${minute}`));
	expect(new Set(seen.names).size).toBe(80);
	expect(seen.names).toHaveLength(80);
	expect(seen.notices).toEqual([]);
});

test('however late entries appear: those within the overlap are delivered once, the others once or not', async () => {
	const life = fc.record({
		source: fc.constantFrom('endpoint' as const, 'export' as const),
		overlapMinutes: fc.constantFrom(5, 15, 30),
		limit: fc.constantFrom(4, 10_000),
		jobSeconds: fc.constantFrom(0, 8, 200),
		/** Seconds after the start, and how late: as a part of the overlap, exactly that long, or far more. */
		entries: fc.array(
			fc.tuple(
				fc.integer({ min: 0, max: 7_000 }),
				fc.oneof(partOf(1), fc.constant(1), fc.double({ min: 1.01, max: 40, noNaN: true })),
			),
			{ minLength: 5, maxLength: 50 },
		),
		pauses: fc.array(fc.integer({ min: 20, max: 2_400 }), { minLength: 8, maxLength: 20 }),
	});
	const sum = { within: 0, beyond: 0, found: 0 };
	await fc.assert(
		fc.asyncProperty(life, async (setup) => {
			const { source, overlapMinutes, limit, jobSeconds } = setup;
			const question = { ...QUESTION, source, overlapMinutes, limit };
			const { world, seen, poll } = await watcher(question, { ...offered, jobSeconds });
			const start = world.now();
			const due: string[] = [];
			setup.entries.forEach(([after, late], number) => {
				const at = start + after * 1_000;
				const name = `No. ${number}`;
				world.happen({ at, arrives: at + Math.floor(late * overlapMinutes * MINUTE), name });
				if (late <= 1) due.push(name);
			});
			for (const pause of setup.pauses) {
				world.pass(pause * 1_000);
				await poll();
			}
			world.pass(Math.max(0, start + 7_000_000 + 41 * overlapMinutes * MINUTE - world.now()));
			for (let quiet = 0; quiet < 5;) {
				world.pass(20 * MINUTE);
				quiet = (await poll()).entries.length > 0 ? 0 : quiet + 1;
			}
			expect(due.filter((name) => !seen.names.includes(name))).toEqual([]);
			expect(new Set(seen.names).size).toBe(seen.names.length);
			expect(seen.errors).toEqual([]);
			expect(seen.notices.filter((notice) => !notice.startsWith('How the files'))).toEqual([]);
			sum.within += due.length;
			sum.beyond += setup.entries.length - due.length;
			sum.found += seen.names.length - due.length;
		}),
		{ numRuns: runs(15), endOnFailure: true },
	);
	if (process.env['MEASURE']) process.stdout.write(`${JSON.stringify(sum)}\n`);
}, 600_000);

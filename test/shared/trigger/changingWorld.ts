import fc from 'fast-check';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { begin, event } from './changes';
import { type Crash, HostMemory } from './host';
import { MINUTE, QUESTION, triggerWorld } from './triggerWorld';

const HOUR = 60 * MINUTE;
const always = { times: Infinity } as const;

/** An ordinary day, and the nights in which the clocks of Berlin change. */
const starts = ['2026-09-15T12:00:10Z', '2026-10-25T00:05:50Z', '2026-03-29T00:20:30Z'];

export const changingLife = fc.record({
	start: fc.constantFrom(...starts).map((text) => Date.parse(text)),
	source: fc.constantFrom(
		'endpoint' as const,
		'export' as const,
		'export' as const,
		'automatic' as const,
	),
	skew: fc.constantFrom(0, 3 * HOUR, -3 * HOUR, 47_000),
	overlapMinutes: fc.constantFrom(5, 15, 30),
	limit: fc.integer({ min: 1, max: 20 }),
	jobSeconds: fc.constantFrom(0, 8, 200, 720),
	rowsPerFile: fc.constantFrom(7, 100_000),
	csvTimeFormat: fc.constantFrom('user' as const, 'user' as const, 'iso8601' as const),
	csvOrder: fc.constantFrom('newest_first' as const, 'oldest_first' as const),
	/** Seconds after the start, and how late as a part of the overlap. */
	happenings: fc.array(
		fc.tuple(fc.integer({ min: 0, max: 7_800 }), fc.constantFrom(0, 0, 0.4, 0.9)),
		{ minLength: 20, maxLength: 60 },
	),
	/** Seconds between polls; now and then the host is off for more than a day. */
	pauses: fc.array(
		fc.oneof(
			{ weight: 12, arbitrary: fc.integer({ min: 20, max: 1_800 }) },
			{ weight: 1, arbitrary: fc.integer({ min: 90_000, max: 200_000 }) },
		),
		{ minLength: 6, maxLength: 14 },
	),
	events: fc.array(event, { minLength: 1, maxLength: 7 }),
	/** After which polls the host dies, and whether what it had just given was kept. */
	crashes: fc.array(
		fc.constantFrom<Crash>('none', 'none', 'none', 'after saving', 'before saving'),
		{
			maxLength: 14,
		},
	),
});

export type ChangingLife = typeof changingLife extends fc.Arbitrary<infer T> ? T : never;

/** What a life came to. */
export interface Lived {
	readonly entries: number;
	readonly lost: readonly string[];
	/** Delivered again, under the same id or another one. */
	readonly again: readonly string[];
	readonly otherIds: readonly string[];
	readonly wrongTimes: readonly string[];
	readonly longestPoll: number;
	/** By whose reports entries come again under other ids. */
	readonly notices: readonly string[];
	readonly errors: number;
}

export async function lived(setup: ChangingLife): Promise<Lived> {
	const { start, csvTimeFormat, csvOrder, overlapMinutes, limit, source } = setup;
	const switches = { settingsAuditLog: 'audit_log', csvTimeFormat, csvOrder } as const;
	const world = triggerWorld({ ...setup, start, switches });
	const question: TriggerQuestion = { ...QUESTION, source, overlapMinutes, limit };
	const truth = new Map<string, number>();
	setup.happenings.forEach(([after, late], number) => {
		const at = Math.floor(start / 1_000) * 1_000 + 5_000 + after * 1_000;
		truth.set(`No. ${number}`, at);
		world.happen({ at, arrives: at + late * overlapMinutes * MINUTE, name: `No. ${number}` });
	});
	const grain = source !== 'endpoint' && csvTimeFormat === 'user' ? MINUTE : 1_000;
	const ids = new Map<string, string[]>();
	const wrongTimes: string[] = [];
	const notices: string[] = [];
	const dead = new Set<string>();
	const ends: { readonly poll: number; readonly end: () => void }[] = [];
	const host = new HostMemory();
	let [longestPoll, errors] = [0, 0];
	let number = -1;
	const poll = async (crash?: Crash): Promise<boolean> => {
		for (const { poll: last, end } of ends) if (last === number) end();
		for (const one of setup.events.filter(({ poll: at }) => at === number)) {
			let count = 0;
			world.zoho.faults.addFirst({
				on: () => {
					if (number === one.poll && count++ === one.request) {
						ends.push({ poll: number + one.polls, end: begin(world, one, dead) });
					}
					return false;
				},
				...always,
			});
		}
		const before = world.now();
		const polled = await world.poll(host.cursor, question);
		const { entries, trouble } = polled;
		longestPoll = Math.max(longestPoll, world.now() - before);
		if (trouble) errors++;
		notices.push(...polled.notices);
		for (const { record, event_id, audited_time } of entries) {
			const name = record?.name ?? '';
			ids.set(name, [...(ids.get(name) ?? []), event_id]);
			const time = Date.parse(audited_time ?? '');
			const happened = truth.get(name) ?? NaN;
			if (
				Math.floor(time / grain) !== Math.floor(happened / grain) &&
				Math.floor(time / 1_000) !== Math.floor(happened / 1_000)
			) {
				wrongTimes.push(`${name} ${audited_time} ${new Date(happened).toISOString()}`);
			}
		}
		host.keep(polled, crash);
		return entries.length > 0;
	};
	await poll();
	for (const [index, pause] of setup.pauses.entries()) {
		number = index;
		world.pass(pause * 1_000);
		await poll(setup.crashes[index]);
	}
	number = 1_000;
	for (const { end } of ends) end();
	world.pass(Math.max(0, start + 7_900_000 + overlapMinutes * MINUTE - world.now()));
	// The longest pause of a trouble is over, an export asked for in one poll and delivered in a later one.
	for (let quiet = 0; quiet < 8; quiet = (await poll()) ? 0 : quiet + 1) world.pass(20 * MINUTE);
	const delivered = [...ids];
	return {
		entries: truth.size,
		lost: [...truth.keys()].filter((name) => !ids.has(name)),
		again: delivered.filter(([, all]) => all.length > 1).map(([name]) => name),
		otherIds: delivered.filter(([, all]) => new Set(all).size > 1).map(([name]) => name),
		...{ wrongTimes, longestPoll, notices, errors },
	};
}

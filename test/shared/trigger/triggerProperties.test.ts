import fc from 'fast-check';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { partOf } from '../../parts';
import { runs } from '../../runs';
import { staff } from '../../zoho/organization/staff';
import { type Crash, HostMemory } from './host';
import {
	counted,
	type Happening,
	happeningWords,
	MINUTE,
	QUESTION,
	triggerWorld,
	type World,
	wordsOf,
} from './triggerWorld';

/** Not made smaller: a failure is reported with its seed, and ends at once. */
const options = { numRuns: runs(80), endOnFailure: true };

const HOUR = 60 * MINUTE;

/** An ordinary day, and the nights in which the clocks of Berlin change. */
const starts = ['2026-09-15T12:00:10Z', '2026-10-25T00:05:50Z', '2026-03-29T00:20:30Z'];

const life = fc.record({
	start: fc.constantFrom(...starts).map((text) => Date.parse(text)),
	source: fc.constantFrom('endpoint' as const, 'export' as const),
	skew: fc.constantFrom(0, 3 * HOUR, -3 * HOUR, 47_000),
	overlapMinutes: fc.constantFrom(5, 15, 30),
	limit: fc.integer({ min: 1, max: 40 }),
	perPage: fc.integer({ min: 1, max: 30 }),
	jobSeconds: fc.constantFrom(0, 8, 200, 720),
	rowsPerFile: fc.constantFrom(7, 100_000),
	csvTimeFormat: fc.constantFrom('user' as const, 'iso8601' as const),
	csvOrder: fc.constantFrom('newest_first' as const, 'oldest_first' as const),
	/** Seconds after the start; how late, as a part of the overlap; whose name. */
	happenings: fc.array(
		fc.tuple(
			fc.oneof(fc.integer({ min: 0, max: 7_800 }), fc.integer({ min: 3_000, max: 3_062 })),
			fc.oneof(fc.constant(0), partOf(0.9)),
			fc.constantFrom('Acme', 'Birch', 'Cedar'),
		),
		{ maxLength: 60 },
	),
	/** Seconds between polls; now and then the host is off for more than a day. */
	pauses: fc.array(
		fc.oneof(
			{ weight: 12, arbitrary: fc.integer({ min: 20, max: 2_400 }) },
			{ weight: 1, arbitrary: fc.integer({ min: 90_000, max: 200_000 }) },
		),
		{ minLength: 4, maxLength: 14 },
	),
	/** An organization and a user in Berlin, or at +05:30. */
	isIndian: fc.boolean(),
	/** After which polls the host dies, and whether what it had just given was kept. */
	crashes: fc.array(fc.constantFrom<Crash>('none', 'after saving', 'before saving'), {
		maxLength: 14,
	}),
});

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** In each, two exports take a poll's time again and again, and none is left for the second one's file. */
const outOfTime: readonly Life[] = [
	{
		...{ start: Date.parse('2026-10-25T00:05:50Z'), source: 'export', skew: 47_000 },
		...{ overlapMinutes: 30, limit: 1, perPage: 11, jobSeconds: 8, rowsPerFile: 100_000 },
		...{ csvTimeFormat: 'iso8601', csvOrder: 'newest_first', happenings: [] },
		...{ pauses: [1674, 199_988, 704, 2396, 2396], isIndian: false },
		crashes: ['after saving', 'none'],
	},
	{
		...{ start: Date.parse('2026-10-25T00:05:50Z'), source: 'export', skew: -3 * HOUR },
		...{ overlapMinutes: 5, limit: 38, perPage: 26, jobSeconds: 8, rowsPerFile: 7 },
		...{ csvTimeFormat: 'user', csvOrder: 'oldest_first', happenings: [[1233, 0.8253, 'Acme']] },
		pauses: [501, 2194, 2239, 1404, 1378, 186_493, 821, 737, 791, 1186, 1262, 1111],
		...{ isIndian: false, crashes: [] },
	},
];
const examples = outOfTime.map((setup): [Life] => [setup]);

interface Lived {
	readonly world: World;
	readonly delivered: readonly AuditLogEntry[];
	readonly happenings: readonly Happening[];
	readonly longestPoll: number;
}

async function live(setup: Life, mayCrash: boolean): Promise<Lived> {
	const { start, csvTimeFormat, csvOrder, overlapMinutes, limit, source } = setup;
	const tokenUser = setup.isIndian ? staff.priya.id : null;
	const switches = { settingsAuditLog: 'audit_log' as const, csvTimeFormat, csvOrder, tokenUser };
	const world = triggerWorld({ ...setup, start, switches });
	const question = { ...QUESTION, source, overlapMinutes, limit };
	const happenings = setup.happenings.map(([after, late, name]) => {
		const at = Math.floor(start / 1_000) * 1_000 + 5_000 + after * 1_000;
		return { at, arrives: at + late * overlapMinutes * MINUTE, name };
	});
	world.happen(...happenings);
	const delivered: AuditLogEntry[] = [];
	const host = new HostMemory();
	let longestPoll = 0;
	const poll = async (crash?: Crash): Promise<boolean> => {
		const before = world.now();
		const polled = await world.poll(host.cursor, question);
		const { entries, trouble } = polled;
		if (trouble) throw trouble;
		longestPoll = Math.max(longestPoll, world.now() - before);
		const times = entries.map(({ audited_time }) => Date.parse(audited_time ?? ''));
		expect(times).toEqual([...times].sort((a, b) => a - b));
		delivered.push(...entries);
		host.keep(polled, crash);
		return entries.length > 0;
	};
	await poll();
	for (const [index, pause] of setup.pauses.entries()) {
		world.pass(pause * 1_000);
		await poll(mayCrash ? setup.crashes[index] : 'none');
	}
	world.pass(Math.max(0, start + 7_900_000 + overlapMinutes * MINUTE - world.now()));
	// An export is asked for in one poll and delivered in a later one.
	for (let quiet = 0; quiet < 5; quiet = (await poll()) ? 0 : quiet + 1) world.pass(20 * MINUTE);
	return { world, delivered, happenings, longestPoll };
}

/** What can be told apart: whole minutes in a file that shows no seconds. */
function grainOf({ source, csvTimeFormat }: Life): number {
	return source === 'export' && csvTimeFormat === 'user' ? MINUTE : 1_000;
}

test('whatever happens, in whatever order it comes: every entry is delivered once, oldest first', async () => {
	await fc.assert(
		fc.asyncProperty(life, async (setup) => {
			const { delivered, happenings, longestPoll } = await live(setup, false);
			const grain = grainOf(setup);
			expect(counted(delivered.map((entry) => wordsOf(entry, grain)))).toEqual(
				counted(happenings.map((happening) => happeningWords(happening, grain))),
			);
			const ids = delivered.map(({ event_id }) => event_id);
			expect(new Set(ids).size).toBe(ids.length);
			expect(longestPoll).toBeLessThan(60_000);
		}),
		{ ...options, examples },
	);
}, 600_000);

test('whenever the host dies: nothing is missing, and what comes again has the same id', async () => {
	await fc.assert(
		fc.asyncProperty(life, async (setup) => {
			const { delivered, happenings } = await live(setup, true);
			const grain = grainOf(setup);
			const byId = new Map<string, string>();
			for (const entry of delivered) {
				const words = wordsOf(entry, grain);
				expect(byId.get(entry.event_id) ?? words).toBe(words);
				byId.set(entry.event_id, words);
			}
			expect(counted([...byId.values()])).toEqual(
				counted(happenings.map((happening) => happeningWords(happening, grain))),
			);
		}),
		{ ...options, examples },
	);
}, 600_000);

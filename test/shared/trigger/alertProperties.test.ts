import fc from 'fast-check';
import { AlertWatch } from '../../../shared/alerts/alertWatch';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { instantOf } from '../../../shared/trigger/cursor';
import { partOf } from '../../parts';
import { runs } from '../../runs';
import { type Happening, MINUTE, QUESTION, triggerWorld } from './triggerWorld';

const START = Date.parse('2026-09-15T12:00:10Z');
const MINUTES = 10;

const life = fc.record({
	source: fc.constantFrom('endpoint' as const, 'export' as const),
	count: fc.integer({ min: 4, max: 12 }),
	/** How many updates any ten minutes hold beside the masses, as a part of the count. */
	trickle: fc.double({ min: 0.1, max: 0.8, noNaN: true }),
	masses: fc.array(
		fc.record({
			pause: fc.integer({ min: 30, max: 70 }),
			minutes: fc.integer({ min: 0, max: 8 }),
			size: fc.double({ min: 1, max: 3, noNaN: true }),
		}),
		{ minLength: 2, maxLength: 5 },
	),
	/** As a part of the overlap. */
	late: fc.array(partOf(0.9), { minLength: 1, maxLength: 20 }),
	jobSeconds: fc.constantFrom(0, 200),
	limit: fc.constantFrom(7, 10_000),
	pollMinutes: fc.constantFrom(4, 15),
	/** Before which polls n8n dies and forgets the one before. */
	crashes: fc.array(fc.boolean(), { maxLength: 60 }),
});

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

function happeningsOf({ count, trickle, masses, late }: Life) {
	const minutes: number[] = [];
	const found: { from: number; to: number }[] = [];
	let at = 0;
	for (const mass of masses) {
		at += mass.pause;
		const many = Math.ceil(count * mass.size);
		for (let number = 0; number < many; number++) minutes.push(at + (number / many) * mass.minutes);
		found.push({ from: START + at * MINUTE, to: START + (at + mass.minutes) * MINUTE });
		at += mass.minutes;
	}
	// A file shows whole minutes, so eleven of them may look like ten.
	const every = (MINUTES + 1) / Math.max(1, count * trickle - 1);
	for (let minute = 0.5; minute < at + 20; minute += every) minutes.push(minute);
	const happenings = minutes.map((minute, number): Happening => {
		const time = Math.round((START + minute * MINUTE) / 1_000) * 1_000;
		const delay = (late[number % late.length] ?? 0) * QUESTION.overlapMinutes * MINUTE;
		return { at: time, arrives: time + delay, name: `Acme ${number}` };
	});
	return { happenings, masses: found, end: at };
}

/** Times of the entries that alerts came with, as a host runs the trigger and keeps what it keeps. */
async function alertsIn(setup: Life): Promise<number[]> {
	const { source, limit, count, jobSeconds } = setup;
	const { happenings, end } = happeningsOf(setup);
	const switches = { settingsAuditLog: 'audit_log' as const };
	const world = triggerWorld({ start: START, jobSeconds, switches });
	world.happen(...happenings);
	const rules = {
		alerts: ['massUpdate' as const],
		mass: { count, minutes: MINUTES },
		volume: { minimum: 100, factor: 5 },
		users: new CrmUsers([]),
		modules: new CrmModules([]),
		hours: { zone: new TimeZone('UTC'), from: 0, to: 1440, days: [] },
	};
	const question = { ...QUESTION, source, limit };
	const alerts: number[] = [];
	let kept: { cursor?: unknown; alerts?: unknown } = {};
	let before = kept;
	const last = START + (end + 60) * MINUTE;
	for (let number = 0, quiet = 0; quiet < 5 || world.now() < last; number++) {
		// The first poll is the activation, after which n8n saves what is kept.
		if (number > 1 && setup.crashes[number]) kept = before;
		before = kept;
		const { cursor, entries, trouble } = await world.poll(kept.cursor, question);
		if (trouble) throw trouble;
		quiet = entries.length > 0 ? 0 : quiet + 1;
		const watch = new AlertWatch(rules, JSON.parse(JSON.stringify(kept.alerts ?? null)));
		for (const entry of entries) {
			const fired = watch.firedBy(entry);
			if (fired.length > 0) alerts.push(Date.parse(entry.audited_time ?? ''));
		}
		watch.forgetBefore(instantOf(cursor.checkpoint));
		kept = { cursor: JSON.parse(JSON.stringify(cursor)), alerts: watch.toJson() };
		world.pass(setup.pollMinutes * MINUTE);
	}
	return alerts;
}

test('of masses in random traffic, through either source, none is missed and nothing else is an alert', async () => {
	await fc.assert(
		fc.asyncProperty(life, async (setup) => {
			const { masses } = happeningsOf(setup);
			const alerts = await alertsIn(setup);
			const isNear = (time: number, { from, to }: { from: number; to: number }): boolean =>
				time >= from - (MINUTES + 1) * MINUTE && time <= to + (MINUTES + 1) * MINUTE;
			for (const mass of masses) expect(alerts.some((time) => isNear(time, mass))).toBe(true);
			for (const time of alerts) expect(masses.some((mass) => isNear(time, mass))).toBe(true);
		}),
		{ numRuns: runs(12), endOnFailure: true },
	);
}, 600_000);

import fc from 'fast-check';
import { Masses } from '../../../shared/alerts/masses';
import { partOf } from '../../parts';
import { runs } from '../../runs';

const MINUTE = 60_000;
const NOON = Date.parse('2026-09-15T12:00:00Z');
/** How late an entry may come: the overlap of the trigger. */
const LATE = 15 * MINUTE;

/** Alerts on entries at these minutes after noon, in the order in which they come. */
function alertsOn(minutes: readonly number[], count: number): number[] {
	const masses = new Masses({ count, minutes: 10 }, undefined);
	return minutes.filter((minute) => masses.add('key', NOON + minute * MINUTE));
}

test('one deletion every six minutes hides no mass: each of three is an alert', () => {
	const trickle = Array.from({ length: 100 }, (_, number) => number * 6);
	const mass = (at: number) => Array.from({ length: 5 }, (_, number) => at + 0.1 + number / 20);
	const all = [...trickle, ...mass(60), ...mass(240), ...mass(420)].sort((a, b) => a - b);
	const hours = alertsOn(all, 5).map((minute) => Math.floor(minute / 60));
	expect(hours).toEqual([1, 4, 7]);
});

test('a lasting burst is an alert each time it has doubled within the minutes, and then now and then', () => {
	const steady = Array.from({ length: 600 }, (_, number) => number / 10);
	const alerts = alertsOn(steady, 10);
	expect(alerts.slice(0, 4)).toEqual([0.9, 1.9, 3.9, 7.9]);
	expect(alerts.length).toBeLessThan(16);
});

test('a mass is found in whatever order its parts come', () => {
	expect(alertsOn([30, 5, 31, 5.2, 32, 5.1], 3)).toEqual([32, 5.1]);
	expect(alertsOn([30, 5, 31, 19, 41, 52], 3)).toEqual([]);
});

test('what comes again is not counted twice', () => {
	const masses = new Masses({ count: 4, minutes: 10 }, undefined);
	const add = (minute: number) => masses.add('key', NOON + minute * MINUTE);
	for (const minute of [0, 1, 2]) add(minute);
	masses.forgetFrom(NOON + MINUTE);
	expect([1, 2].map(add)).toEqual([undefined, undefined]);
	expect(add(3)).toEqual({ count: 4, reported: 0 });
});

test('nothing is kept beyond the minutes', () => {
	const masses = new Masses({ count: 4, minutes: 10 }, undefined);
	masses.add('key', NOON);
	masses.forgetBefore(NOON + 10 * MINUTE);
	expect(Object.keys(masses.toJson())).toEqual(['key']);
	masses.forgetBefore(NOON + 10 * MINUTE + 1_000);
	expect(masses.toJson()).toEqual({});
});

test('500 users at the edge of a mass take no more than 100 KiB', () => {
	const masses = new Masses({ count: 50, minutes: 10 }, undefined);
	for (let user = 0; user < 500; user++) {
		for (let number = 0; number < 49; number++) {
			masses.add(`massDelete${user}`, NOON + number * 11_000 + user * 1_000);
		}
	}
	expect(JSON.stringify(masses.toJson()).length).toBeLessThan(100 * 1024);
});

/** One user's deletions: a trickle that is no mass, and masses on top of it. Minutes after noon. */
const user = fc.record({
	count: fc.integer({ min: 3, max: 20 }),
	/** How many of the trickle any ten minutes hold, as a part of the count; above 1 it is a mass itself. */
	trickle: fc.oneof(
		fc.constant(0),
		fc.double({ min: 0.1, max: 0.95, noNaN: true }),
		fc.constant(1.5),
	),
	masses: fc.array(
		fc.record({
			/** After the one before. */
			pause: fc.double({ min: 25, max: 90, noNaN: true }),
			minutes: partOf(9.9),
			/** In counts. */
			size: fc.double({ min: 1, max: 5, noNaN: true }),
		}),
		{ minLength: 1, maxLength: 6 },
	),
	late: fc.array(partOf(1), { minLength: 1, maxLength: 40 }),
	pollMinutes: fc.constantFrom(1, 5, 15),
	/** What happens after a poll: nothing, a crash that forgets it, or everything comes again. */
	fates: fc.array(fc.constantFrom('kept', 'kept', 'kept', 'forgotten', 'repeated'), {
		maxLength: 60,
	}),
});

type User = typeof user extends fc.Arbitrary<infer T> ? T : never;

interface Mass {
	readonly from: number;
	readonly to: number;
}

interface Deletion {
	readonly at: number;
	readonly arrives: number;
}

function deletionsOf({ count, trickle, masses, late }: User): {
	readonly deletions: Deletion[];
	readonly masses: Mass[];
} {
	const times: number[] = [];
	const found: Mass[] = [];
	let at = 0;
	for (const { pause, minutes, size } of masses) {
		at += pause;
		// On top of a trickle that is a mass itself, one that is far above it.
		const many = Math.ceil(count * size * (trickle > 1 ? 8 : 1));
		for (let number = 0; number < many; number++) times.push(at + (number / many) * minutes);
		found.push({ from: at, to: at + minutes });
		at += minutes;
	}
	if (trickle > 0) {
		const every = 10 / Math.max(1, count * trickle - 1) + 0.05;
		for (let minute = 0; minute < at + 30; minute += every) times.push(minute);
	}
	const deletions = times.map((minute, number) => {
		const instant = NOON + Math.round(minute * 60) * 1_000;
		return { at: instant, arrives: instant + (late[number % late.length] ?? 0) * 0.95 * LATE };
	});
	return { deletions, masses: found };
}

/** The instants of the entries that alerts came with, poll by poll as the trigger runs them. */
function lived(setup: User): { readonly alerts: number[]; readonly isDisturbed: boolean } {
	const { deletions } = deletionsOf(setup);
	const rule = { count: setup.count, minutes: 10 };
	const alerts: number[] = [];
	let kept: unknown;
	let done = new Set<Deletion>();
	let isDisturbed = false;
	const last = Math.max(...deletions.map(({ arrives }) => arrives));
	for (let poll = 0, now = NOON; now <= last + 2 * setup.pollMinutes * MINUTE; poll++) {
		now += setup.pollMinutes * MINUTE;
		const fate = setup.fates[poll] ?? 'kept';
		const masses = new Masses(rule, JSON.parse(JSON.stringify(kept ?? null)));
		const checkpoint = now - LATE;
		if (fate === 'repeated') {
			masses.forgetFrom(checkpoint);
			done = new Set([...done].filter(({ at }) => at < checkpoint));
		}
		isDisturbed ||= fate !== 'kept';
		const due = deletions.filter((one) => one.arrives <= now && !done.has(one));
		for (const one of due.sort((a, b) => a.at - b.at)) {
			if (masses.add('key', one.at)) alerts.push(one.at);
		}
		masses.forgetBefore(checkpoint);
		// n8n keeps entries and memory together, so a crash that forgets one forgets both.
		if (fate === 'forgotten') continue;
		kept = masses.toJson();
		for (const one of due) done.add(one);
	}
	return { alerts, isDisturbed };
}

test('of masses in random traffic none is missed, nothing else is an alert, and alerts are few', () => {
	let tried = 0;
	fc.assert(
		fc.property(user, (setup) => {
			const { deletions, masses } = deletionsOf(setup);
			const { alerts, isDisturbed } = lived(setup);
			const near = (one: number, from: number, to: number): boolean =>
				one >= NOON + (from - 10) * MINUTE - 1_000 && one <= NOON + (to + 10) * MINUTE + 1_000;
			for (const { from, to } of masses) {
				tried++;
				const own = alerts.filter((one) => near(one, from, to));
				expect(own.length).toBeGreaterThan(0);
				const all = deletions.filter(({ at }) => near(at, from - 10, to + 10)).length;
				const most = 3 * (1 + Math.log2(all / setup.count));
				if (!isDisturbed) expect(own.length).toBeLessThanOrEqual(most);
			}
			for (const one of alerts) {
				const isMass = deletions.some(
					({ at }) =>
						at <= one &&
						deletions.filter((it) => it.at >= at && it.at <= at + 10 * MINUTE).length >=
							setup.count,
				);
				expect(isMass).toBe(true);
				if (setup.trickle < 1)
					expect(masses.some(({ from, to }) => near(one, from, to))).toBe(true);
			}
		}),
		{ numRuns: runs(150), endOnFailure: true },
	);
	expect(tried).toBeGreaterThan(400);
});

import fc from 'fast-check';
import { Baseline, MAX_BYTES, type Unusual } from '../../../shared/alerts/baseline';
import { Codes } from '../../../shared/alerts/codes';
import { TimeZone } from '../../../shared/dialect/timeZone';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { runs } from '../../runs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.parse('2026-01-05T00:00:00Z');
const RULE = { minimum: 20, factor: 5 };

/** What is kept goes through JSON, as from poll to poll. */
function history(rule = RULE, zone = 'UTC') {
	let kept: unknown;
	const open = () => new Baseline(rule, new TimeZone(zone), new Codes(), kept);
	let baseline = open();
	return {
		on: (day: number, changes: Partial<AuditLogEntry> = {}, hour = 12): Unusual =>
			baseline.compare({
				audited_time: new Date(FIRST + day * DAY + hour * HOUR).toISOString(),
				done_by: { id: '1', name: 'Marta Quill' },
				action: 'updated',
				module: 'Deals',
				...changes,
			} as AuditLogEntry),
		repeats: () => baseline.repeats(),
		json: () => JSON.stringify(baseline.toJson()),
		reopen: () => {
			kept = JSON.parse(JSON.stringify(baseline.toJson()));
			baseline = open();
		},
	};
}

const deletes = { action: 'deleted' };

describe('the first time in a module', () => {
	test('is an alert once the user has been observed for 28 days, and then is known', () => {
		const user = history();
		for (let day = 0; day < 28; day++) {
			expect(user.on(day).first).toBeUndefined();
			// Much that is new, in the days in which everything is.
			expect(user.on(day, { module: `Module ${day}` }).first).toBeUndefined();
			user.reopen();
		}
		expect(user.on(28, deletes).first).toMatch(/first time in 28 days or more that Marta Quill/);
		user.reopen();
		expect(user.on(28, deletes).first).toBeUndefined();
		expect(user.on(29, deletes).first).toBeUndefined();
		expect(user.on(29, { ...deletes, module: 'Leads' }).first).toBeDefined();
	});

	test('is none of a new user, who is observed first', () => {
		const user = history();
		for (let day = 0; day < 40; day++) user.on(day);
		const fresh = { done_by: { id: '2', name: 'Jonas Feder' } };
		expect(user.on(40, fresh).first).toBeUndefined();
		expect(user.on(60, { ...fresh, ...deletes }).first).toBeUndefined();
	});

	test('is one of a user who comes back after four weeks, once', () => {
		const user = history();
		for (let day = 0; day < 40; day++) user.on(day);
		expect(user.on(69).first).toMatch(/first entry of Marta Quill after 30 days/);
		expect([user.on(69, deletes).first, user.on(70, deletes).first]).toEqual([
			undefined,
			undefined,
		]);
	});

	test('is none for what was done within 28 days, whenever the weeks are counted', () => {
		for (let shift = 0; shift < 28; shift++) {
			const user = history();
			for (let day = 0; day < 28; day++) user.on(day + shift);
			user.on(28 + shift, deletes);
			for (let day = 29; day < 56; day++) user.on(day + shift);
			expect(user.on(56 + shift, deletes).first).toBeUndefined();
		}
	});

	test('is none when entries come again', () => {
		const user = history();
		for (let day = 0; day < 40; day++) user.on(day);
		expect(user.on(40, deletes).first).toBeDefined();
		user.repeats();
		expect(user.on(40, deletes).first).toBeUndefined();
	});
});

describe('a volume far above one’s own', () => {
	const work = (user: ReturnType<typeof history>, from: number, days: number, count = 10): void => {
		for (let day = from; day < from + days; day++) {
			for (let number = 0; number < count; number++) {
				const { volume } = user.on(day, {}, 8 + number / 100);
				if (volume !== undefined) throw new Error(volume);
			}
			user.reopen();
		}
	};
	const burst = (user: ReturnType<typeof history>, day: number, count: number): string[] =>
		Array.from({ length: count }, () => user.on(day, {}, 18).volume).filter(
			(it) => it !== undefined,
		);

	test('is an alert with its measure, and again when it has doubled', () => {
		const user = history();
		work(user, 0, 30);
		const alerts = burst(user, 30, 250);
		expect(alerts.map((reason) => Number.parseInt(reason))).toEqual([50, 100, 200]);
		expect(alerts[0]).toBe(
			'50 entries of Marta Quill on 2026-02-04; the median of 28 active days in the 28 before is 10, and 50 or more are far above it.',
		);
	});

	test('is none in the first 28 days, nor of a user with few active days', () => {
		const user = history();
		work(user, 0, 27);
		expect(burst(user, 27, 500)).toEqual([]);
		const rare = history();
		for (let day = 0; day < 30; day += 6) rare.on(day);
		expect(burst(rare, 30, 500)).toEqual([]);
	});

	test('is measured by what is usual, so that one mass does not hide the next', () => {
		const user = history();
		work(user, 0, 30);
		expect(burst(user, 30, 5_000).length).toBeGreaterThan(0);
		work(user, 31, 3);
		expect(burst(user, 34, 60)).toHaveLength(1);
	});

	test('is found in a day that ends in the meantime', () => {
		const user = history();
		work(user, 0, 30);
		user.on(31);
		expect(burst(user, 30, 60)).toHaveLength(1);
	});

	test('is none when entries come again', () => {
		const user = history();
		work(user, 0, 30, 30);
		expect(burst(user, 30, 100)).toEqual([]);
		user.reopen();
		user.repeats();
		user.reopen();
		expect(burst(user, 30, 100)).toEqual([]);
		expect(Array.from({ length: 60 }, () => user.on(30, {}, 19).volume).some(Boolean)).toBe(true);
	});

	test('belongs to a day of the organization', () => {
		const user = history(RULE, 'Asia/Kolkata');
		expect(user.on(0, {}, 19).volume).toBeUndefined();
		for (let day = 1; day < 31; day++) for (let n = 0; n < 10; n++) user.on(day, {}, 19);
		const [reason] = Array.from({ length: 60 }, () => user.on(31, {}, 19).volume).filter(Boolean);
		expect(reason).toContain('on 2026-02-06');
	});
});

test('an entry without a time or a user is compared with nothing', () => {
	const user = history();
	for (let day = 0; day < 40; day++) user.on(day);
	expect(user.on(40, { ...deletes, audited_time: null })).toEqual({});
	expect(user.on(40, { ...deletes, done_by: null })).toEqual({});
});

test.each([[null], ['x'], [{ users: 7 }], [{ users: { a: 'b|c' } }], [{ counted_to: 5 }]])(
	'starts afresh when what was kept is %j',
	(kept) => {
		const baseline = new Baseline(RULE, new TimeZone('UTC'), new Codes(), kept);
		expect(JSON.parse(JSON.stringify(baseline.toJson()))).toMatchObject({ users: {} });
	},
);

const MODULES = 12;

/** A year of an organization: each user works in a few modules of their own. */
function organization(users: number, kinds: number, days: number) {
	const all = history({ minimum: 1_000_000, factor: 5 });
	let alerts = 0;
	for (let day = 0; day < days; day++) {
		for (let user = 0; user < users; user++) {
			for (let entries = 0; entries < 2; entries++) {
				const kind = (user + ((day * 2 + entries) % kinds)) % (MODULES * 4);
				const { first } = all.on(day, {
					done_by: { id: `76100000000000${user}`, name: `User ${user}` },
					module: `Module ${kind % MODULES}`,
					action: ['added', 'updated', 'deleted', 'exported'][Math.floor(kind / MODULES)] ?? '',
				});
				if (first !== undefined) alerts++;
			}
		}
		all.reopen();
	}
	return { bytes: all.json().length, alerts, users: Object.keys(JSON.parse(all.json()).users) };
}

test('500 users with 16 kinds of activity each fit into 64 KiB, and none is an alert for the usual', () => {
	const { bytes, alerts, users } = organization(500, 16, 31);
	expect(users).toHaveLength(500);
	expect(alerts).toBe(0);
	expect(bytes).toBeLessThan(MAX_BYTES);
	expect(bytes).toBeGreaterThan(MAX_BYTES * 0.75);
});

test('of more than fit, those not seen for longest are forgotten, and raise no alert when they return', () => {
	const { bytes, alerts, users } = organization(900, 20, 12);
	expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
	expect(users.length).toBeLessThan(900);
	expect(alerts).toBe(0);
});

test('nothing that is kept shows a name, a module or an action', () => {
	const user = history();
	for (let day = 0; day < 3; day++) user.on(day);
	expect(user.json()).not.toMatch(/Marta|Quill|Deals|updated|"1"/i);
});

test('polls, late entries and repetitions change nothing of what is usual', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3 })), {
				minLength: 200,
				maxLength: 400,
			}),
			fc.array(fc.constantFrom('nothing', 'reopen', 'repeat'), { minLength: 20, maxLength: 20 }),
			(entries, events) => {
				const user = history({ minimum: 60, factor: 5 });
				const ordered = entries.sort(([a], [b]) => a - b);
				for (const [index, [day, module]] of ordered.entries()) {
					const { first, volume } = user.on(day, { module: `Module ${module}` });
					// Each of four modules is used every few days, and no day has sixty entries.
					if (volume !== undefined) throw new Error(volume);
					if (first !== undefined && !/in 28 days|after/.test(first)) throw new Error(first);
					const event = events[index % events.length];
					if (event === 'reopen') user.reopen();
					if (event !== 'repeat') continue;
					user.repeats();
					const again = user.on(day, { module: `Module ${module}` });
					if (again.first ?? again.volume) throw new Error(`again: ${again.first ?? again.volume}`);
				}
			},
		),
		{ numRuns: runs(20), endOnFailure: true },
	);
});

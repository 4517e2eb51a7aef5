import { TimeZone } from '../../../shared/dialect/timeZone';
import { dayTimesOf } from '../../../shared/entries/dayTimes';
import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { reviewEntries } from '../../../shared/review/review';
import {
	DEFAULT_THRESHOLDS,
	type Finding,
	REVIEW_RULES,
	type ReviewFacts,
} from '../../../shared/review/rules';
import { type Anomaly, type PlantedLog, random } from './planted';
import { plantedLog } from './plantedLog';

const ZONE = new TimeZone('Europe/Berlin');
const HOURS = dayTimesOf('07:00-19:00', ['weekdays'], 'Europe/Berlin');

function factsOf(log: Pick<PlantedLog, 'users' | 'from' | 'to'>): ReviewFacts {
	if (!HOURS) throw new Error('no hours');
	return {
		...{ period: { from: log.from, to: log.to }, zone: ZONE, hours: HOURS },
		users: new CrmUsers(log.users as never),
		modules: new CrmModules([]),
		...{ rules: REVIEW_RULES, thresholds: DEFAULT_THRESHOLDS, withValues: true },
	};
}

async function* inBatches(entries: readonly AuditLogEntry[]): AsyncGenerator<EntryBatch> {
	for (let at = 0; at < entries.length; at += 500) {
		yield await Promise.resolve(entries.slice(at, at + 500));
	}
}

async function findingsIn(log: PlantedLog, facts = factsOf(log)): Promise<readonly Finding[]> {
	return (await reviewEntries(inBatches(log.entries), facts)).findings;
}

function overlaps(finding: Finding, { from, to }: { from: number; to: number }): boolean {
	return Date.parse(finding.from) <= to && Date.parse(finding.to) >= from;
}

function isFound({ rule, user, ids, ...span }: Anomaly, findings: readonly Finding[]): boolean {
	return findings.some(
		(finding) =>
			finding.rule === rule &&
			finding.user === user &&
			finding.count >= ids.size &&
			overlaps(finding, span),
	);
}

/** Whether a finding has to do with what was planted: of the same user and time, or of who had a part in it. */
function isExplained(finding: Finding, planted: readonly Anomaly[]): boolean {
	return planted.some(
		(anomaly) =>
			(finding.user === anomaly.user && overlaps(finding, anomaly)) ||
			anomaly.aside.some(
				({ user, at }) => finding.user === user && overlaps(finding, { from: at, to: at }),
			),
	);
}

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const numbers: { found: number; falseFindings: number; most: number }[] = [];

test.each(SEEDS)(
	'of 90 days with 30 anomalies, seed %d, all are found and little else',
	async (seed) => {
		const log = plantedLog(seed);
		expect(log.planted).toHaveLength(30);
		const findings = await findingsIn(log);
		const missed = log.planted.filter((anomaly) => !isFound(anomaly, findings));
		expect(
			missed.map(({ rule, user, from }) => [rule, user, new Date(from).toISOString()]),
		).toEqual([]);
		const others = findings.filter((finding) => !isExplained(finding, log.planted));
		const perMonth = new Map<string, number>();
		for (const { user, from } of others) {
			const key = `${user} ${from.slice(0, 7)}`;
			perMonth.set(key, (perMonth.get(key) ?? 0) + 1);
		}
		const most = Math.max(0, ...perMonth.values());
		numbers.push({ found: 30 - missed.length, falseFindings: others.length, most });
		expect([...perMonth].filter(([, count]) => count > 1)).toEqual([]);
	},
);

afterAll(() => {
	const sum = (of: (it: (typeof numbers)[number]) => number): number =>
		numbers.reduce((total, it) => total + of(it), 0);
	console.info(
		`${sum(({ found }) => found)} of ${numbers.length * 30} found; ${sum(({ falseFindings }) => falseFindings)} false findings in ${numbers.length} logs of 12 people and 3 months, at most ${Math.max(...numbers.map(({ most }) => most))} for a user and month`,
	);
});

test('the order in which entries come changes nothing', async () => {
	const log = plantedLog(3);
	const first = await findingsIn(log);
	for (const seed of [1, 2, 3]) {
		const next = random(seed);
		const entries = log.entries
			.map((entry) => ({ entry, key: next() }))
			.sort((a, b) => a.key - b.key)
			.map(({ entry }) => entry);
		expect(await findingsIn({ ...log, entries })).toEqual(first);
	}
});

test('every finding says what it is about, within the period, with ids of its own entries', async () => {
	const log = plantedLog(4);
	const byId = new Map(log.entries.map((entry) => [entry.event_id, entry]));
	for (const finding of await findingsIn(log)) {
		const [from, to] = [Date.parse(finding.from), Date.parse(finding.to)];
		expect(from).toBeGreaterThanOrEqual(log.from);
		expect(to).toBeLessThan(log.to);
		expect(finding.sentence).toMatch(/\.$/);
		expect(finding.event_ids.length).toBe(Math.min(5, finding.count));
		for (const id of finding.event_ids) {
			const entry = byId.get(id);
			const at = Date.parse(entry?.audited_time ?? '');
			expect([entry?.done_by?.name ?? null, at >= from, at <= to]).toEqual([
				finding.user,
				true,
				true,
			]);
		}
		if (finding.rule === 'unusualVolume') {
			expect(finding.sentence).toContain(`is ${finding.measure?.median}`);
			expect(finding.count).toBeGreaterThanOrEqual(finding.measure?.limit ?? Infinity);
		}
	}
});

describe('by itself', () => {
	const [FROM, TO] = ['2026-09-01T00:00:00+02:00', '2026-10-01T00:00:00+02:00'].map(Date.parse) as [
		number,
		number,
	];
	const users = [
		{ id: '7610000000000004001', name: 'Marta Quill', status: 'active' },
		{ id: '7610000000000004002', name: 'Leo Sandbank', status: 'disabled' },
		{ id: '7610000000000004003', name: 'Anna Müller', status: 'active' },
		{ id: '7610000000000004004', name: 'Anna Müller', status: 'disabled' },
	];
	let number = 0;
	const entry = (
		time: string,
		name: string,
		action: string,
		module = 'Leads',
		record = 'Acme',
	): AuditLogEntry =>
		({
			...{ audited_time: `${time}+02:00`, done_by: { id: null, name }, action, module },
			...{ record: { id: null, name: record }, field_history: null, event_id: `x${number++}` },
		}) as unknown as AuditLogEntry;
	const review = async (entries: AuditLogEntry[], rules = REVIEW_RULES as ReviewFacts['rules']) =>
		await findingsIn({ entries, users, from: FROM, to: TO, planted: [] } as unknown as PlantedLog, {
			...factsOf({ users: users as never, from: FROM, to: TO }),
			rules,
		});
	const many = (count: number, minutes: number, action = 'deleted'): AuditLogEntry[] =>
		Array.from({ length: count }, (_, index) => {
			const at = Date.parse('2026-09-10T10:00:00+02:00') + (index * minutes * 60_000) / (count - 1);
			return { ...entry('', 'Marta Quill', action), audited_time: new Date(at).toISOString() };
		});

	test('fifty within ten minutes are a mass, and forty-nine or a minute more are none', async () => {
		const rules = ['massDelete', 'massUpdate'] as const;
		expect(await review(many(50, 10), rules)).toMatchObject([{ rule: 'massDelete', count: 50 }]);
		expect(await review(many(49, 5), rules)).toEqual([]);
		expect(await review(many(50, 11), rules)).toEqual([]);
		expect(await review(many(300, 50), rules)).toMatchObject([{ count: 300 }]);
	});

	test('an export is one of a leaver when the user is deactivated within 30 days, not after 31', async () => {
		const rules = ['exportBeforeLeaving'] as const;
		const taken = entry('2026-09-05T10:00:00', 'Leo Sandbank', 'exported');
		const left = (time: string): AuditLogEntry =>
			entry(time, 'Marta Quill', 'deactivated', 'Users', 'Leo Sandbank');
		expect(await review([taken, left('2026-10-05T09:00:00')], rules)).toMatchObject([
			{ user: 'Leo Sandbank', count: 1, event_ids: [taken.event_id] },
		]);
		expect(await review([taken, left('2026-10-05T11:00:00')], rules)).toEqual([]);
		expect(await review([taken, left('2026-09-04T11:00:00')], rules)).toEqual([]);
	});

	test('of who is gone without a word in the log, an export near the last entry is one, and it says so', async () => {
		const taken = entry('2026-09-05T10:00:00', 'Leo Sandbank', 'exported');
		const last = entry('2026-09-20T10:00:00', 'Leo Sandbank', 'updated');
		const found = await review([taken, last], ['exportBeforeLeaving']);
		expect(found).toMatchObject([
			{ sentence: expect.stringMatching(/says nothing of when/) as string },
		]);
	});

	test('nothing is new or unusual of a user whom the log shows for less than four weeks', async () => {
		const rules = ['firstInModule', 'unusualVolume'] as const;
		const tenDays = (first: string): AuditLogEntry[] =>
			Array.from({ length: 10 }, (_, day) => {
				const at = Date.parse(`${first}T10:00:00Z`) + day * 86_400_000;
				return entry(new Date(at).toISOString().slice(0, 19), 'Marta Quill', 'updated');
			});
		const burst = Array.from({ length: 200 }, () =>
			entry('2026-09-04T10:00:00', 'Marta Quill', 'exported', 'Contacts'),
		);
		expect(await review([...tenDays('2026-08-08'), ...burst], rules)).toEqual([]);
		const found = await review([...tenDays('2026-08-07'), ...burst], rules);
		expect(found.map(({ rule }) => rule).sort()).toEqual([...rules]);
	});

	test('a namesake who was deactivated says nothing of who exported', async () => {
		const taken = entry('2026-09-05T10:00:00', 'Anna Müller', 'exported');
		const left = entry('2026-09-06T10:00:00', 'Marta Quill', 'deactivated', 'Users', 'Anna Müller');
		expect(await review([taken, left], ['exportBeforeLeaving', 'deactivatedUser'])).toEqual([]);
	});

	test('who was deactivated and came back may work again, and what was done in between is found', async () => {
		const admin = (time: string, action: string): AuditLogEntry =>
			entry(time, 'Marta Quill', action, 'Users', 'Leo Sandbank');
		const during = entry('2026-09-07T10:00:00', 'Leo Sandbank', 'updated');
		const found = await review(
			[
				entry('2026-09-02T10:00:00', 'Leo Sandbank', 'updated'),
				admin('2026-09-03T10:00:00', 'deactivated'),
				during,
				admin('2026-09-10T10:00:00', 'reactivated'),
				entry('2026-09-11T10:00:00', 'Leo Sandbank', 'updated'),
			],
			['deactivatedUser'],
		);
		expect(found).toMatchObject([{ count: 1, event_ids: [during.event_id] }]);
	});

	test('actions in a language that no rule knows are said, and not taken for nothing', async () => {
		const log = Array.from({ length: 20 }, () =>
			entry('2026-09-05T10:00:00', 'Marta Quill', 'gelöscht'),
		);
		const facts = factsOf({ users: users as never, from: FROM, to: TO });
		const { notes } = await reviewEntries(inBatches(log), facts);
		expect(notes.join()).toMatch(/cannot be judged: massDelete/);
	});

	test('nothing of before the period and nothing of after it is a finding', async () => {
		const before = entry('2026-08-31T23:59:59', 'Marta Quill', 'exported');
		const after = entry('2026-10-01T00:00:00', 'Marta Quill', 'exported');
		expect(await review([before, after])).toEqual([]);
	});
});

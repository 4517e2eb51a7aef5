import { TimeZone } from '../../../shared/dialect/timeZone';
import { timeValue } from '../archive/plainKey';
import { NOON, type Session, sessions, type ToolAnswer } from '../session';

const start = sessions();

type Group = Record<string, unknown> & {
	key: Record<string, string | null>;
	count: number;
	previous: number;
	change: number;
	sample_event_ids: string[];
};
type Entry = Session['zoho']['log'][number];
const DAY = 86_400_000;
const ISO = { csvTimeFormat: 'iso8601' } as const;
const SOURCES = [
	['an export', { switches: { settingsAuditLog: 404, ...ISO } }],
	['the endpoint', { entries: 900, switches: { settingsAuditLog: 'audit_log', ...ISO } }],
] as const;

function groupsOf({ result }: ToolAnswer): Group[] {
	return result['groups'] as Group[];
}

function counted(
	log: readonly Entry[],
	[from, to]: readonly [number, number],
	keyOf: (entry: Entry) => string,
): Map<string, number> {
	const counts = new Map<string, number>();
	for (const entry of log) {
		if (entry.audited_time < from || entry.audited_time >= to) continue;
		counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
	}
	return counts;
}

describe.each(SOURCES)('from %s', (_, setup) => {
	test.each([
		['week', 'Europe/Berlin'],
		['month', 'America/New_York'],
		['weekday', 'Asia/Kathmandu'],
		['hour_of_day', 'Australia/Lord_Howe'],
	])('entries are counted by %s in %s', async (key, name) => {
		const server = await start(setup);
		const args = { from: '60d', group_by: [key], time_zone: name, top: 100, order: 'key' };
		const answer = await server.call('summarize_audit_log', args);
		const zone = new TimeZone(name);
		const from = (answer.result['scope'] as { from: string }).from;
		const truth = counted(server.zoho.log, [Date.parse(from), NOON], ({ audited_time }) =>
			timeValue(new Date(audited_time).toISOString(), key, zone),
		);
		const groups = groupsOf(answer);
		expect(new Map(groups.map((group) => [group.key[key], group.count]))).toEqual(truth);
		expect(answer.result['total_groups']).toBe(truth.size);
		const values = groups.map((group) => String(group.key[key]));
		if (key === 'weekday') expect(values).toEqual(WEEK);
		else expect(values).toEqual([...values].sort());
	});

	test('a cursor goes through all groups once, in either order, and how many there are is always said', async () => {
		const server = await start(setup);
		for (const order of ['count_desc', 'count_asc', 'key']) {
			const args = { from: '60d', group_by: ['record'], top: 40, order };
			const all: Group[] = [];
			let cursor: unknown;
			let total: unknown;
			do {
				const answer = await server.call('summarize_audit_log', {
					...args,
					...(cursor ? { cursor } : {}),
				});
				all.push(...groupsOf(answer));
				total = answer.result['total_groups'];
				cursor = answer.result['next_cursor'];
			} while (cursor !== undefined);
			expect(all).toHaveLength(total as number);
			expect(new Set(all.map(({ key }) => key['record'])).size).toBe(all.length);
			const counts = all.map(({ count }) => count);
			const sorted = [...counts].sort((a, b) => a - b);
			if (order === 'count_asc') expect(counts).toEqual(sorted);
			if (order === 'count_desc') expect(counts).toEqual(sorted.reverse());
		}
	});

	test('each group is compared with the period before, and one that has gone is there', async () => {
		const server = await start(setup);
		const keyOf = ({ done_by, action }: Entry): string => `${done_by?.id} ${action}`;
		const args = { from: '10d', group_by: ['user', 'action'], compare_to: 'previous_period' };
		const groups: Group[] = [];
		let cursor: unknown;
		let answer: ToolAnswer;
		do {
			answer = await server.call('summarize_audit_log', {
				...args,
				top: 25,
				...(cursor ? { cursor } : {}),
			});
			groups.push(...groupsOf(answer));
			cursor = answer.result['next_cursor'];
		} while (cursor !== undefined);
		const now = counted(server.zoho.log, [NOON - 10 * DAY, NOON], keyOf);
		const before = counted(server.zoho.log, [NOON - 20 * DAY, NOON - 10 * DAY], keyOf);
		const sum = (counts: Map<string, number>): number =>
			[...counts.values()].reduce((a, b) => a + b, 0);
		const sumOf = (key: 'count' | 'previous' | 'change'): number =>
			groups.reduce((total, group) => total + group[key], 0);
		expect([sumOf('count'), sumOf('previous')]).toEqual([sum(now), sum(before)]);
		expect(sumOf('change')).toBe(sum(now) - sum(before));
		expect(answer.result['compared_with']).toMatchObject({
			total_matched: sum(before),
			complete: true,
		});
		const gone = groups.filter(({ count }) => count === 0);
		expect(gone.length).toBeGreaterThan(0);
		for (const { previous, change } of gone) expect(change).toBe(-previous);
		for (const { key, count, previous } of groups) {
			if (key['user'] !== 'Zoë Farnlund') continue;
			const of = (counts: Map<string, number>): number =>
				[...counts].find(([name]) => name === `${zoe(server)} ${key['action']}`)?.[1] ?? 0;
			expect([key, count, previous]).toEqual([key, of(now), of(before)]);
		}
	});

	test('sample ids are those of entries of their group', async () => {
		const server = await start(setup);
		const args = { from: '20d', group_by: ['action'], top: 6 };
		const groups = groupsOf(await server.call('summarize_audit_log', args));
		for (const { key, sample_event_ids: ids } of groups) {
			const found = new Set<string>();
			let cursor: unknown;
			do {
				const page = await server.call('get_audit_log', {
					...{ from: '20d', action: key['action'], detail: 'full', limit: 200 },
					...(cursor ? { cursor } : {}),
				});
				for (const entry of page.result['entries'] as { event_id: string }[])
					found.add(entry.event_id);
				cursor = page.result['next_cursor'];
			} while (cursor !== undefined);
			expect(ids.length).toBeGreaterThan(0);
			expect(ids.filter((id) => !found.has(id))).toEqual([]);
		}
	});
});

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function zoe({ zoho }: Session): string | undefined {
	return zoho.log.find(({ done_by }) => done_by?.name === 'Zoë Farnlund')?.done_by?.id;
}

test('how many different users there were is one call', async () => {
	const server = await start({ switches: ISO });
	const answer = await server.call('summarize_audit_log', {
		from: '30d',
		group_by: 'user',
		top: 1,
	});
	const users = counted(
		server.zoho.log,
		[NOON - 30 * DAY, NOON],
		({ done_by }) => done_by?.name ?? '',
	);
	expect(answer.result['total_groups']).toBe(users.size);
});

test.each([
	['last month', '2026-09-01T00:00:00+02:00', '2026-10-01T00:00:00+02:00'],
	['yesterday', '2026-11-22T00:00:00+01:00', '2026-11-23T00:00:00+01:00'],
	['last week', '2026-11-09T00:00:00+01:00', '2026-11-16T00:00:00+01:00'],
	['24h', '2026-11-22T12:00:00+01:00', '2026-11-23T12:00:00+01:00'],
])('the period before %s is of the same kind', async (from, start_, end) => {
	const server = await start({ switches: ISO });
	const answer = await server.call('summarize_audit_log', { from, compare_to: 'previous_period' });
	expect(answer.result['compared_with']).toMatchObject({ from: start_, to: end });
});

test('another period is compared as its words say, and what is none is refused before anything is sent', async () => {
	const server = await start({ switches: ISO });
	const refused = await server.call('summarize_audit_log', { compare_to: 'soon' });
	expect([refused.isError, server.zoho.requests.length]).toEqual([true, 0]);
	const answer = await server.call('summarize_audit_log', {
		from: 'yesterday',
		compare_to: 'last week',
	});
	expect(answer.result['compared_with']).toMatchObject({ from: '2026-11-16T00:00:00+01:00' });
});

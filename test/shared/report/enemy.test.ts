import { TimeZone } from '../../../shared/dialect/timeZone';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { type Coverage, coverageOf } from '../../../shared/reading/coverage';
import { reportOf } from '../../../shared/report/report';
import { numberOf, parsed, textOf } from './parsed';
import { batchesOf, randomEntries } from './randomEntries';

const HOUR = 3_600_000;
const PERIOD = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-11-08T00:00:00Z') };
const facts = { users: new CrmUsers([]), modules: new CrmModules([]) };

async function report(
	entries: readonly AuditLogEntry[],
	period: { readonly from: number; readonly to: number } | null = PERIOD,
	zone = 'UTC',
): Promise<string> {
	const coverage: Coverage = period
		? coverageOf('export', period)
		: { ...coverageOf('export', PERIOD), from: null, to: null };
	const about = { zone: new TimeZone(zone), coverage, madeAt: PERIOD.to, facts };
	return await reportOf(batchesOf(entries), about);
}

const [SAMPLE] = randomEntries(1, 2, PERIOD).slice(1) as [AuditLogEntry];
const entryAt = (
	audited_time: string | null,
	more: Partial<AuditLogEntry> = {},
): AuditLogEntry => ({
	...SAMPLE,
	audited_time,
	event_id: `${audited_time} ${JSON.stringify(more)}`,
	...more,
});
const sum = (html: string, caption: string): number =>
	(parsed(html).tables.get(caption) ?? [])
		.flatMap(([, ...counts]) => counts.map(numberOf))
		.reduce((a, b) => a + b, 0);
const size = (html: string): number => Buffer.byteLength(html);

test('one entry is one everywhere', async () => {
	const html = await report([entryAt('2026-11-03T10:30:00Z')]);
	expect(html).toContain('1 entry from');
	for (const caption of ['Entries by day', 'Days by hour', 'Users by hour of the day'])
		expect([caption, sum(html, caption)]).toEqual([caption, 1]);
	expect(html).not.toMatch(/NaN|Infinity|undefined/);
});

test('entries without a time are no missing entries', async () => {
	for (const period of [PERIOD, null]) {
		const html = await report([entryAt(null), entryAt(null, { action: 'x' })], period);
		expect(parsed(html).figures.get('Entries')).toBe('2');
		expect(html).toContain('2 entries without a time: in no picture by time.');
		expect(html).not.toContain('from before 1995');
		expect(textOf(/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '')).not.toBe('No entries');
		expect(html).not.toMatch(/NaN|Infinity|undefined/);
	}
	expect(await report([], null)).toContain('<h1>No entries</h1>');
});

test.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
	'an entry of %s hides no other, and is in no picture but in the numbers',
	async (odd) => {
		const entries = [...randomEntries(3, 500, PERIOD), entryAt(odd)];
		for (const period of [PERIOD, null]) {
			const html = await report(entries, period);
			const timed = entries.filter(({ audited_time: time }) => time !== null).length;
			expect(parsed(html).figures.get('Entries')).toBe('501');
			expect(parsed(html).tables.get('Entries by day')?.length).toBeLessThanOrEqual(8);
			expect(sum(html, 'Entries by day')).toBe(timed - 1);
			expect(html).toContain('1 entry from before 1995 or after 2100: in no picture by time');
			expect(size(html)).toBeLessThan(400_000);
		}
	},
);

test('of 10,000 users none is left out without a word, and no number is too low in silence', async () => {
	const entries = randomEntries(5, 30_000, PERIOD).map((entry, index) => ({
		...entry,
		done_by: { id: String(index % 10_000), name: `User ${index % 10_000}` },
		action: index < 10_000 ? 'exported' : entry.action,
	}));
	const html = await report(entries);
	const { figures, tables } = parsed(html);
	expect(figures.get('Users')).toBe('5,000+');
	expect(tables.get('Users by hour of the day')?.at(-1)?.[0]).toBe('More than 4,980 other users');
	const timed = entries.filter(({ audited_time }) => audited_time !== null).length;
	expect(sum(html, 'Users by hour of the day')).toBe(timed);
	expect(html).toMatch(/15,000 entries of further users, who are not counted/);
	expect(figures.get('Findings')).toBe('300+');
	const meeting = entries.filter(({ action }) =>
		['exported', 'owner_reassigned'].includes(action ?? ''),
	);
	const shown = new Set(entries.slice(0, 300).map(({ done_by }) => done_by?.id));
	const left = meeting.filter(
		({ action, done_by }) => action !== 'exported' || !shown.has(done_by?.id),
	).length;
	expect(/([\d,]+) entries more that meet a rule, in no finding/.exec(html)?.[1]).toBe(
		left.toLocaleString('en'),
	);
	expect(size(html)).toBeLessThan(400_000);
});

test('of 10,000 modules and actions as well', async () => {
	const entries = randomEntries(6, 10_000, PERIOD).map((entry, index) => ({
		...entry,
		...{ module: `Module ${index}`, action: `action ${index}` },
	}));
	const html = await report(entries);
	expect(parsed(html).figures.get('Modules')).toBe('5,000+');
	for (const caption of ['Entries by action', 'Entries by module'])
		expect([caption, sum(html, caption)]).toEqual([caption, 10_000]);
});

describe.each([
	['Asia/Kolkata', '2026-11-02T18:30:00Z', 24],
	['Asia/Kathmandu', '2026-11-02T18:15:00Z', 24],
	['Europe/Berlin', '2026-10-24T22:00:00Z', 25],
	['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
	['America/New_York', '2026-11-01T04:00:00Z', 25],
	['Australia/Lord_Howe', '2026-10-03T13:30:00Z', 23.5],
])('a day in %s from %s', (zone, start, hours) => {
	const from = Date.parse(start);
	const to = from + hours * HOUR;
	// One for each five minutes.
	const entries = Array.from({ length: hours * 12 }, (_, index) =>
		entryAt(new Date(from + index * 300_000).toISOString()),
	);

	test('is one day with all of its entries, each at the hour that clocks showed', async () => {
		const html = await report(entries, { from, to }, zone);
		const rows = parsed(html).tables.get('Days by hour') ?? [];
		expect(rows).toHaveLength(1);
		const clock = new Intl.DateTimeFormat('en-GB', {
			...{ timeZone: zone, hour: '2-digit', hourCycle: 'h23' },
		});
		const counts = Array.from({ length: 24 }, () => 0);
		for (const { audited_time } of entries) {
			const hour = Number(clock.format(new Date(audited_time ?? '')));
			counts[hour] = (counts[hour] ?? 0) + 1;
		}
		expect(rows[0]?.slice(1).map(numberOf)).toEqual(counts);
		expect(sum(html, 'Entries by hour')).toBe(entries.length);
	});

	test('says where clocks were changed', async () => {
		const html = await report(entries, { from, to }, zone);
		const back = 'On .*, clocks in .* were set back by 60 minutes: hours that they showed twice';
		const ahead = 'On .*, clocks in .* were set forward by (60|30) minutes: hours that they';
		const expected = hours === 24 ? null : hours > 24 ? back : ahead;
		if (expected === null) expect(html).not.toMatch(/clocks in/);
		else expect(html).toMatch(new RegExp(expected));
	});
});

test('three years in a zone with clock changes name six of them', async () => {
	const period = { from: Date.parse('2023-11-08T00:00:00Z'), to: PERIOD.to };
	const html = await report(randomEntries(7, 3_000, period), period, 'Europe/Berlin');
	expect(html.match(/clocks in Europe\/Berlin were set/g)).toHaveLength(6);
});

test('what a rule found is said to its end', async () => {
	const sentence = `${'Leo Sandbank did this for the first time, '.repeat(6)}and that is the end.`;
	const finding = { rule: 'first', user: 'Leo', from: null, to: null, count: 1, event_ids: [] };
	const about = { zone: new TimeZone('UTC'), coverage: coverageOf('export', PERIOD) };
	const findings = [{ ...finding, sentence }];
	const html = await reportOf(batchesOf([]), { ...about, madeAt: PERIOD.to, findings });
	expect(html).toContain(sentence);
});

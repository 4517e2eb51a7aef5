import { TimeZone } from '../../../shared/dialect/timeZone';
import { withoutValues } from '../../../shared/disclosure/withoutValues';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { type Coverage, coverageOf } from '../../../shared/reading/coverage';
import { type ReportOptions, reportOf } from '../../../shared/report/report';
import { numberOf, parsed } from './parsed';
import { batchesOf, PEOPLE, randomEntries, randomOf } from './randomEntries';

const ZONE = 'Europe/Berlin';
// The night of 25 October has one hour twice.
const PERIOD = { from: Date.parse('2026-10-18T22:00:00Z'), to: Date.parse('2026-11-08T23:00:00Z') };
const zone = new TimeZone(ZONE);
const facts = { users: new CrmUsers([]), modules: new CrmModules([]) };

const coverage = (more: Partial<Coverage> = {}): Coverage => ({
	...coverageOf('export', PERIOD),
	as_of: '2026-11-09T05:00:00.000Z',
	export_ids: ['2276164000001019012'],
	...more,
});

const report = async (
	entries: readonly AuditLogEntry[],
	options: Partial<ReportOptions> = {},
): Promise<string> =>
	await reportOf(batchesOf(entries), {
		...{ zone, coverage: coverage(), madeAt: PERIOD.to, facts },
		...options,
	});

/** Day and hour as a clock in Berlin shows them, without anything of ours. */
const clock = new Intl.DateTimeFormat('en-GB', {
	...{ timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
	...{ hour: '2-digit', hourCycle: 'h23' },
});
function placeOf(iso: string): { day: string; short: string; hour: number } {
	const parts = Object.fromEntries(
		clock.formatToParts(new Date(iso)).map((it) => [it.type, it.value]),
	);
	const { weekday, day, month, year, hour } = parts;
	// Intl calls it Sept, and our months have three letters.
	const name = (month ?? '').slice(0, 3);
	return { day: `${day} ${name} ${year}`, short: `${weekday} ${day} ${name}`, hour: Number(hour) };
}

function counted(keys: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}

const nameOf = ({ done_by, action }: AuditLogEntry): string => {
	const { id, name } = done_by ?? { id: null, name: null };
	const isShared = PEOPLE.filter(([, other]) => other === name).length > 1;
	if (name !== null) return isShared ? `${name} (${id})` : name;
	return action === 'function_executed' ? 'System' : 'Unknown user';
};

describe.each([1, 2, 3])('a report of 4,000 random entries, seed %i', (seed) => {
	const entries = randomEntries(seed, 4_000, PERIOD);
	const timed = entries.flatMap((entry) =>
		entry.audited_time === null ? [] : [{ entry, ...placeOf(entry.audited_time) }],
	);
	let tables: ReturnType<typeof parsed>['tables'];
	let figures: ReturnType<typeof parsed>['figures'];
	const rowsOf = (caption: string): readonly (readonly string[])[] => tables.get(caption) ?? [];
	beforeAll(async () => ({ tables, figures } = parsed(await report(entries))));

	test('its figures are the numbers of a count made apart', () => {
		const actions = entries.map(({ action }) => (action ?? '').toLowerCase());
		expect(Object.fromEntries(figures)).toEqual({
			Entries: entries.length.toLocaleString('en'),
			Users: String(counted(entries.map(nameOf)).size),
			Modules: String(counted(entries.flatMap(({ module }) => module ?? [])).size),
			Deletions: actions.filter((it) => it === 'deleted').length.toLocaleString('en'),
			Exports: actions.filter((it) => it === 'exported').length.toLocaleString('en'),
			Findings: String(rowsOf('Findings').length),
		});
	});

	test('each day of the period has its number, silent ones too', () => {
		const counts = counted(timed.map(({ day }) => day));
		const rows = rowsOf('Entries by day');
		expect(rows).toHaveLength(21);
		for (const [day = '', count] of rows) expect(numberOf(count)).toBe(counts.get(day) ?? 0);
	});

	test('each hour of each day has its number', () => {
		const counts = counted(timed.map(({ short, hour }) => `${short} ${hour}`));
		for (const [day, ...hours] of rowsOf('Days by hour')) {
			expect(hours.map(numberOf)).toEqual(
				Array.from({ length: 24 }, (_, hour) => counts.get(`${day} ${hour}`) ?? 0),
			);
		}
	});

	test('each hour of each user has its number, and all of them are shown', () => {
		const counts = counted(timed.map(({ entry, hour }) => `${nameOf(entry)} ${hour}`));
		const rows = rowsOf('Users by hour of the day');
		expect(new Set(rows.map(([user]) => user))).toEqual(
			new Set(timed.map(({ entry }) => nameOf(entry))),
		);
		for (const [user, ...hours] of rows) {
			expect(hours.map(numberOf)).toEqual(
				Array.from({ length: 24 }, (_, hour) => counts.get(`${user} ${hour}`) ?? 0),
			);
		}
	});

	test('actions and modules have their numbers', () => {
		const found = (caption: string) =>
			new Map(rowsOf(caption).map(([name, count]) => [name, numberOf(count)]));
		expect(found('Entries by action')).toEqual(
			counted(entries.map(({ action }) => action ?? '(none)')),
		);
		expect(found('Entries by module')).toEqual(
			counted(entries.map(({ module }) => module ?? '(none)')),
		);
	});

	test('the hour of deletions is a burst of its user', () => {
		const hours = counted(timed.map(({ entry, day, hour }) => `${nameOf(entry)}, ${day}, ${hour}`));
		const [key = '', most] = [...hours].sort(([, a], [, b]) => b - a)[0] ?? [];
		const [, hour = '', user, count] = rowsOf('Bursts')[0] ?? [];
		expect(`${user}, ${hour.slice(0, -7)}, ${Number(hour.slice(-5, -3))}`).toBe(key);
		expect(numberOf(count)).toBe(most);
	});

	test('findings have the numbers of a count made apart, and name entries that are listed', () => {
		const exports = counted(entries.filter(({ action }) => action === 'exported').map(nameOf));
		const found = rowsOf('Findings').filter(([rule]) => rule === 'Export');
		expect(found.map((row) => numberOf(row[4])).sort()).toEqual([...exports.values()].sort());
		const listed = rowsOf('Entries that findings name');
		const byId = new Map(entries.map((entry) => [entry.event_id, entry]));
		for (const row of listed) expect(byId.get(row[7] ?? '')?.action ?? '–').toBe(row[3]);
		for (const row of rowsOf('Findings')) {
			for (const number of (row[5] ?? '').split(', '))
				expect(listed[Number(number) - 1]?.[0]).toBe(number);
		}
	});

	test('another order of the entries gives the same report', async () => {
		const random = randomOf(seed);
		const other = entries.map((entry) => ({ entry, at: random(1e9) })).sort((a, b) => a.at - b.at);
		expect(await report(other.map(({ entry }) => entry))).toBe(await report(entries));
	});
});

test('findings of others are shown first, with the entries they name', async () => {
	const entries = randomEntries(4, 500, PERIOD);
	const [first, second] = entries as [AuditLogEntry, AuditLogEntry];
	const html = await report(entries, {
		findings: [
			{
				...{ rule: 'night_work', user: 'Marta Quill', from: null, to: null, count: 2 },
				...{
					sentence: 'Marta Quill worked at night.',
					event_ids: [second.event_id, first.event_id, 'gone'],
				},
			},
		],
	});
	const { tables } = parsed(html);
	expect(tables.get('Findings')?.[0]).toEqual([
		...['Night work', 'Marta Quill worked at night.', 'Marta Quill', 'Time not known', '2', '1, 2'],
	]);
	const [one, two] = tables.get('Entries that findings name') ?? [];
	expect([one?.[7], two?.[7]]).toEqual([second.event_id, first.event_id]);
});

test('the line at the top says what is covered, until when, and whether anything is missing', async () => {
	const entries = randomEntries(5, 100, PERIOD);
	const whole = await report(entries);
	expect(whole).toContain('Complete as far as known');
	expect(whole).toContain(
		'100 entries from 19 Oct 2026, 00:00 to 9 Nov 2026, 00:00, read from an export. Zoho began to gather the entries at 9 Nov 2026, 06:00: what happened since then is not among them. Times are those of Europe/Berlin.',
	);
	const note = 'Three rows could not be read.';
	const lacking = await report(entries, { coverage: coverage({ complete: false, notes: [note] }) });
	expect(lacking).toContain('Not complete');
	expect(lacking).toContain(note);
	expect(lacking).toContain('That nothing is shown here does not prove that nothing happened.');
});

test('no entries are a report that says so', async () => {
	const html = await report([]);
	expect(parsed(html).figures.get('Entries')).toBe('0');
	expect(html).toContain('0 entries from');
	expect(html).not.toContain('NaN');
	expect(html).not.toContain('Infinity');
});

test('of a period of years each day of the week is shown by hour, and each week', async () => {
	const period = {
		from: Date.parse('2023-11-05T23:00:00Z'),
		to: Date.parse('2026-11-08T23:00:00Z'),
	};
	const entries = randomEntries(6, 3_000, period);
	const { tables } = parsed(await report(entries, { coverage: coverageOf('export', period) }));
	const timed = entries.filter(({ audited_time }) => audited_time !== null).length;
	const sum = (caption: string): number =>
		(tables.get(caption) ?? [])
			.flatMap(([, ...counts]) => counts.map(numberOf))
			.reduce((a, b) => a + b, 0);
	expect(tables.get('Days of the week by hour')).toHaveLength(7);
	expect(tables.get('Entries by week')).toHaveLength(157);
	expect([sum('Days of the week by hour'), sum('Entries by week')]).toEqual([timed, timed]);
});

test('names for which there is no room are counted together, and all users of further hours', async () => {
	const entries = randomEntries(8, 2_000, PERIOD).map((entry, index) => ({
		...entry,
		action: `action ${index % 40}`,
		done_by: { id: null, name: `User ${index % 33}` },
	}));
	const { tables } = parsed(await report(entries));
	const sum = (caption: string, column: number) =>
		(tables.get(caption) ?? []).reduce((all, row) => all + numberOf(row[column]), 0);
	expect(tables.get('Entries by action')?.at(-1)?.[0]).toBe('All others');
	expect(sum('Entries by action', 1)).toBe(2_000);
	expect(tables.get('Users by hour of the day')?.at(-1)?.[0]).toBe('13 other users');
	const timed = entries.filter(({ audited_time }) => audited_time !== null);
	const hours = Array.from({ length: 24 }, (_, hour) => sum('Users by hour of the day', hour + 1));
	expect(hours.reduce((a, b) => a + b)).toBe(timed.length);
});

test('values that may not be disclosed are not in it', async () => {
	const entries = randomEntries(7, 500, PERIOD).map((entry) => ({
		...entry,
		field_history: [
			{ api_name: 'Amount', field_label: 'Amount', old: 'old secret', new: 'new secret' },
		],
	}));
	expect(await report(entries)).toContain('new secret');
	const hidden = await report(entries.map(withoutValues));
	expect(hidden).not.toContain('secret');
	expect(hidden).toContain('Amount');
});

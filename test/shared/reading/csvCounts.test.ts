import { noRows } from '../../../shared/reading/csvEntries';
import fc from 'fast-check';
import { EventIds } from '../../../shared/entries/eventIds';
import {
	COUNT_KEYS,
	type CountKey,
	EntryCounts,
	MAX_GROUPS,
} from '../../../shared/reading/entryCounts';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { plainKey } from '../../mcp/archive/plainKey';
import { countEntries, readEntries } from '../../../shared/reading/readEntries';
import { context } from '../../bench/context';

const zone = new TimeZone('Asia/Kolkata');

function readingOf(filter: AuditLogFilter) {
	return {
		filter: entryFilter(filter, context),
		context,
		counts: noRows(),
		sleep: async () => undefined,
		ticks: () => performance.now(),
	};
}

/** The file has no related modules. */
const KEYS = COUNT_KEYS.filter((key) => key !== 'related_module');

async function count(text: string, keys: readonly CountKey[], filter: AuditLogFilter = {}) {
	const counts = new EntryCounts(keys, zone);
	await countEntries([{ name: 'a.csv', bytes: Buffer.from(text) }], counts, readingOf(filter));
	return counts;
}

const HEADER = 'Done By,Action,Module,Record Name,Audited Time';

test('entries are counted by their keys, the most first, with first and last time in the zone', async () => {
	const text = [
		HEADER,
		'Ana Lopez,updated,Deal,x,05/21/2026 02:20 PM',
		'Ana Lopez,updated,Deals,y,05/21/2026 02:40 PM',
		'Ben Ito,deleted,Leads,x,05/21/2026 02:20 PM',
		'Ana Lopez,updated,Potentials,y,05/21/2026 01:00 PM',
		'Ben Ito,deleted,Leads,x,some day',
		',,,,05/21/2026 02:20 PM',
	].join('\n');
	const counts = await count(text, ['user', 'module']);
	expect(counts.total).toBe(6);
	expect(counts.isCapped).toBe(false);
	expect(counts.groups()).toEqual([
		{
			key: { user: 'Ana Lopez', module: 'Deals' },
			count: 3,
			first: '2026-05-21T22:30:00+05:30',
			last: '2026-05-22T00:10:00+05:30',
		},
		{
			key: { user: 'Ben Ito', module: 'Leads' },
			count: 2,
			first: '2026-05-21T23:50:00+05:30',
			last: '2026-05-21T23:50:00+05:30',
		},
		{
			key: { user: null, module: null },
			count: 1,
			first: '2026-05-21T23:50:00+05:30',
			last: '2026-05-21T23:50:00+05:30',
		},
	]);
	expect(
		(await count(text, ['day', 'hour'])).groups().map(({ key, count }) => [key, count]),
	).toEqual([
		[{ day: '2026-05-21', hour: '23' }, 3],
		[{ day: '2026-05-21', hour: '22' }, 1],
		[{ day: '2026-05-22', hour: '00' }, 1],
		[{ day: null, hour: null }, 1],
	]);
	const top = await count(text, ['user', 'module']);
	expect(top.groups(2).map(({ count }) => count)).toEqual([3, 2]);
	expect(top.size).toBe(3);
	const filtered = await count(text, ['record'], { users: ['ben'] });
	expect(filtered.groups().map(({ key, count }) => [key.record, count])).toEqual([['x', 2]]);
});

test('counts are those of the entries themselves, for any one to three keys', async () => {
	const rows = fc.array(
		fc.tuple(
			fc.constantFrom('Ana Lopez', 'Ben Ito', ''),
			fc.constantFrom('updated', 'deleted'),
			fc.constantFrom('Deals', 'Deal', 'Quotes', 'Something'),
			fc.constantFrom('x', 'y "z"', ''),
			fc.constantFrom('05/21/2026 02:20 PM', '03/08/2026 02:30 AM', '11/01/2026 01:30 AM', 'never'),
		),
		{ maxLength: 60 },
	);
	const keys = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 });
	await fc.assert(
		fc.asyncProperty(rows, keys, async (all, by) => {
			const lines = all.map((row) =>
				row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
			);
			const text = [HEADER, ...lines].join('\n');
			const expected = new Map<string, number>();
			const batches = readEntries([{ name: 'a.csv', bytes: Buffer.from(text) }], {
				...readingOf({}),
				ids: new EventIds(),
				withRaw: false,
			});
			for await (const batch of batches) {
				for (const entry of batch) {
					const key = plainKey(entry, by, zone);
					expected.set(key, (expected.get(key) ?? 0) + 1);
				}
			}
			const counts = await count(text, by);
			const groups = counts.groups();
			expect(counts.total).toBe(all.length);
			expect(groups.map((group) => group.count)).toEqual(
				[...expected.values()].sort((a, b) => b - a),
			);
			expect(
				new Map(
					groups.map(({ key, count }) => [JSON.stringify(by.map((name) => key[name])), count]),
				),
			).toEqual(expected);
		}),
		{ numRuns: 100 },
	);
});

test('groups beyond the first 100,000 are counted together, and nothing is lost', async () => {
	const rows = Array.from(
		{ length: MAX_GROUPS + 500 },
		(_, row) => `,,,record ${row},05/21/2026 02:20 PM`,
	);
	const counts = await count([HEADER, ...rows, rows[0]].join('\n'), ['record']);
	expect(counts.total).toBe(MAX_GROUPS + 501);
	expect(counts.ungrouped).toBe(500);
	expect(counts.isCapped).toBe(true);
	const groups = counts.groups();
	expect(groups).toHaveLength(MAX_GROUPS);
	expect(groups[0]).toMatchObject({ key: { record: 'record 0' }, count: 2 });
});

test('groups of two keys are capped as well, where neither key alone has too many values', async () => {
	const rows = Array.from(
		{ length: MAX_GROUPS + 400 },
		(_, row) => `user ${Math.floor(row / 400)},action ${row % 400},,,05/21/2026 02:20 PM`,
	);
	const counts = await count([HEADER, ...rows].join('\n'), ['user', 'action']);
	expect(counts.total).toBe(MAX_GROUPS + 400);
	expect(counts.size).toBe(MAX_GROUPS);
	expect(counts.ungrouped).toBe(400);
});

test('two people of one name are two, in whichever files their entries are', async () => {
	const header = 'Done By,Done By ID,Audited Time';
	const files = ['48768760001', '48768760002', ''].map((id) => ({
		name: `${id}.csv`,
		bytes: Buffer.from(`${header}\nKim Lee,${id},05/21/2026 02:20 PM`),
	}));
	const counts = new EntryCounts(['user'], zone);
	await countEntries(files, counts, readingOf({}));
	expect(counts.groups().map(({ key, count }) => [key.user, count])).toEqual([
		['Kim Lee', 2],
		['Kim Lee (48768760002)', 1],
	]);
});

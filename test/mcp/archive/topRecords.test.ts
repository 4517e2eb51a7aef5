import { Database } from '../../../mcp/archive/database';
import { groupsIn } from '../../../mcp/archive/groups';
import { topRecords } from '../../../mcp/archive/grouping/topRecords';
import { ingest } from '../../../mcp/archive/ingest';
import { matchingRows } from '../../../mcp/archive/matching/matchingRows';
import type { Part } from '../../../mcp/archive/part';
import type { SelectedPart, Selection } from '../../../mcp/archive/selection';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { coverageOf } from '../../../shared/reading/coverage';
import { context, zone } from '../../bench/context';

jest.setTimeout(120_000);

const database = new Database();
afterAll(async () => await database.close());

const host = { yieldToEventLoop: async (): Promise<void> => undefined };
const HEADER = 'Done By,Action,Module,Record Name,Audited Time';

/** A row for each name, every other one by somebody else. */
async function partOf(names: readonly string[]): Promise<Part> {
	const rows = names.map(
		(name, index) =>
			`${index % 2 === 0 ? 'Ana Lopez' : 'Ben Ito'},updated,Deals,"${name.replaceAll('"', '""')}",05/21/2026 02:20 PM`,
	);
	const file = { name: 'a.csv', bytes: Buffer.from([HEADER, ...rows].join('\n')) };
	return await ingest(database, [file], context, { host });
}

async function selected(parts: readonly Part[], filter: AuditLogFilter = {}): Promise<Selection> {
	const all: SelectedPart[] = [];
	for (const part of parts) {
		const test = { predicate: entryFilter(filter, context), filter };
		const matching = await matchingRows({ database, part, context }, test);
		all.push({ ...matching, part, context, window: undefined });
	}
	const total = all.reduce((sum, part) => sum + part.total, 0);
	const coverage = coverageOf('export', { from: 0, to: 1 });
	return { parts: all, total, coverage, rows: async (sql) => await database.rows(sql) };
}

/** Those with the most entries, by a plain loop. */
function counted(names: readonly string[]): [string | null, number][] {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts]
		.sort(([a, one], [b, other]) => other - one || (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
		.map(([name, count]) => [name === '' ? null : name, count]);
}

/** `wide` names once each, and others as often as `often` says. */
function namesOf(wide: number, often: Readonly<Record<string, number>>, from = 0): string[] {
	const once = Array.from({ length: wide }, (_, index) => `Record ${10_000 + from + index}`);
	const more = Object.entries(often).flatMap(([name, count]) =>
		Array.from({ length: count }, () => name),
	);
	return [...once, ...more];
}

async function compare(
	all: readonly (readonly string[])[],
	filter: AuditLogFilter,
	isMatch: (index: number) => boolean,
): Promise<boolean[]> {
	const parts = await Promise.all(all.map(partOf));
	const selection = await selected(parts, filter);
	const expected = counted(all.flatMap((names) => names.filter((_, index) => isMatch(index))));
	const areSure: boolean[] = [];
	for (const [skip, limit] of [
		[0, 1],
		[0, 5],
		[3, 4],
		[0, 300],
		[expected.length - 2, 10],
		[expected.length, 10],
	] as const) {
		const page = { order: 'count_desc', skip, limit } as const;
		const { groups, size } = await groupsIn(selection, ['record'], zone, page);
		expect(groups.map(({ key, count }) => [key.record, count])).toEqual(
			expected.slice(skip, skip + limit),
		);
		expect([all.length, skip, limit, size]).toEqual([all.length, skip, limit, expected.length]);
		const top = await topRecords(selection, skip + limit);
		areSure.push((expected[skip + limit - 1]?.[1] ?? 0) > (top?.most ?? Infinity));
	}
	for (const part of parts) await part.drop();
	return areSure;
}

test('of many records those with the most entries are the same as by a plain loop, in one export and in several', async () => {
	const often = { Acme: 9, Bolt: 9, 'Crane "x"': 7, '': 12, Dune: 4, Échelle: 3 };
	const one = namesOf(700, often);
	const other = namesOf(700, { Acme: 2, Ember: 11, Dune: 5, '': 1 }, 350);
	const found = [
		await compare([one], {}, () => true),
		await compare([one, other], {}, () => true),
		await compare([one, other], { users: ['Ben'] }, (index) => index % 2 === 1),
	];
	// Both ways were taken: by the records at the top, and by all of them.
	for (const isSure of found.slice(0, 2)) expect([isSure[0], isSure[3]]).toEqual([true, false]);
});

test('a record that is in no export at the top may be so in all together', async () => {
	const others = (from: number): Record<string, number> =>
		Object.fromEntries(Array.from({ length: 260 }, (_, index) => [`Busy ${from + index}`, 5]));
	const all = [0, 1_000, 2_000].map((from) => namesOf(50, { ...others(from), Spread: 4 }, from));
	expect((await compare(all, {}, () => true))[0]).toBe(false);
});

test('a record has one number, also where more names were read in between than are remembered', async () => {
	const early = ['Acme', 'Bolt', 'Crane'];
	const names = [...early, ...namesOf(50_100, {}), ...early, 'Acme'];
	const part = await partOf(names);
	const [numbers] = await database.rows(
		`SELECT count(*) AS n, count(DISTINCT text) AS texts FROM ${part.schema}.texts WHERE col = 5`,
	);
	expect(numbers).toEqual({ n: 50_103, texts: 50_103 });
	const page = { order: 'count_desc', skip: 0, limit: 4 } as const;
	const { groups, size } = await groupsIn(await selected([part]), ['record'], zone, page);
	expect(groups.map(({ key, count }) => [key.record, count])).toEqual(counted(names).slice(0, 4));
	expect(size).toBe(50_103);
	const found = await selected([part], { record: 'Acme' });
	expect(found.total).toBe(3);
	await part.drop();
});

// cspell:disable
import { Database } from '../../../mcp/archive/database';
import { entryPage } from '../../../mcp/archive/entryPage';
import { groupsIn } from '../../../mcp/archive/groups';
import { ingest } from '../../../mcp/archive/ingest';
import type { SelectedPart, Selection } from '../../../mcp/archive/selection';
import { matchingRows } from '../../../mcp/archive/matching/matchingRows';
import { RecordsFound } from '../../../mcp/questions/recordsFound';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import type { Period } from '../../../shared/period';
import { coverageOf } from '../../../shared/reading/coverage';
import { context, zone } from '../../bench/context';

const database = new Database();
afterAll(async () => await database.close());

const PAGE = { order: 'count_desc', skip: 0, limit: 10 } as const;

const HEADER = 'Done By,Action,Module,Record Name,Audited Time,Record ID,Remark';
/** Records by name, at a time as a file has it. */
const row = (name: string, time = '05/21/2026 02:20 PM', id = '', remark = ''): string =>
	`Ana Lopez,updated,Deals,${name},${time},${id},${remark}`;

interface Export {
	readonly rows: readonly string[];
	readonly window?: Period;
}

async function selected(
	exports: readonly Export[],
	filter: AuditLogFilter = {},
): Promise<Selection> {
	const parts: SelectedPart[] = [];
	for (const { rows, window } of exports) {
		const file = { name: 'a.csv', bytes: Buffer.from([HEADER, ...rows].join('\n')) };
		const host = { yieldToEventLoop: async (): Promise<void> => undefined };
		const part = await ingest(database, [file], context, { host });
		const whole = entryFilter(filter, context);
		const predicate = window ? { ...whole, period: window } : whole;
		const test = { predicate, filter };
		const matching = await matchingRows({ database, part, context }, test);
		parts.push({ ...matching, part, context, window });
	}
	const total = parts.reduce((sum, part) => sum + part.total, 0);
	const coverage = coverageOf('export', { from: 0, to: 1 });
	return { parts, total, coverage, rows: async (sql) => await database.rows(sql) };
}

async function entries(exports: readonly Export[], filter: AuditLogFilter = {}) {
	return (await entryPage(await selected(exports, filter), { limit: 50, order: 'oldest' })).entries;
}

async function names(rows: readonly string[], filter: AuditLogFilter): Promise<unknown[]> {
	return (await entries([{ rows }], filter)).map(({ record }) => record?.name);
}

test('a time without seconds may lie anywhere in its minute', async () => {
	const rows = [row('in', '05/21/2026 02:20 PM'), row('out', '05/21/2026 02:19 PM')];
	expect(await names(rows, { from: '2026-05-21T18:20:30Z' })).toEqual(['in']);
	expect(await names(rows, { to: '2026-05-21T18:20:00Z' })).toEqual(['out']);
});

test('a period that ends within a day of an export has not all of that day', async () => {
	const rows = [row('first', '05/21/2026 02:20 PM'), row('last', '05/22/2026 02:20 PM')];
	const all = { from: '2026-05-21T00:00:00Z', to: '2026-05-23T00:00:00Z' };
	expect(await names(rows, all)).toEqual(['first', 'last']);
	expect(await names(rows, { ...all, to: '2026-05-22T18:20:00Z' })).toEqual(['first']);
	expect(await names(rows, { ...all, from: '2026-05-21T18:21:00Z' })).toEqual(['last']);
});

test('what all rows of an export meet is no condition of what is asked next', async () => {
	const rows = [row('first', '05/21/2026 02:20 PM'), row('last', '05/22/2026 02:20 PM')];
	const conditionsFor = async (from: string): Promise<unknown[]> =>
		(await selected([{ rows }], { from })).parts.map(({ where, total }) => [where, total]);
	expect(await conditionsFor('2026-05-21T18:20:00Z')).toEqual([['true', 2]]);
	expect(await conditionsFor('2026-05-22T18:20:00Z')).toEqual([
		[expect.stringContaining('instant'), 1],
	]);
});

test('the people of some rows are those of no others', async () => {
	const rows = [row('first'), row('last').replace('Ana Lopez', 'Ben Ito')];
	const peopleOf = async (filter: AuditLogFilter): Promise<unknown[]> => {
		const { parts } = await selected([{ rows }], filter);
		return (await Promise.all(parts.map(async ({ users }) => await users()))).flat();
	};
	const [ana, ben] = ['Ana Lopez', 'Ben Ito'].map((name) => expect.objectContaining({ name }));
	expect(await peopleOf({})).toEqual([ana, ben]);
	expect(await peopleOf({ record: 'last' })).toEqual([ben]);
});

test('a record is another one than a record of which it is another spelling', async () => {
	const rows = ['Müller', 'MULLER', 'Mueller', 'Mullers'].map((name) => row(name));
	const found = await selected([{ rows }], { record: 'muller' });
	const records = (await RecordsFound.selected(found, 'muller')).matching('muller');
	expect(records.map(({ name }) => name)).toEqual(['MULLER']);
	const [part] = found.parts;
	if (!part) throw new Error('no part');
	const predicate = entryFilter({}, context);
	for (const [name, total] of [
		['müller', 1],
		['muller', 1],
		['mueller', 1],
		['mulle', 0],
	] as const) {
		const about = { module: 'Deals', id: null, name };
		const options = { database, part: part.part, context };
		const matching = await matchingRows(options, { predicate, filter: {}, about });
		expect([name, matching.total]).toEqual([name, total]);
		await matching.release();
	}
});

test('of more records than are listed, the one of that very name is among them', async () => {
	const old = row('Order', '05/20/2026 02:20 PM');
	const others = Array.from({ length: 10_000 }, (_, index) => row(`Order ${index}`));
	const found = await RecordsFound.selected(
		await selected([{ rows: [old, ...others] }], { record: 'order' }),
		'order',
	);
	expect(found.matching('order').map(({ name }) => name)).toEqual(['Order']);
});

test('a record is found by its id, whether its column has ids alone or not', async () => {
	const id = '4876876000000000001';
	const [one, other] = [row('one', undefined, id), row('other', undefined, '4876876000000000002')];
	expect(await names([one, other], { record: id })).toEqual(['one']);
	expect(await names([one, other, row('odd', undefined, 'no id')], { record: id })).toEqual([
		'one',
	]);
	expect(await names([one, row('odd', undefined, 'no id')], { record: 'no id' })).toEqual(['odd']);
});

test('an entry without a time is in every period', async () => {
	const rows = [row('lost', 'never'), row('old', '05/21/2020 02:20 PM')];
	expect(await names(rows, { from: '2026-01-01T00:00:00Z' })).toEqual(['lost']);
});

test('letters are compared without case and width, of any script', async () => {
	const rows = ['ÉTUDE', 'ＡＢＣ', 'ΟΔΟΣ', 'plain'].map((name) => row(name));
	for (const [word, name] of [
		['étude', 'ÉTUDE'],
		['abc', 'ＡＢＣ'],
		['οδος', 'ΟΔΟΣ'],
		['PLAIN', 'plain'],
	] as const) {
		expect(await names(rows, { record: word })).toEqual([name]);
		expect(await names(rows, { text: word })).toEqual([name]);
	}
});

test('an id and a time are found beside words, also where their columns hold nothing else', async () => {
	const time = '05/21/2026 02:20 PM';
	const rows = [row('Acme', time, '4876876100000001'), row('Hooli', time, '4876876100000002')];
	for (const text of [
		'acme 4876876100000001',
		'02:20 acme',
		'acme pm',
		'acme 2026 0001',
		'acme p\u0308m',
	]) {
		expect(await names(rows, { text })).toEqual(['Acme']);
	}
	expect(await names(rows, { text: '4876876100000002' })).toEqual(['Hooli']);
	expect(await names(rows, { text: 'acme am' })).toEqual([]);
	// A remark makes the column a searched one for every row.
	const other = row('Globex', time, 'id of Umbrella');
	expect(await names([...rows, other], { text: 'umbrella' })).toEqual(['Globex']);
});

test('equal rows of two exports get two ids, where no window keeps them apart', async () => {
	const lost = [row('lost', 'never')];
	const [first, second] = await entries([{ rows: lost }, { rows: lost }]);
	expect(second?.event_id).toBe(`${first?.event_id}-2`);
	const seam = Date.parse('2026-05-22T00:00:00Z');
	const timed = [row('timed'), row('timed')];
	const windows: readonly Export[] = [
		{ rows: timed, window: { from: 0, to: seam } },
		{ rows: timed, window: { from: seam, to: seam * 2 } },
	];
	expect(await entries(windows)).toHaveLength(2);
});

test('words are found in columns that have no name here', async () => {
	const rows = [row('a', undefined, '', 'a hidden remark'), row('b')];
	expect(await names(rows, { text: 'hidden' })).toEqual(['a']);
});

test('an hour is that of the wall, on the day on which clocks change too', async () => {
	// At two in the morning of 8 March clocks in New York go on to three.
	const rows = [row('a', '2026-03-08T06:30:00Z'), row('b', '2026-03-08T07:30:00Z')];
	const { groups } = await groupsIn(await selected([{ rows }]), ['hour'], zone, PAGE);
	expect(groups.map(({ key }) => key.hour)).toEqual(['01', '03']);
});

test('every word has to be in an entry, in whichever column', async () => {
	const rows = [row('Red House'), row('Red'), row('House', undefined, '', 'red'), row('Rot')];
	expect((await names(rows, { text: 'house red' })).sort()).toEqual(['House', 'Red House']);
	const words = Array.from({ length: 40 }, (_, index) => ['red', 'house'][index % 2]).join(' ');
	expect(await names(rows, { text: words })).toHaveLength(2);
});

test('what was searched for a question is gone with it', async () => {
	const file = { name: 'a.csv', bytes: Buffer.from([HEADER, row('Red House')].join('\n')) };
	const host = { yieldToEventLoop: async (): Promise<void> => undefined };
	const part = await ingest(database, [file], context, { host });
	const tables = async () =>
		await database.rows(
			`SELECT table_name FROM duckdb_tables() WHERE database_name = '${part.schema}' AND table_name LIKE 'scratch%'`,
		);
	const filter = { text: 'house', record: 'red' };
	const test = { predicate: entryFilter(filter, context), filter };
	const { total, release } = await matchingRows({ database, part, context }, test);
	expect([total, (await tables()).length]).toEqual([1, 1]);
	await release();
	expect(await tables()).toEqual([]);
	const cancelled = AbortSignal.abort(new Error('cancelled'));
	const options = { database, part, context, signal: cancelled };
	await expect(matchingRows(options, test)).rejects.toThrow('cancelled');
	expect(await tables()).toEqual([]);
});

test('two people of one name are two, in one file and in two exports', async () => {
	const header = 'Done By,Done By ID,Audited Time';
	const by = (id: string): string => `Kim Lee,${id},05/21/2026 02:20 PM`;
	const host = { yieldToEventLoop: async (): Promise<void> => undefined };
	const parts: SelectedPart[] = [];
	for (const id of ['48768760001', '48768760002', '']) {
		const file = { name: 'a.csv', bytes: Buffer.from([header, by(id)].join('\n')) };
		const part = await ingest(database, [file], context, { host });
		const all = await matchingRows(
			{ database, part, context },
			{ predicate: entryFilter({}, context), filter: {} },
		);
		parts.push({ ...all, part, context, window: undefined });
	}
	const rows: Selection['rows'] = async (sql) => await database.rows(sql);
	const coverage = coverageOf('export', { from: 0, to: 1 });
	const { groups } = await groupsIn({ parts, total: 3, coverage, rows }, ['user'], zone, PAGE);
	expect(groups.map(({ key, count }) => [key.user, count])).toEqual([
		['Kim Lee', 2],
		['Kim Lee (48768760002)', 1],
	]);
});

test('a record that was renamed is found by each of its names, under its latest', async () => {
	const id = '4876876000000000001';
	const renamed = [
		row('Acme', '05/21/2026 02:20 PM', id),
		row('Acme Group', '05/22/2026 02:20 PM', id),
		row('Acme Ltd', '05/20/2026 02:20 PM'),
	];
	for (const rows of [renamed, [...renamed].reverse()]) {
		const selection = await selected([{ rows }], { record: 'acme' });
		const found = await RecordsFound.selected(selection, 'acme');
		expect(found.matching('acme')).toMatchObject([{ id, name: 'Acme Group', entries: 2 }]);
		const read = await entries([{ rows }], { record: 'acme' });
		const batches = async function* () {
			yield read;
		};
		const same = await RecordsFound.in(batches());
		expect(same.matching('acme')).toEqual(found.matching('acme'));
	}
});

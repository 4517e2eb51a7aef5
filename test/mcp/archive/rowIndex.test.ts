import { noRows } from '../../../shared/reading/csvEntries';
import AdmZip from 'adm-zip';
import fc from 'fast-check';
import { RowIndex } from '../../../mcp/archive/rowIndex';
import { EventIds } from '../../../shared/entries/eventIds';
import { COUNT_KEYS, EntryCounts } from '../../../shared/reading/entryCounts';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { isAtCap } from '../../../shared/reading/isAtCap';
import { countEntries, readEntries } from '../../../shared/reading/readEntries';
import type { RowIndexes } from '../../../shared/reading/rowIndexes';
import type { ExportFile } from '../../../shared/files/exportFile';
import { zipMembers } from '../../../shared/files/zipDirectory';
import { context } from '../../bench/context';

jest.setTimeout(120_000);

const HEADER = ['Done By', 'Action', 'Module', 'Record Name', 'Audited Time'];
const zone = new TimeZone('Asia/Kolkata');
const host = { sleep: async () => undefined, ticks: () => performance.now() };

type Rows = readonly (readonly string[])[];

function zipOf(csvs: readonly Rows[], header: readonly string[] = HEADER): ExportFile {
	const archive = new AdmZip();
	csvs.forEach((rows, index) => {
		const lines = [header, ...rows].map((row) =>
			row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
		);
		archive.addFile(`AuditLog_${index + 1}.csv`, Buffer.from(lines.join('\n')));
	});
	return { name: 'a.zip', bytes: archive.toBuffer() };
}

/** With lines among the rows that are none. */
function spoilt(rows: readonly Rows[], bad: readonly string[]): ExportFile {
	const archive = new AdmZip();
	rows.forEach((some, index) => {
		const lines = some.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
		const all = [
			HEADER.join(','),
			...lines.flatMap((line, at) => [line, bad[(at + index) % bad.length]]),
		];
		archive.addFile(`AuditLog_${index + 1}.csv`, Buffer.from(`${all.join('\n')}\n`, 'latin1'));
	});
	return { name: 'a.zip', bytes: archive.toBuffer() };
}

function newIndex(hasRoom: (bytes: number) => boolean = () => true): RowIndexes {
	const index = new RowIndex(hasRoom);
	return (_, read) => index.in(read);
}

async function entries(file: ExportFile, filter: AuditLogFilter, rows?: RowIndexes) {
	const counts = noRows();
	const found = [];
	const batches = readEntries([file], {
		...host,
		filter: entryFilter(filter, context),
		context,
		counts,
		rows,
		ids: new EventIds(),
		withRaw: false,
	});
	for await (const batch of batches) found.push(...batch);
	return { counts, found };
}

async function counted(
	file: ExportFile,
	filter: AuditLogFilter,
	keys: EntryCounts['keys'],
	rows?: RowIndexes,
) {
	const counts = noRows();
	const into = new EntryCounts(keys, zone);
	const built = entryFilter(filter, context);
	await countEntries([file], into, { ...host, filter: built, context, counts, rows });
	return { counts, total: into.total, groups: into.groups() };
}

const cells = {
	user: fc.constantFrom('Ana Lopez', 'Ben Ito', 'ben "the" ito', '', 'x'.repeat(200)),
	action: fc.constantFrom('updated', 'deleted', 'Deleted', 'added a tag', ''),
	module: fc.constantFrom('Deals', 'Deal', 'Quotes', 'Something', ''),
	record: fc.constantFrom('x', 'y "z"', ''),
	time: fc.constantFrom(
		...['05/21/2026 02:20 PM', '05/21/2026 02:21 PM', '05/22/2026 02:20 PM', '03/08/2026 02:30 AM'],
		...['11/01/2026 01:30 AM', '2026-05-21T14:20:30Z', '2026-05-21T14:20:30.5+02:00', 'never', ''],
		...['1970-01-01T00:00:00Z', '2090-01-01T00:00:00Z', '05/21/2026 "02:20" PM', 'y'.repeat(300)],
	),
	id: fc.constantFrom('4876876000000000001', '4876876000000000002', ''),
};
const row = fc.tuple(cells.user, cells.action, cells.module, cells.record, cells.time);
const csvs = fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
const instant = fc.constantFrom(
	...[
		'2026-05-21T18:20:00Z',
		'2026-05-21T18:20:30Z',
		'2026-05-21T14:20:30Z',
		'2026-05-22T00:00:00Z',
	],
	...['1970-01-01T00:00:00Z', '2100-01-01T00:00:00Z'],
);
const filter: fc.Arbitrary<AuditLogFilter> = fc
	.record(
		{
			from: instant,
			to: instant,
			users: fc.constantFrom(['Ana'], ['ben'], ['4876876000000000001'], ['nobody']),
			modules: fc.constantFrom(['Deals'], ['Something'], ['Quotes', 'Deal']),
			actions: fc.constantFrom(['deleted'], ['tag'], ['updated', 'added']),
			record: fc.constantFrom('x', 'z'),
			text: fc.constantFrom('ana', 'never', 'deleted deals'),
		},
		{ requiredKeys: [] },
	)
	.filter(({ from, to }) => from === undefined || to === undefined || from < to);
const keys = fc.uniqueArray(fc.constantFrom(...COUNT_KEYS), { minLength: 1, maxLength: 3 });

test.each([
	['names of users', HEADER],
	['ids of users', [...HEADER, 'User ID']],
])('with an index every answer is the one without it: %s', async (_, header) => {
	await fc.assert(
		fc.asyncProperty(
			csvs,
			fc.infiniteStream(cells.id),
			filter,
			fc.array(fc.tuple(filter, keys), { minLength: 1, maxLength: 4 }),
			fc.boolean(),
			async (all, ids, first, questions, isCounted) => {
				const rows = all.map((some) =>
					some.map((cellsOf) =>
						header.length === cellsOf.length ? cellsOf : [...cellsOf, ids.next().value ?? ''],
					),
				);
				const file = zipOf(rows, header);
				const index = newIndex();
				if (isCounted) await counted(file, first, ['day'], index);
				else await entries(file, first, index);
				for (const [query, by] of questions) {
					expect(await entries(file, query, index)).toEqual(await entries(file, query));
					expect(await counted(file, query, by, index)).toEqual(await counted(file, query, by));
				}
			},
		),
		{ numRuns: 50 },
	);
});

test('two users of one name are counted by their ids', async () => {
	const row = ['Ana Lopez', 'updated', 'Deals', 'x', '2026-05-21T14:20:30Z'];
	const [one, other] = ['4876876000000000001', '4876876000000000002'];
	const file = zipOf(
		[
			[
				[...row, one],
				[...row, other],
				[...row, other],
			],
		],
		[...HEADER, 'User ID'],
	);
	const index = newIndex();
	await counted(file, {}, ['day'], index);
	expect(await counted(file, { users: [one] }, ['user'], index)).toMatchObject({ total: 1 });
	expect(await counted(file, { users: [other] }, ['user'], index)).toMatchObject({ total: 2 });
});

test('with an index, lines that could not be read are reported as without it', async () => {
	const plain = fc.array(fc.array(row, { maxLength: 6 }), { minLength: 1, maxLength: 4 });
	const bad = fc.constantFrom('a,b', 'a,b"c,d,e,f', '\xff,b,c,d,e', 'a,b,c,d,e,f');
	await fc.assert(
		fc.asyncProperty(
			plain,
			fc.array(bad, { minLength: 1, maxLength: 4 }),
			fc.array(fc.tuple(filter, keys), { minLength: 2, maxLength: 4 }),
			async (rows, lines, questions) => {
				const file = spoilt(rows, lines);
				const index = newIndex();
				for (const [query, by] of questions) {
					expect(await entries(file, query, index)).toEqual(await entries(file, query));
					const found = await counted(file, query, by, index);
					expect(found).toEqual(await counted(file, query, by));
					expect(found.counts.unread.count).toBe(rows.flat().length);
				}
			},
		),
		{ numRuns: 30 },
	);
});

/** Rows with so many different texts that the reader forgets some and starts over. */
function many(from: number): string[][] {
	return Array.from({ length: 6_000 }, (_, at) => [
		`User ${(from + at * 7) % 5_000}`,
		at % 3 ? 'updated' : 'deleted',
		'Deals',
		'x',
		new Date(Date.UTC(2026, 4, 1) + (from + at) * 61_000).toISOString(),
	]);
}

test('the same with more texts than the reader distinguishes at a time', async () => {
	const file = zipOf([many(0), many(6_000)]);
	const index = newIndex();
	await counted(file, {}, ['user'], index);
	const query = { users: ['User 49'], from: '2026-05-03T00:00:00Z', to: '2026-05-07T00:00:00Z' };
	expect(await entries(file, query, index)).toEqual(await entries(file, query));
	expect(await counted(file, query, ['user', 'day'], index)).toEqual(
		await counted(file, query, ['user', 'day']),
	);
});

const ANA = ['Ana Lopez', 'deleted', 'Deals', 'x', '05/21/2026 02:20 PM'];
const BEN = ['Ben Ito', 'updated', 'Deals', 'x', '05/22/2026 02:20 PM'];

/** From now on this CSV cannot be unpacked. */
function damage({ bytes, name }: ExportFile, csv: number): void {
	zipMembers(bytes, name)[csv]?.compressed.fill(0xff);
}

test('only CSVs with a matching row are unpacked again, and none for a count', async () => {
	const file = zipOf([[ANA], [BEN]]);
	const index = newIndex();
	await entries(file, { actions: ['nothing'] }, index);
	damage(file, 0);
	expect((await entries(file, { users: ['Ben'] }, index)).found).toHaveLength(1);
	expect((await entries(file, { users: ['Ben'] }, index)).counts.read).toBe(2);
	expect((await counted(file, {}, ['user', 'module', 'hour'], index)).total).toBe(2);
	await expect(entries(file, { users: ['Ana'] }, index)).rejects.toThrow('a.zip');
	await expect(counted(file, {}, ['record'], index)).rejects.toThrow('a.zip');
});

test('nothing is indexed without room, or of a CSV that was not read to its end', async () => {
	const rows = Array.from({ length: 2_000 }, () => ANA);
	for (const isFull of [true, false]) {
		const file = zipOf([rows, [BEN]]);
		const index = newIndex(() => !isFull);
		const reading = readEntries([file], {
			...host,
			filter: entryFilter({}, context),
			context,
			counts: noRows(),
			rows: index,
			ids: new EventIds(),
			withRaw: false,
		});
		for await (const _ of reading) if (!isFull) break;
		damage(file, 0);
		await expect(counted(file, {}, ['user'], index)).rejects.toThrow('a.zip');
	}
});

test('one CSV that is not full shows that an export is complete, else all are counted', async () => {
	const cap = { entries: 6, entriesPerFile: 2 };
	const short = zipOf([[ANA, BEN], [ANA], [ANA, BEN]]);
	damage(short, 2);
	expect(await isAtCap([short], cap, { yieldToEventLoop: host.sleep })).toBe(false);
	const full = zipOf([
		[ANA, BEN],
		[ANA, ['', ...BEN.slice(1)]],
		[ANA, BEN],
	]);
	expect(await isAtCap([full], cap, { yieldToEventLoop: host.sleep })).toBe(true);
	const index = newIndex();
	expect(
		await isAtCap([full], cap, { yieldToEventLoop: host.sleep }, async (file) => {
			const indexed = index(file, context);
			return indexed && { indexed, columns: undefined };
		}),
	).toBe(true);
	for (const csv of [0, 1, 2]) damage(full, csv);
	expect((await counted(full, {}, ['user'], index)).total).toBe(6);
});

test('a time that is not stored exactly is read again', async () => {
	const file = zipOf([[[...ANA.slice(0, 4), '1970-01-01T00:00:00Z']]]);
	const index = newIndex();
	await entries(file, {}, index);
	const old = { to: '1971-01-01T00:00:00Z' };
	expect((await entries(file, old, index)).found).toHaveLength(1);
	expect(await counted(file, {}, ['day'], index)).toEqual(await counted(file, {}, ['day']));
});

test('invalid UTF-8 that no query needs refuses nothing', async () => {
	const rows = Buffer.concat([
		Buffer.from(`${HEADER.join(',')}\nAna `),
		Buffer.from([0xff]),
		Buffer.from(',updated,Deals,x,05/21/2026 02:20 PM\n'),
		Buffer.from('Ben Ito,deleted,Deals,y,05/21/2026 02:21 PM\n'),
	]);
	const archive = new AdmZip();
	archive.addFile('AuditLog_1.csv', rows);
	const file = { name: 'a.zip', bytes: archive.toBuffer() };
	const index = newIndex();
	for (const each of [undefined, index, index]) {
		const { found } = await entries(file, { actions: ['deleted'] }, each);
		expect(found.map(({ record }) => record?.name)).toEqual(['y']);
	}
});

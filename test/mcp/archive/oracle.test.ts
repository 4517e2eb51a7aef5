import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Database } from '../../../mcp/archive/database';
import { partContent } from '../../../mcp/archive/folder/keptPart';
import { attachPart, comparePart, writePart } from '../../../mcp/archive/folder/partFiles';
import { ingest } from '../../../mcp/archive/ingest';
import type { Part } from '../../../mcp/archive/part';
import { matchingRows } from '../../../mcp/archive/matching/matchingRows';
import { entryPage } from '../../../mcp/archive/entryPage';
import { groupsIn, type SampledGroup } from '../../../mcp/archive/groups';
import { entriesAbout, RecordsFound } from '../../../mcp/questions/recordsFound';
import type { SelectedPart, Selection } from '../../../mcp/archive/selection';
import { withText } from '../../../mcp/questions/source';
import { TimeZone } from '../../../shared/dialect/timeZone';
import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { EventIds } from '../../../shared/entries/eventIds';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { pageKeyOf, type PageKey, pageOf } from '../../../shared/entries/page';
import type { Order } from '../../../shared/entries/topK';
import type { ExportFile } from '../../../shared/files/exportFile';
import type { Period } from '../../../shared/period';
import { coverageOf } from '../../../shared/reading/coverage';
import { noRows } from '../../../shared/reading/csvEntries';
import { type CountKey, EntryCounts } from '../../../shared/reading/entryCounts';
import { countEntries, readEntries } from '../../../shared/reading/readEntries';
import type { Reading } from '../../../shared/reading/reading';
import { context } from '../../bench/context';
import { runs } from '../../runs';
import { plainKey } from './plainKey';
import { csvsOf, filter, given, HEADERS, INSTANTS, keys, zipOf, zoneName } from './randomExports';

jest.setTimeout(600_000);

const folder = mkdtempSync(path.join(tmpdir(), 'archive-'));
const database = new Database(folder);
afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

const host = { sleep: async () => undefined, ticks: () => performance.now() };
/** One export of a reading, and what is read from it. */
interface Read {
	readonly file: ExportFile;
	readonly window: Period | undefined;
}

function predicateOf(query: AuditLogFilter, { window }: Read) {
	const whole = entryFilter(query, context);
	if (!window) return whole;
	const { from, to, ...times } = whole.period ?? { from: -Infinity, to: Infinity };
	const period = { ...times, from: Math.max(from, window.from), to: Math.min(to, window.to) };
	return { ...whole, period };
}

/** By plain loops. */
async function* read(all: readonly Read[], query: AuditLogFilter): AsyncGenerator<EntryBatch> {
	const ids = new EventIds();
	for (const one of all) {
		const reading = { ...host, context, counts: noRows(), ids, withRaw: false };
		yield* readEntries([one.file], { ...reading, filter: predicateOf(query, one) });
	}
}

function readingOf(batches: AsyncGenerator<EntryBatch>): Reading {
	const coverage = coverageOf('export', { from: 0, to: 1 });
	return { state: 'ready', coverage, [Symbol.asyncIterator]: () => batches };
}

type Parts = readonly Pick<SelectedPart, 'part' | 'context' | 'window'>[];

async function partsOf(all: readonly Read[], place: 'in memory' | 'in a folder'): Promise<Parts> {
	return await Promise.all(
		all.map(async ({ file, window }) => {
			const unpacking = { host: { yieldToEventLoop: host.sleep } };
			const part = await ingest(database, [file], context, unpacking);
			return { part: place === 'in memory' ? part : await kept(part), context, window };
		}),
	);
}

/** The same rows as a later process reads them, from Parquet and what a manifest says of them. */
async function kept(part: Part): Promise<Part> {
	const files = await writePart(database, folder, '1', part);
	await part.drop();
	const content = partContent(part, { id: '1', readAs: '', reading: undefined }, files);
	await comparePart(folder, content);
	return await attachPart(database, folder, content);
}

/** By the database. */
async function selection(
	all: readonly Read[],
	ingested: Parts,
	query: AuditLogFilter,
	more: { nameText?: string; about?: Parameters<typeof entriesAbout>[1] } = {},
): Promise<Selection> {
	const parts = [];
	for (const [index, one] of ingested.entries()) {
		const predicate = predicateOf(query, all[index] as Read);
		const test = { predicate, filter: query, ...more };
		parts.push({ ...one, ...(await matchingRows({ database, part: one.part, context }, test)) });
	}
	const total = parts.reduce((sum, part) => sum + part.total, 0);
	const coverage = coverageOf('export', { from: 0, to: 1 });
	return { parts, total, coverage, rows: async (sql) => await database.rows(sql) };
}

/** All that match, on one page. */
async function compareIds(
	all: readonly Read[],
	ingested: Parts,
	query: AuditLogFilter,
): Promise<void> {
	const selected = await selection(all, ingested, query);
	const expected = [];
	for await (const batch of read(all, query)) {
		for (const { event_id: id } of batch) expected.push(id);
	}
	const { entries, total } = await entryPage(selected, { limit: 1_000, order: 'oldest' });
	const ids = entries.map(({ event_id: id }) => id);
	expect([total, ids.sort()]).toEqual([expected.length, expected.sort()]);
}

async function comparePages(
	selected: Selection,
	batches: AsyncIterable<EntryBatch>,
	order: Order,
	limit: number,
): Promise<void> {
	const entries: AuditLogEntry[] = [];
	for await (const batch of batches) entries.push(...batch);
	const again = async function* (): AsyncGenerator<EntryBatch> {
		yield entries;
	};
	let after: PageKey | undefined;
	for (let page = 0; page < 5; page++) {
		const expected = await pageOf(again(), { limit, order, after });
		expect(await entryPage(selected, { limit, order, after })).toEqual(expected);
		const last = expected.entries.at(-1);
		if (!last) return;
		after = pageKeyOf(last);
	}
}

async function compareCounts(
	all: readonly Read[],
	query: AuditLogFilter,
	selected: Selection,
	by: readonly CountKey[],
	zone: TimeZone,
): Promise<void> {
	const counts = new EntryCounts(by, zone);
	for (const one of all) {
		const reading = { ...host, context, counts: noRows(), filter: predicateOf(query, one) };
		await countEntries([one.file], counts, reading);
	}
	const page = { order: 'count_desc', skip: 0, limit: 1_000 } as const;
	const { groups: sampled, size } = await groupsIn(selected, by, zone, page);
	const groups = sampled.map(({ sample_event_ids: _, ...group }) => group);
	// Equal counts are in order of their keys' bytes here, and of their UTF-16 units there.
	expect(new Set(groups.map((group) => JSON.stringify(group)))).toEqual(
		new Set(counts.groups().map((group) => JSON.stringify(group))),
	);
	expect(groups.map(({ count }) => count)).toEqual(counts.groups().map(({ count }) => count));
	expect([selected.total, size]).toEqual([counts.total, counts.size]);
	const few = await groupsIn(selected, by, zone, { ...page, skip: 1, limit: 2 });
	expect(few.groups).toEqual(sampled.slice(1, 3));
	expect(few.size).toBe(size);
	const rising = await groupsIn(selected, by, zone, { ...page, order: 'count_asc' });
	expect(rising.groups.map(({ count }) => count)).toEqual(
		groups.map(({ count }) => count).reverse(),
	);
	const byKey = await groupsIn(selected, by, zone, { ...page, order: 'key' });
	expect(new Set(byKey.groups)).toEqual(new Set(sampled));
	await compareSamples(all, query, sampled, by, zone);
}

/** Each group names entries of its own, and nothing of another group. */
async function compareSamples(
	all: readonly Read[],
	query: AuditLogFilter,
	groups: readonly SampledGroup[],
	by: readonly CountKey[],
	zone: TimeZone,
): Promise<void> {
	// Whom a name without an id means is not seen in an entry.
	if (by.includes('user')) return;
	const idsOf = new Map<string, Set<string>>();
	const entries: AuditLogEntry[] = [];
	for await (const batch of read(all, query)) entries.push(...batch);
	for (const entry of entries) {
		const key = plainKey(entry, by, zone);
		idsOf.set(key, (idsOf.get(key) ?? new Set()).add(bareId(entry.event_id)));
	}
	expect(
		new Map(groups.map(({ key }) => [JSON.stringify(by.map((name) => key[name])), 1])).size,
	).toBe(idsOf.size);
	for (const { key, sample_event_ids: ids } of groups) {
		const own = idsOf.get(JSON.stringify(by.map((name) => key[name])));
		expect([key, ids.length > 0, ids.every((id) => own?.has(bareId(id)))]).toEqual([
			key,
			true,
			true,
		]);
	}
}

/** Equal entries differ in a number at the end. */
function bareId(id: string): string {
	return id.replace(/-\d+$/, '');
}

async function compareRecords(
	all: readonly Read[],
	ingested: Parts,
	query: AuditLogFilter,
	name: string,
): Promise<void> {
	const asked = { ...query, record: name };
	const expected = (await RecordsFound.in(read(all, asked))).matching(name);
	const selected = await selection(all, ingested, asked);
	const found = (await RecordsFound.selected(selected, name)).matching(name);
	const keyed = (records: typeof found) =>
		records
			.map(({ id, name, module, entries, last, url }) => [id, name, module, entries, last, url])
			.map((facts) => JSON.stringify(facts))
			.sort();
	expect(keyed(found)).toEqual(keyed(expected));
	for (const about of expected.slice(0, 2)) {
		await comparePages(
			await selection(all, ingested, asked, { about }),
			entriesAbout(read(all, asked), about),
			'oldest',
			3,
		);
	}
}

test.each([
	['names', 'in memory'],
	['ids', 'in memory'],
	['names', 'in a folder'],
	['ids', 'in a folder'],
] as const)('SQL answers as plain loops do: files with %s, their rows %s', async (kind, place) => {
	const header = HEADERS[kind];
	const exportsOf = fc.oneof(
		csvsOf(header).map((csvs) => [{ file: zipOf(csvs, header), window: undefined }]),
		fc
			.tuple(csvsOf(header), csvsOf(header), fc.constantFrom(...INSTANTS))
			.map(([first, second, seam]): Read[] => [
				{ file: zipOf(first, header), window: { from: -Infinity, to: Date.parse(seam) } },
				// Exports overlap, and their windows do not.
				{
					file: zipOf([...second, ...first], header),
					window: { from: Date.parse(seam), to: Date.parse('2100-01-01') },
				},
			]),
	);
	const question = fc.record({
		query: filter,
		order: fc.constantFrom<Order>('newest', 'oldest'),
		limit: fc.constantFrom(1, 2, 5, 200),
		by: keys.map((all) => {
			const there = all.filter((key) => key !== 'related_module' || kind === 'ids');
			return there.length > 0 ? there : (['week'] as const);
		}),
		zone: zoneName,
		name: fc.oneof(given, fc.constantFrom('acme', '4876876000000000001')),
	});
	const questions = fc.array(question, { minLength: 1, maxLength: 6 });
	const filters = fc.array(filter, { maxLength: 20 });
	await fc.assert(
		fc.asyncProperty(exportsOf, questions, filters, async (all, asked, more) => {
			const ingested = await partsOf(all, place);
			for (const query of [...asked.map((one) => one.query), ...more]) {
				await compareIds(all, ingested, query);
			}
			for (const { query, order, limit, by, zone, name } of asked) {
				const selected = await selection(all, ingested, query);
				await comparePages(selected, read(all, query), order, limit);
				await compareCounts(all, query, selected, by, new TimeZone(zone));
				await compareRecords(all, ingested, query, name);
				const { text: words, ...rest } = query;
				if (words === undefined) continue;
				await comparePages(
					await selection(all, ingested, rest, { nameText: words }),
					withText(readingOf(read(all, rest)), words),
					order,
					limit,
				);
			}
			for (const { part } of ingested) await part.drop();
			for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
		}),
		// A question in one of these is soon found; making it smaller takes minutes.
		{ numRuns: runs(place === 'in memory' ? 4 : 1), endOnFailure: true },
	);
});

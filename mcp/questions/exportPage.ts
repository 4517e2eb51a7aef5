import { SECOND } from '../../shared/durations';
import type { Coverage } from '../../shared/reading/coverage';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { EntryBatch } from '../../shared/entries/auditLogEntry';
import type { EntryCounts } from '../../shared/reading/entryCounts';
import type { AuditLogFilter } from '../../shared/entries/filter';
import type { TimeZone } from '../../shared/dialect/timeZone';
import type { Order } from '../../shared/entries/topK';
import { type Page, type PageKey, pageOf } from '../../shared/entries/page';
import type { AuditLogClient } from '../../shared/client';
import type { ExportStore } from '../archive/exportStore';

/** Which page of which entries. */
export interface PageRequest {
	readonly filter: AuditLogFilter;
	/** Of the days that are counted; any zone gives the same page. */
	readonly zone: TimeZone;
	readonly limit: number;
	readonly order: Order;
	readonly after?: PageKey | undefined;
	readonly signal: AbortSignal;
}

/** Milliseconds of one day's entries that match. */
interface Day {
	readonly first: number;
	readonly last: number;
	readonly count: number;
}

/** Building so many entries takes as long as scanning a million rows. */
const MANY = 50_000;

/** A period that contains only entries without a time. */
const NEVER = { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:01Z' };

/**
 * A page of the entries of exports, without building a million of them: where many match they are
 * counted by day, and only the days that the page lies in are read. An entry and its equals are of one
 * day, so the ids are those of a reading of everything.
 */
export async function pageFromExports(
	client: AuditLogClient,
	store: ExportStore,
	exports: readonly DownloadedExport[],
	request: PageRequest,
): Promise<Page & { readonly coverage: Coverage }> {
	const { record, text } = request.filter;
	const isCounted = record === undefined && text === undefined && store.isIndexed(exports);
	if (isCounted) return await pageByDays(client, exports, request);
	const reading = client.readEntries(exports, request.filter, { signal: request.signal });
	const page = await pageOf(upToMany(reading), request);
	if (page.total <= MANY) return { ...page, coverage: reading.coverage };
	return await pageByDays(client, exports, request);
}

async function* upToMany(batches: AsyncIterable<EntryBatch>): AsyncGenerator<EntryBatch> {
	let read = 0;
	for await (const batch of batches) {
		read += batch.length;
		yield batch;
		if (read > MANY) return;
	}
}

/** The same, always by counting first. */
export async function pageByDays(
	client: AuditLogClient,
	exports: readonly DownloadedExport[],
	{ filter, zone, limit, order, after, signal }: PageRequest,
): Promise<Page & { readonly coverage: Coverage }> {
	const byDay = { keys: ['day'], timeZone: zone } as const;
	const { entries: counts, coverage } = await client.countEntries(exports, byDay, filter, {
		signal,
	});
	const days = daysIn(counts, order);
	const { skipped, read } = daysOfPage(days, { limit, order, after });
	const window = read.length === 0 ? NEVER : windowOf(read);
	const reading = client.readEntries(exports, { ...filter, ...window }, { signal });
	const page = await pageOf(reading, { limit, order, after });
	return {
		entries: page.entries,
		total: counts.total,
		before: skipped + page.before,
		coverage,
	};
}

/** In the order of the page. */
function daysIn(counts: EntryCounts, order: Order): Day[] {
	const days = counts.groups().flatMap(({ first, last, count }) => {
		const [from, to] = [instantOfIso(first ?? ''), instantOfIso(last ?? '')];
		return from === null || to === null ? [] : [{ first: from, last: to + SECOND - 1, count }];
	});
	const rank = order === 'newest' ? -1 : 1;
	return days.sort((a, b) => (a.first - b.first) * rank);
}

/** The days that the page lies in, and how many entries are in those before them. */
function daysOfPage(
	days: readonly Day[],
	{ limit, order, after }: Pick<PageRequest, 'limit' | 'order' | 'after'>,
): { skipped: number; read: Day[] } {
	const read: Day[] = [];
	let skipped = 0;
	let certain = 0;
	for (const day of days) {
		if (after && isBefore(day, after, order)) {
			skipped += day.count;
			continue;
		}
		if (certain >= limit) break;
		read.push(day);
		// Of the day in which the last page ended it is not known how many are left.
		const isBegun = after !== undefined && after[0] !== null && holds(day, after[0]);
		if (!isBegun) certain += day.count;
	}
	return { skipped, read };
}

function isBefore({ first, last }: Day, [instant]: PageKey, order: Order): boolean {
	if (instant === null) return true;
	return order === 'newest' ? first > instant : last < instant;
}

function holds({ first, last }: Day, instant: number): boolean {
	return first <= instant && instant <= last;
}

function windowOf(days: readonly Day[]): { from: string; to: string } {
	const first = Math.min(...days.map((day) => day.first));
	const last = Math.max(...days.map((day) => day.last));
	return { from: new Date(first).toISOString(), to: new Date(last + 1).toISOString() };
}

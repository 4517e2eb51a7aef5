import type { AuditLogEntry, EntryBatch } from '../../shared/entries/auditLogEntry';
import { instantOfIso } from '../../shared/dialect/auditedTime';

export const ORDERS = ['newest', 'oldest'] as const;
export type Order = (typeof ORDERS)[number];

/** Where an entry stands: its time in milliseconds, null without one, and its id among equal times. */
export type PageKey = readonly [instant: number | null, eventId: string];

export interface Page {
	readonly entries: readonly AuditLogEntry[];
	/** All entries of the reading, on whichever page. */
	readonly total: number;
	/** How many of them come before the first of this page. */
	readonly before: number;
}

/**
 * One page of all entries, in order of time and then of id, which is the same each time it is asked
 * for. It begins behind a key and not at a number, so that entries that are added later shift nothing.
 * Entries without a time come last. However many there are, no more than three pages are held.
 */
export async function pageOf(
	batches: AsyncIterable<EntryBatch>,
	{ limit, order, after }: { limit: number; order: Order; after?: PageKey | undefined },
): Promise<Page> {
	const rank = order === 'newest' ? -1 : 1;
	const kept: Placed[] = [];
	let last: Placed | undefined;
	let [total, before] = [0, 0];
	const shorten = (): void => {
		kept.sort((a, b) => compare(a, b, rank));
		kept.length = Math.min(kept.length, limit);
		last = kept.length === limit ? kept.at(-1) : undefined;
	};
	const bound = after && { instant: after[0], id: after[1] };
	for await (const batch of batches) {
		total += batch.length;
		for (const entry of batch) {
			const placed = { instant: instantOfIso(entry.audited_time ?? ''), id: entry.event_id, entry };
			if (bound && compare(placed, bound, rank) <= 0) before++;
			else if (!last || compare(placed, last, rank) < 0) kept.push(placed);
			if (kept.length >= limit * 2 + BATCH) shorten();
		}
	}
	shorten();
	return { entries: kept.map(({ entry }) => entry), total, before };
}

export function keyOf(entry: AuditLogEntry): PageKey {
	return [instantOfIso(entry.audited_time ?? ''), entry.event_id];
}

/** Sorting has its price, so that it waits for some entries more. */
const BATCH = 200;

interface Place {
	readonly instant: number | null;
	readonly id: string;
}

interface Placed extends Place {
	readonly entry: AuditLogEntry;
}

function compare(a: Place, b: Place, rank: 1 | -1): number {
	if (a.instant !== b.instant) {
		if (a.instant === null) return 1;
		if (b.instant === null) return -1;
		return a.instant < b.instant ? -rank : rank;
	}
	if (a.id === b.id) return 0;
	// Zoho's ids are numbers that count up.
	const isLess = a.id.length === b.id.length ? a.id < b.id : a.id.length < b.id.length;
	return isLess ? -rank : rank;
}

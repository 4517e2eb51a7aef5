import type { AuditLogEntry, EntryBatch } from './auditLogEntry';
import { compareSortKeys, type Order, TopK, withSortKey } from './topK';

/** An entry's position: its time in milliseconds, null without one, and its id among equal times. */
export type PageKey = readonly [instant: number | null, eventId: string];

export interface Page {
	readonly entries: readonly AuditLogEntry[];
	/** All entries of the reading, on whichever page. */
	readonly total: number;
	/** How many of them come before the first of this page. */
	readonly before: number;
}

/**
 * One page of all entries, those without a time last in both orders. It begins after a key and not at
 * a number, so that entries added later shift nothing.
 */
export async function pageOf(
	batches: AsyncIterable<EntryBatch>,
	{ limit, order, after }: { limit: number; order: Order; after?: PageKey | undefined },
): Promise<Page> {
	const end = order === 'newest' ? -Infinity : Infinity;
	const top = new TopK(limit, order);
	const bound = after && { instant: after[0] ?? end, id: after[1] };
	let before = 0;
	for await (const batch of batches) {
		for (const entry of batch) {
			const keyed = withSortKey(entry, end);
			if (bound && compareSortKeys(keyed, bound, order) <= 0) before++;
			else top.add(keyed);
		}
	}
	return { entries: top.all().map(({ entry }) => entry), total: before + top.total, before };
}

export function pageKeyOf(entry: AuditLogEntry): PageKey {
	const { instant, id } = withSortKey(entry);
	return [Number.isFinite(instant) ? instant : null, id];
}

import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';

/**
 * The newest `limit` of all entries, newest first, and how many there were. Whatever their number,
 * no more than twice the limit is held. Entries without a time come last.
 */
export async function newest(
	batches: AsyncIterable<EntryBatch>,
	limit: number,
): Promise<{ readonly entries: readonly AuditLogEntry[]; readonly total: number }> {
	const kept: Placed[] = [];
	let total = 0;
	for await (const batch of batches) {
		total += batch.length;
		for (const entry of batch) {
			kept.push({ entry, instant: instantOfIso(entry.audited_time ?? '') ?? -Infinity });
		}
		if (kept.length > limit * 2) shorten(kept, limit);
	}
	shorten(kept, limit);
	return { entries: kept.map(({ entry }) => entry), total };
}

interface Placed {
	readonly entry: AuditLogEntry;
	readonly instant: number;
}

function shorten(kept: Placed[], limit: number): void {
	kept.sort(newestFirst);
	kept.length = Math.min(kept.length, limit);
}

/** By time, then by id, which Zoho counts up: the order is the same each time it is asked for. */
function newestFirst(a: Placed, b: Placed): number {
	if (a.instant !== b.instant) return b.instant > a.instant ? 1 : -1;
	return a.entry.event_id < b.entry.event_id ? 1 : -1;
}

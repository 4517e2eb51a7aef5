import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry } from './auditLogEntry';

export const ORDERS = ['newest', 'oldest'] as const;
/** Which entries come first. */
export type Order = (typeof ORDERS)[number];

/** What entries are sorted by. */
export interface SortKey {
	/** Milliseconds; infinite for an entry without a time. */
	readonly instant: number;
	readonly id: string;
}

export interface KeyedEntry extends SortKey {
	readonly entry: AuditLogEntry;
}

/** @param withoutTime the instant of entries without a time: they come before all others, or after them with Infinity. */
export function withSortKey(entry: AuditLogEntry, withoutTime = -Infinity): KeyedEntry {
	const instant = instantOfIso(entry.audited_time ?? '') ?? withoutTime;
	return { instant, id: entry.event_id, entry };
}

/**
 * The one order of entries: by instant, then by event id as text, so that it is the same each time.
 * Zoho's ids count up and have the same length.
 */
export function compareSortKeys(a: SortKey, b: SortKey, order: Order): number {
	const rank = order === 'newest' ? -1 : 1;
	if (a.instant !== b.instant) return a.instant < b.instant ? -rank : rank;
	return a.id === b.id ? 0 : a.id < b.id ? -rank : rank;
}

/** The first `k` of all entries that are added, in that order. However many there are, at most 2k are kept. */
export class TopK {
	/** How many were added. */
	total = 0;
	private readonly kept: KeyedEntry[] = [];
	/** The k-th of those sorted so far: nothing after it is among the first k. */
	private last: SortKey | undefined;

	constructor(
		private readonly k: number,
		private readonly order: Order,
	) {}

	add(entry: KeyedEntry): void {
		this.total++;
		if (this.last && compareSortKeys(entry, this.last, this.order) >= 0) return;
		this.kept.push(entry);
		if (this.kept.length >= this.k * 2) this.shorten();
	}

	/** In order. */
	all(): readonly KeyedEntry[] {
		this.shorten();
		return this.kept;
	}

	private shorten(): void {
		const { kept, k, order } = this;
		kept.sort((a, b) => compareSortKeys(a, b, order));
		kept.length = Math.min(kept.length, k);
		if (kept.length === k) this.last = kept.at(-1);
	}
}

/** The k-th newest of all instants that were added: no older entry is among the newest k. */
export class KthNewest {
	/** Newest first. */
	private readonly newest: Float64Array;

	constructor(private readonly k: number) {
		this.newest = new Float64Array(k).fill(-Infinity);
	}

	get instant(): number {
		return this.newest[this.k - 1] ?? Infinity;
	}

	add(instant: number): void {
		if (instant <= this.instant) return;
		const { newest } = this;
		let at = this.k - 1;
		for (; at > 0 && (newest[at - 1] ?? 0) < instant; at--) newest[at] = newest[at - 1] ?? 0;
		newest[at] = instant;
	}
}

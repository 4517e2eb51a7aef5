import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { type KeyedEntry, TopK, withSortKey } from '../entries/topK';
import { instantOf, iso, type Standing } from './cursor';
import { minuteOf, SEEN_LIMIT, SeenIds } from './seenIds';

/** What has been delivered: everything up to an entry in the order of time and id, and `seen` after it. */
export interface Position {
	/** Milliseconds. */
	checkpoint: number;
	after: string;
	readonly seen: SeenIds;
	/** The same for entries without a time, which come first; '' for none. */
	timeless: string;
}

/** How far a reading reaches, known when it has ended. */
export interface Reach {
	/** The end of what was read, exclusive; entries without a time are from before it. */
	readonly end: number;
	/** No entry of a time before this comes any more. */
	readonly settled: number;
	/** Whether everything before the reading has been delivered, so that the checkpoint may move through it. */
	readonly isJoined: boolean;
}

/** Some entries, whatever their order: how many there are, and the sum of their ids. */
class Tally {
	constructor(
		public count = 0,
		public sum = 0,
	) {}

	add({ event_id }: AuditLogEntry, sign: 1 | -1 = 1): void {
		this.count += sign;
		this.sum = (this.sum + sign * numberOf(event_id) + SUM_LIMIT) % SUM_LIMIT;
	}
}

/** Sums stay exact, and text in a cursor stays short. */
const SUM_LIMIT = 2 ** 48;

/** Two ids of different entries seldom have the same. */
function numberOf(id: string): number {
	return (parseInt(id.slice(0, 8), 16) || 0) + id.length;
}

export interface Delivery {
	/** Oldest first; those without a time before them. */
	readonly entries: readonly AuditLogEntry[];
	/** Whether the reading has more to deliver. */
	readonly hasMore: boolean;
	/** What had not been delivered before, and what of it is left for later. */
	readonly fresh: Tally;
	readonly rest: Tally;
	/** Entries from the checkpoint on that were read again and had been delivered, by their ids. */
	readonly repeated: number;
	/** Set when there were too many ids to keep: entries from before it that appear late are not found. */
	readonly shortenedTo?: number | undefined;
}

/** After every id. */
const EVERY_ID = '~';

/** The position of a cursor; `timeless` is kept apart from it, because it belongs to one export. */
export function positionOf(cursor: Standing, timeless = ''): Position {
	const seen = SeenIds.read(cursor.seen) ?? new SeenIds();
	return { checkpoint: instantOf(cursor.checkpoint), after: cursor.after, seen, timeless };
}

/** The part of a cursor that says where its position is. */
export function placeOf(position: Position): Pick<Standing, 'checkpoint' | 'after' | 'seen'> {
	const { checkpoint, after, seen } = position;
	return { checkpoint: iso(checkpoint), after, seen: seen.toJson() };
}

/** What people have to know of a delivery. */
export function noticeOf({ shortenedTo }: Delivery): string | undefined {
	if (shortenedTo === undefined) return undefined;
	return `More entries came at once than the trigger can remember. Entries from before ${iso(shortenedTo)} that appear late are no longer found; Get Audit Log finds them.`;
}

/**
 * The oldest `limit` entries of a reading that have not been delivered; moves the position past them.
 * However long the reading, no more than twice the limit is held. What comes to lie before the
 * checkpoint is forgotten, so only as much is remembered as may still come late.
 */
export async function deliver(
	position: Position,
	reading: AsyncIterable<EntryBatch>,
	limit: number,
	reachOf: () => Reach,
): Promise<Delivery> {
	const top = new TopK(limit, 'oldest');
	const repeatedWithoutTime: string[] = [];
	const fresh = new Tally();
	let repeated = 0;
	for await (const batch of reading) {
		for (const entry of batch) {
			const keyed = withSortKey(entry);
			if (!isDelivered(position, entry.event_id, keyed.instant)) {
				top.add(keyed);
				fresh.add(entry);
				continue;
			}
			if (keyed.instant >= position.checkpoint && position.seen.has(entry.event_id)) repeated++;
			if (keyed.instant === -Infinity) repeatedWithoutTime.push(entry.event_id);
		}
	}
	const kept = top.all();
	const hasMore = top.total > limit;
	const reach = reachOf();
	const last = kept.at(-1);
	if (hasMore && last) moveTo(position, last, reach);
	else moveTo(position, undefined, reach);
	for (const { entry, instant } of kept) {
		if (instant !== -Infinity) position.seen.add(entry.event_id, instant);
		else if (reach.end > reach.settled) position.seen.addTimeless(entry.event_id, reach.end - 1);
	}
	// When they happened is not known: they are remembered as long as they are read again.
	for (const id of repeatedWithoutTime) {
		if (position.seen.has(id)) position.seen.addTimeless(id, reach.end - 1);
	}
	position.seen.forgetBefore(position.checkpoint);
	const entries = kept.map(({ entry }) => entry);
	const rest = new Tally(fresh.count, fresh.sum);
	for (const entry of entries) rest.add(entry, -1);
	const shortenedTo = bounded(position, hasMore ? last : undefined, reach);
	return { entries, hasMore, fresh, rest, repeated, shortenedTo };
}

function isDelivered(position: Position, id: string, instant: number): boolean {
	const { checkpoint, after, timeless, seen } = position;
	if (instant === -Infinity) return id <= timeless || seen.has(id);
	return instant < checkpoint || (instant === checkpoint && id <= after) || seen.has(id);
}

/** Past `last`, or past the whole reading without one; never into what may still come late. */
function moveTo(position: Position, last: KeyedEntry | undefined, reach: Reach): void {
	position.timeless = last?.instant === -Infinity ? last.entry.event_id : EVERY_ID;
	if (!reach.isJoined || last?.instant === -Infinity) return;
	const target = { at: last?.instant ?? reach.end, after: last?.entry.event_id ?? '' };
	advance(position, target.at < reach.settled ? target : { at: reach.settled, after: '' });
}

function advance(position: Position, { at, after }: { at: number; after: string }): void {
	const { checkpoint } = position;
	if (at < checkpoint || (at === checkpoint && after <= position.after)) return;
	position.checkpoint = at;
	position.after = after;
}

/** Gives up the oldest minutes of what may still come late when there are too many ids to keep. */
function bounded(
	position: Position,
	last: KeyedEntry | undefined,
	reach: Reach,
): number | undefined {
	if (position.seen.size <= SEEN_LIMIT) return undefined;
	const minute = position.seen.minuteWithin(SEEN_LIMIT);
	const end = last?.instant ?? reach.end;
	if (last && minuteOf(end) < minute) advance(position, { at: end, after: last.entry.event_id });
	else advance(position, { at: Math.min(minute, reach.end), after: '' });
	position.seen.forgetBefore(minute);
	return position.checkpoint;
}

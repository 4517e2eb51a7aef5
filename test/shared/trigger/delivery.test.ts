import { createHash } from 'node:crypto';
import {
	deliver,
	type Delivery,
	type Position,
	type Reach,
} from '../../../shared/trigger/delivery';
import { SEEN_LIMIT, SeenIds } from '../../../shared/trigger/seenIds';
import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';

const MINUTE = 60_000;
const NOON = Date.parse('2026-09-15T12:00:00Z');

const position = (): Position => ({
	checkpoint: NOON,
	after: '',
	seen: new SeenIds(),
	timeless: '',
});

/** Everything is read, and what is younger than a quarter of an hour may still be joined by others. */
const reach: Reach = { end: NOON + 20 * MINUTE, settled: NOON + 5 * MINUTE, isJoined: true };

const entry = (event_id: string, instant: number | null): AuditLogEntry =>
	({
		event_id,
		audited_time: instant === null ? null : new Date(instant).toISOString(),
	}) as AuditLogEntry;

async function* inBatches(entries: readonly AuditLogEntry[]): AsyncGenerator<EntryBatch> {
	for (let at = 0; at < entries.length; at += 500) yield entries.slice(at, at + 500);
}

const many = (count: number, timeOf: (number: number) => number): AuditLogEntry[] =>
	Array.from({ length: count }, (_, n) => entry(String(n).padStart(9, '0'), timeOf(n)));

const delivered = async (
	place: Position,
	entries: readonly AuditLogEntry[],
	limit: number,
	reached = reach,
): Promise<Delivery> => await deliver(place, inBatches(entries), limit, () => reached);

test('the checkpoint follows what is settled, and ids are kept for what is not', async () => {
	const place = position();
	await delivered(
		place,
		many(20, (n) => NOON + n * MINUTE),
		100,
	);
	expect(place.checkpoint).toBe(NOON + 5 * MINUTE);
	expect(place.seen.size).toBe(15);
});

test('the order of arrival does not matter: the oldest are delivered first', async () => {
	const entries = many(10, (n) => NOON + ((n * 7) % 10) * MINUTE);
	const { entries: first } = await delivered(position(), entries, 3);
	expect(first.map(({ audited_time }) => audited_time?.slice(14, 16))).toEqual(['00', '01', '02']);
});

test('more entries of one second than can be remembered, cut by a limit: all, once', async () => {
	const place = position();
	const entries = many(SEEN_LIMIT + 1_000, () => NOON + 10 * MINUTE);
	const polls = [await delivered(place, entries, SEEN_LIMIT + 500)];
	expect(polls[0]?.shortenedTo).toBe(NOON + 10 * MINUTE);
	expect(place.seen.size).toBe(0);
	polls.push(await delivered(place, entries, SEEN_LIMIT + 500));
	polls.push(await delivered(place, entries, SEEN_LIMIT + 500));
	expect(polls.map((poll) => poll.entries.length)).toEqual([SEEN_LIMIT + 500, 500, 0]);
	const ids = polls.flatMap((poll) => poll.entries.map(({ event_id }) => event_id));
	expect(new Set(ids).size).toBe(SEEN_LIMIT + 1_000);
}, 60_000);

test('too many ids shorten the look back, which is reported, and nothing comes twice', async () => {
	const place = position();
	const entries = many(SEEN_LIMIT + 5_000, (n) => NOON + 6 * MINUTE + Math.floor(n / 40) * 1_000);
	const { entries: all, shortenedTo } = await delivered(place, entries, 100_000);
	expect(all).toHaveLength(SEEN_LIMIT + 5_000);
	expect(shortenedTo).toBeGreaterThan(reach.settled);
	expect(place.checkpoint).toBe(shortenedTo);
	expect(place.seen.size).toBeLessThanOrEqual(SEEN_LIMIT);
	expect(JSON.stringify(place.seen.toJson()).length).toBeLessThan(600_000);
	expect((await delivered(place, entries, 100_000)).entries).toEqual([]);
}, 60_000);

test('entries without a time come first, once, and are remembered while they are read again', async () => {
	const place = position();
	const entries = [entry('b', NOON + 6 * MINUTE), entry('a', null), entry('c', null)];
	const ids = async (limit: number): Promise<string[]> =>
		(await delivered(place, entries, limit)).entries.map(({ event_id }) => event_id);
	expect(await ids(1)).toEqual(['a']);
	expect(place.timeless).toBe('a');
	expect(await ids(5)).toEqual(['c', 'b']);
	place.timeless = '';
	expect(await ids(5)).toEqual([]);
});

test('a window that does not begin at the checkpoint does not move it', async () => {
	const place = position();
	const entries = many(3, (n) => NOON + (6 + n) * MINUTE);
	await delivered(place, entries, 100, { ...reach, isJoined: false });
	expect(place.checkpoint).toBe(NOON);
	expect((await delivered(place, entries, 100)).entries).toEqual([]);
});

test('an id is remembered by 128 bits of a hash for which nobody can make two ids', () => {
	const seen = new SeenIds();
	seen.add('4876876000000123456', NOON);
	const hash = createHash('blake2s256').update('4876876000000123456').digest();
	expect(seen.toJson()).toEqual({
		'2026-09-15T12:00:00.000Z': hash.subarray(0, 16).toString('base64').slice(0, 22),
	});
});

import { DAY, HOUR, MINUTE } from '../durations';
import type { Period } from '../period';
import type { BinRecord } from './binRecord';
import { type DeletedRecord, KEPT_DAYS, type Match } from './deletedRecord';
import type { Deletion, Deletions } from './deletions';
import type { RecycleBin } from './readBin';

/** Exported times may lack seconds, and a mass deletion takes its time. */
const TOLERANCE = 2 * MINUTE;
/** Around an entry without a record id, what it may stand for: one of a mass deletion stands for many. */
const AROUND = HOUR;

/** Which part of the bin has to be read for a period. */
export function readSince(from: number): number {
	return from - 2 * TOLERANCE;
}

/**
 * The records of the bin, each with its deletion in the log where there is one; and the deletions of the log
 * that none of them is matched with. By the record's id and the time alone: two records of one name are two,
 * and of a record that was deleted, restored and deleted again the bin holds the last deletion.
 * Newest first; of the bin what was deleted in the period, or has no readable time.
 * @param deletions of the period; null where the log was not read.
 */
export function matchDeletions(
	bin: RecycleBin,
	deletions: Deletions | null,
	{ from, to }: Period,
): readonly DeletedRecord[] {
	const byId = grouped(deletions?.all ?? []);
	// Where a record is listed twice, its last deletion counts.
	const records = new Map<string, BinRecord>();
	for (const record of bin.records) {
		const known = records.get(record.id ?? '');
		const isLater = (known?.deletedAt ?? -Infinity) <= (record.deletedAt ?? -Infinity);
		if (record.id !== null && (!known || isLater)) records.set(record.id, record);
	}
	const inBin = eachOnce(bin.records.map((record) => ofBin(record, deletions, byId)));
	const used = new Set(inBin.map(({ eventId }) => eventId));
	const others = (deletions?.all ?? [])
		.filter(({ eventId }) => !used.has(eventId))
		.map((deletion) => ofLog(deletion, { bin, records, byId, deletions }));
	const isAsked = ({ deletedAt: at, eventId }: DeletedRecord): boolean =>
		at === null || eventId !== null || (at >= from && at < to);
	return [...inBin.filter(isAsked), ...others].sort(newestFirst);
}

function grouped(all: readonly Deletion[]): ReadonlyMap<string, readonly Deletion[]> {
	const byId = new Map<string, Deletion[]>();
	for (const deletion of all) {
		const { id } = deletion.record;
		if (id === null) continue;
		const known = byId.get(id);
		if (known) known.push(deletion);
		else byId.set(id, [deletion]);
	}
	return byId;
}

function ofBin(
	record: BinRecord,
	deletions: Deletions | null,
	byId: ReadonlyMap<string, readonly Deletion[]>,
): Matched {
	const { id, name, module, deletedBy, deletedAt } = record;
	const found = entryOf(record, deletions, byId.get(id ?? '') ?? []);
	const entry = typeof found === 'string' ? undefined : found;
	const shown: DeletedRecord = {
		record: { id, name },
		module,
		// The same deletion: the log may know who where the bin does not say.
		deletedBy: deletedBy ?? entry?.user ?? null,
		deletedAt,
		origin: 'bin',
		isInBin: true,
		inBinSince: deletedAt,
		eventId: entry?.eventId ?? null,
		match: typeof found === 'string' ? found : 'matched',
	};
	return { shown, apart: Math.abs((entry?.at ?? 0) - (deletedAt ?? 0)) };
}

/** A deletion is that of one record: of several that it fits, the nearest in the order of the list. */
function eachOnce(inBin: readonly Matched[]): readonly DeletedRecord[] {
	const best = new Map<string, Matched>();
	for (const one of inBin) {
		const known = best.get(one.shown.eventId ?? '');
		if (!known || one.apart < known.apart) best.set(one.shown.eventId ?? '', one);
	}
	return inBin.map((one) => {
		const { shown } = one;
		const isSpare = shown.eventId !== null && best.get(shown.eventId) !== one;
		return isSpare ? { ...shown, eventId: null, match: 'other_time' } : shown;
	});
}

/** A record of the bin, and how far its time is from that of its entry. */
interface Matched {
	readonly shown: DeletedRecord;
	readonly apart: number;
}

/** The deletion in the log by which a record came into the bin, or why there is none. */
function entryOf(
	{ id, deletedAt }: BinRecord,
	deletions: Deletions | null,
	own: readonly Deletion[],
): Deletion | Match {
	if (id === null) return 'no_record_id';
	if (deletions === null) return 'log_not_read';
	if (deletedAt === null) return 'no_time';
	const [entry, ...twins] = lastNear(own, deletedAt);
	if (entry) return twins.length === 0 ? entry : 'several_entries';
	const isOutside = deletedAt < deletions.from || deletedAt >= deletions.to;
	if (isOutside || deletions.isCutOff) return 'log_not_read';
	if (own.length > 0) return 'other_time';
	const unnamed = deletions.all.filter(({ record }) => record.id === null);
	if (unnamed.length > 0 && unnamed.length === deletions.all.length) return 'log_without_ids';
	const isNear = unnamed.some(({ at }) => at === null || Math.abs(at - deletedAt) <= AROUND);
	return isNear ? 'entry_without_id' : 'no_entry';
}

/** The last of a record's deletions at a time: several where the log does not tell which was last. */
function lastNear(own: readonly Deletion[], time: number): readonly Deletion[] {
	const near = own.filter(({ at }) => at !== null && Math.abs(at - time) <= TOLERANCE);
	const last = Math.max(...near.map(({ at }) => at ?? -Infinity));
	return near.filter(({ at }) => at === last);
}

interface Around {
	readonly bin: RecycleBin;
	readonly records: ReadonlyMap<string, BinRecord>;
	readonly byId: ReadonlyMap<string, readonly Deletion[]>;
	readonly deletions: Deletions | null;
}

function ofLog(deletion: Deletion, around: Around): DeletedRecord {
	const { record, module, user, at, eventId } = deletion;
	const inBin = around.records.get(record.id ?? '');
	const match = inBin ? besideBin(deletion, inBin, around) : withoutBin(deletion, around);
	// What is not listed is not there only where all of the list was read.
	const isKnown = around.bin.isComplete && !UNKNOWN.includes(match);
	return {
		...{ record, module, deletedBy: user, deletedAt: at, origin: 'log', eventId, match },
		inBinSince: inBin?.deletedAt ?? null,
		isInBin: inBin ? true : isKnown ? false : null,
	};
}

const UNKNOWN: readonly Match[] = ['no_record_id', 'no_time', 'bin_not_read'];

/** The record is in the bin, by another deletion than this one. */
function besideBin({ record, at }: Deletion, { deletedAt }: BinRecord, { byId }: Around): Match {
	if (at === null || deletedAt === null) return 'no_time';
	if (at < deletedAt - TOLERANCE) return 'deleted_again';
	if (at > deletedAt + TOLERANCE) return 'other_time';
	const last = lastNear(byId.get(record.id ?? '') ?? [], deletedAt);
	return last.some((it) => it.at === at) ? 'several_entries' : 'deleted_again';
}

/** Why a deletion of the log may have nothing in the bin, as far as it is known. */
function withoutBin({ record, at }: Deletion, { bin, byId, deletions }: Around): Match {
	if (record.id === null) return 'no_record_id';
	if (at === null) return 'no_time';
	if (deletions?.restored.get(record.id)?.some((time) => time > at)) return 'restored';
	if (byId.get(record.id)?.some((other) => (other.at ?? -Infinity) > at)) return 'deleted_again';
	if (bin.asOf - at > KEPT_DAYS * DAY) return 'expired';
	return bin.isComplete && at <= bin.asOf - TOLERANCE ? 'not_in_bin' : 'bin_not_read';
}

/** Time and a text of its own, for an order that pages can follow. */
export type Position = readonly [deletedAt: number | null, text: string];

export function positionOf({ deletedAt, record, eventId, origin }: DeletedRecord): Position {
	const name = (record.name ?? '').slice(0, 30);
	return [deletedAt, `${origin} ${record.id ?? name} ${eventId ?? ''}`.slice(0, 100)];
}

/** Newest first; what has no time comes last. */
export function comparePositions([a, one]: Position, [b, other]: Position): number {
	const [first, second] = [a ?? -Infinity, b ?? -Infinity];
	if (first !== second) return first < second ? 1 : -1;
	return one === other ? 0 : one < other ? -1 : 1;
}

function newestFirst(one: DeletedRecord, other: DeletedRecord): number {
	return comparePositions(positionOf(one), positionOf(other));
}

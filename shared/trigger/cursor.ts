import { DAY } from '../durations';
import { instantOfIso } from '../dialect/auditedTime';
import { RETENTION_DAYS } from '../exports/windows';
import { asObject, asText, type JsonObject } from '../http/json';
import { SEEN_LIMIT, SeenIds } from './seenIds';

/**
 * Where a trigger stands in the log, as JSON: small, whatever the size of the log. Times are Zoho's.
 * The endpoint gives Zoho's ids and the exported file ours, so a cursor belongs to one source.
 */
export type Cursor = {
	version: 1;
	source: TriggerSource;
	/**
	 * ISO 8601. Every entry before it has been delivered, also those that came late; the next poll asks
	 * from here on. It keeps this meaning in all versions, so that any of them can go on from it.
	 * See docs/decisions/checkpoint.md
	 */
	checkpoint: string;
	/** Of the entries at the checkpoint itself, those up to this event id have been delivered; '' for none. */
	after: string;
	/** Entries delivered from the checkpoint on: codes of their ids, by the minute they are kept until. */
	seen: Record<string, string>;
	export: ExportPosition;
	/** Polls in a row that could not read. */
	vain_polls: number;
};

export type TriggerSource = 'endpoint' | 'export';

/** Where the trigger stands with its exports. */
export type ExportPosition = {
	/** The export that is awaited or being delivered. */
	job: AwaitedExport | null;
	/** When Zoho began the export that was delivered last; ISO 8601. */
	read_at: string | null;
	/** Where the next export begins when the last one was not to reach up to now; ISO 8601. */
	resume: string | null;
	/** Where the next export has to end, because a longer one was cut by Zoho's cap; ISO 8601. */
	until: string | null;
	/** An export that is of no use: its file is gone, or it was cut. */
	gone: string | null;
	/** When the last export was asked for, by this machine's clock: for the pace alone. Milliseconds. */
	asked_at: number | null;
};

export type AwaitedExport = {
	id: string;
	/** The window: inclusive and exclusive, on whole minutes; ISO 8601. */
	from: string;
	to: string;
	/** Whether the window ends before now, and another one follows at once. */
	is_cut: boolean;
	/** Zoho's time when it was asked for, in case its job does not tell when it began. */
	asked: string;
	/** Of its entries without a time, those up to this id have been delivered. */
	timeless: string;
	/** Whether it was made because the one before came to nothing. */
	is_second: boolean;
	/** How often its file could not be read. */
	damages: number;
	/** Whether it was told that it takes long. */
	is_late: boolean;
};

export const NO_EXPORT: ExportPosition = {
	job: null,
	read_at: null,
	resume: null,
	until: null,
	gone: null,
	asked_at: null,
};

/** A value that is no cursor of this version, and what it still tells. */
export interface UnreadableCursor {
	readonly why: string;
	/** Milliseconds; null when it does not tell. */
	readonly checkpoint: number | null;
}

/** A cursor from whatever a host has kept; undefined when it has kept nothing. */
export function readCursor(value: unknown): Cursor | UnreadableCursor | undefined {
	if (value === undefined || value === null) return undefined;
	const item = asObject(value);
	const checkpoint = instantOf(item?.['checkpoint']);
	const unreadable = (why: string): UnreadableCursor => ({ why, checkpoint });
	if (!item) return unreadable('it is no object');
	if (item['version'] !== 1) {
		const version = JSON.stringify(item['version'] ?? null).slice(0, 20);
		return unreadable(`its version is ${version} and this node knows 1`);
	}
	if (checkpoint === null) return unreadable('its checkpoint is no time');
	const { source, after } = item;
	if (source !== 'endpoint' && source !== 'export') return unreadable('it names no source');
	const exported = exportPositionIn(item['export']);
	const seen = SeenIds.read(item['seen']);
	if (typeof after !== 'string' || !exported || !seen) return unreadable('a part of it is damaged');
	if (!fits(exported, checkpoint)) return unreadable('its export is of another time than it');
	if (seen.size > SEEN_LIMIT) return unreadable(`it names more than ${SEEN_LIMIT} entries`);
	return {
		version: 1,
		source,
		checkpoint: new Date(checkpoint).toISOString(),
		after,
		seen: seen.toJson(),
		export: exported,
		vain_polls: countOf(item['vain_polls']),
	};
}

/** The beginning of a trigger, or of one whose cursor is lost. */
export function cursorAt(instant: number, source: TriggerSource): Cursor {
	return {
		version: 1,
		source,
		checkpoint: new Date(instant).toISOString(),
		after: '',
		seen: {},
		export: NO_EXPORT,
		vain_polls: 0,
	};
}

function exportPositionIn(value: unknown): ExportPosition | undefined {
	const item = asObject(value);
	if (!item) return undefined;
	const job = item['job'] === null ? null : awaitedIn(asObject(item['job']));
	const times = [item['read_at'], item['resume'], item['until']].map(timeOrNull);
	if (job === undefined || times.includes(undefined)) return undefined;
	const [read_at = null, resume = null, until = null] = times;
	const asked = item['asked_at'];
	return {
		job,
		read_at,
		resume,
		until,
		gone: asText(item['gone']),
		asked_at: typeof asked === 'number' && Number.isFinite(asked) ? asked : null,
	};
}

/**
 * Whether the window that is read is one, and begins where the trigger stands or earlier: what lies
 * between would be passed over.
 */
function fits({ job, resume }: ExportPosition, checkpoint: number): boolean {
	if (!job) return true;
	const [from, to] = [instantOf(job.from) ?? 0, instantOf(job.to) ?? 0];
	// A place that is older than anything Zoho keeps is asked for from the oldest on.
	const oldest = (instantOf(job.asked) ?? 0) - RETENTION_DAYS * DAY;
	return from < to && from <= Math.max(checkpoint, instantOf(resume) ?? 0, oldest);
}

function awaitedIn(item: JsonObject | undefined): AwaitedExport | undefined {
	const id = asText(item?.['id']);
	const [from, to, asked] = [item?.['from'], item?.['to'], item?.['asked']].map(timeOrNull);
	if (!item || !id || !/^\d{1,30}$/.test(id) || !from || !to || !asked) return undefined;
	if (typeof item['timeless'] !== 'string') return undefined;
	return {
		id,
		from,
		to,
		is_cut: item['is_cut'] === true,
		asked,
		timeless: item['timeless'],
		is_second: item['is_second'] === true,
		damages: countOf(item['damages']),
		is_late: item['is_late'] === true,
	};
}

function countOf(value: unknown): number {
	return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0;
}

/** Undefined for what is neither a time nor null. */
function timeOrNull(value: unknown): string | null | undefined {
	if (value === null) return null;
	const instant = instantOf(value);
	return instant === null ? undefined : new Date(instant).toISOString();
}

function instantOf(value: unknown): number | null {
	return typeof value === 'string' ? instantOfIso(value) : null;
}

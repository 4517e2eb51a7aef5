import { instantOfIso } from '../dialect/auditedTime';
import { DAY } from '../durations';
import { RETENTION_DAYS } from '../exports/windows';
import { asObject } from '../http/json';
import { SEEN_LIMIT, SeenIds } from './seenIds';

/** Of the cursor's shape; 1 was one object of nullable fields, and remembered shorter codes of ids. */
const VERSION = 2;

/**
 * A trigger's position in the log, as JSON: small, whatever the size of the log. Times are Zoho's, in
 * ISO 8601. Endpoint and exported file give an entry different ids, so a cursor belongs to one source.
 */
export type Cursor = EndpointCursor | ExportCursor;
export type ExportCursor = Watching | Waiting | Draining;
export type TriggerSource = Cursor['source'];

/** What every cursor has. */
export type Standing = {
	version: typeof VERSION;
	/**
	 * Every entry before it has been delivered, late ones included; the next poll reads from here on. It
	 * keeps this meaning in all versions, so that any of them can continue from it.
	 * See docs/decisions/checkpoint.md
	 */
	checkpoint: string;
	/** Of the entries at the checkpoint itself, those up to this event id have been delivered; '' for none. */
	after: string;
	/** Entries delivered from the checkpoint on: codes of their ids, by the minute they are kept until. */
	seen: Record<string, string>;
	/** Polls in a row that could not read. */
	failed_polls: number;
};

/** Reads the endpoint, where nothing has to be prepared. */
export type EndpointCursor = Standing & {
	source: 'endpoint';
	state: 'watching';
	/** Answers in a row that say the endpoint may be gone. */
	odd_answers: number;
};

/** What every cursor of exports has. */
type Exporting = Standing & {
	source: 'export';
	/** When Zoho began the export that was delivered last. */
	read_at?: string | undefined;
	/** When the last export was scheduled, by this machine's clock: for the pace alone. Milliseconds. */
	paced_from?: number | undefined;
	/** Prints of lines in the last export's files that could not be read, which was reported. */
	refused?: readonly string[] | undefined;
};

/** No export of ours is being prepared. */
export type Watching = Exporting & {
	state: 'watching';
	/** Of an export that follows immediately, whatever the pace. */
	next?: NextExport | undefined;
};

/** Zoho is preparing our export. */
export type Waiting = Exporting & {
	state: 'waiting';
	export: OwnExport;
	/** Whether it was reported that this takes long. */
	is_late: boolean;
};

/** The files of our export are delivered, over several polls where one may not return so many. */
export type Draining = Exporting & {
	state: 'draining';
	export: OwnExport;
	/** Of its entries without a time, those up to this id have been delivered. */
	timeless: string;
	/** How often in a row its files could not be read. */
	failed_reads: number;
};

/** Why an export follows immediately, and what limits it. */
export type NextExport = {
	/** It begins where the one before ended, which did not reach up to now. */
	from?: string | undefined;
	/** It ends here, because a longer one was cut at Zoho's cap. */
	to?: string | undefined;
	/** The id of the export it replaces, which came to nothing. */
	replaces?: string | undefined;
};

export type OwnExport = {
	id: string;
	/** Its window, half-open and on whole minutes. */
	from: string;
	to: string;
	/** Whether the window ends before now, and another one follows immediately. */
	ends_early: boolean;
	/** When it was scheduled, in case its job does not say when it began. */
	scheduled_at: string;
	/** What it was scheduled for, beside the pace. */
	as?: NextExport | undefined;
};

/** A value that is no cursor of this version, and what it still says. */
export interface UnusableCursor {
	readonly why: string;
	/** Milliseconds; null when it has none. */
	readonly checkpoint: number | null;
	/** How far back to begin when it has none; a day by default. Milliseconds. */
	readonly lookBack?: number | undefined;
}

/** Where a trigger begins, or continues when it changes its source or its cursor is lost. */
export function cursorAt(instant: number, source: 'endpoint'): EndpointCursor;
export function cursorAt(instant: number, source: 'export'): Watching;
export function cursorAt(instant: number, source: TriggerSource): EndpointCursor | Watching;
export function cursorAt(instant: number, source: TriggerSource): EndpointCursor | Watching {
	const standing: Standing = {
		version: VERSION,
		checkpoint: iso(instant),
		after: '',
		seen: {},
		failed_polls: 0,
	};
	return source === 'endpoint'
		? { ...standing, source, state: 'watching', odd_answers: 0 }
		: { ...standing, source, state: 'watching' };
}

/** The cursor after its export; `next` when another one follows immediately. */
export function watchingAfter(cursor: Waiting | Draining, next?: NextExport): Watching {
	return { ...exportingOf(cursor), state: 'watching', next };
}

/** The part of a cursor that does not depend on its state. */
export function exportingOf(cursor: ExportCursor): Exporting {
	const { version, source, checkpoint, after, seen, failed_polls } = cursor;
	const { read_at, paced_from, refused } = cursor;
	return { version, source, checkpoint, after, seen, failed_polls, read_at, paced_from, refused };
}

/** A cursor from whatever a host has kept; undefined when it has kept nothing. */
export function readCursor(value: unknown): Cursor | UnusableCursor | undefined {
	if (value === undefined || value === null) return undefined;
	const item = asObject(value);
	const checkpoint = instantIn(item?.['checkpoint']);
	const unusable = (why: string): UnusableCursor => ({ why, checkpoint });
	if (!item) return unusable('it is not an object');
	if (item['version'] !== VERSION) {
		const version = JSON.stringify(item['version'] ?? null).slice(0, 20);
		return unusable(`its version is ${version} and this node knows ${VERSION}`);
	}
	if (checkpoint === null) return unusable('its checkpoint is not a time');
	const { source, state } = item;
	if (source !== 'endpoint' && source !== 'export') return unusable('it names no source');
	const seen = SeenIds.read(item['seen']);
	const isWhole = seen && SHAPES.get(`${source} ${String(state)}`)?.(item);
	if (!isWhole) return unusable('a part of it is damaged');
	if (seen.size > SEEN_LIMIT) return unusable(`it holds more than ${SEEN_LIMIT} ids`);
	const cursor = item as Cursor;
	return fits(cursor) ? cursor : unusable('its export does not fit its checkpoint');
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isTime: Check = (value) => instantIn(value) !== null;
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isJobId: Check = (value) => isText(value) && /^\d{1,30}$/.test(String(value));

const optional =
	(check: Check): Check =>
	(value) =>
		value === undefined || check(value);

const shape =
	(checks: Readonly<Record<string, Check>>): Check =>
	(value) => {
		const item = asObject(value);
		return !!item && Object.entries(checks).every(([key, check]) => check(item[key]));
	};

const isNext = optional(
	shape({ from: optional(isTime), to: optional(isTime), replaces: optional(isJobId) }),
);
const isExport = shape({
	...{ id: isJobId, from: isTime, to: isTime, scheduled_at: isTime },
	...{ ends_early: isFlag, as: isNext },
});
const standing = { after: isText, failed_polls: isCount };
const exporting = {
	...standing,
	...{ read_at: optional(isTime), paced_from: optional(isNumber), refused: optional(isTexts) },
};

/** What a cursor consists of, by source and state. */
const SHAPES: ReadonlyMap<string, Check> = new Map([
	['endpoint watching', shape({ ...standing, odd_answers: isCount })],
	['export watching', shape({ ...exporting, next: isNext })],
	['export waiting', shape({ ...exporting, export: isExport, is_late: isFlag })],
	[
		'export draining',
		shape({ ...exporting, export: isExport, timeless: isText, failed_reads: isCount }),
	],
]);

/**
 * Whether the window of an export is valid, and begins at the trigger's position or earlier: what is
 * between them would be skipped.
 */
function fits(cursor: Cursor): boolean {
	if (!('export' in cursor)) return true;
	const { from, to, scheduled_at, as } = cursor.export;
	// A place that is older than anything Zoho keeps is read from the oldest on.
	const oldest = instantOf(scheduled_at) - RETENTION_DAYS * DAY;
	const latest = Math.max(instantOf(cursor.checkpoint), instantOf(as?.from), oldest);
	return instantOf(from) < instantOf(to) && instantOf(from) <= latest;
}

/** Milliseconds; before everything for no time. */
export function instantOf(text: string | null | undefined): number {
	return instantIn(text) ?? -Infinity;
}

export function iso(instant: number): string {
	return new Date(instant).toISOString();
}

function instantIn(value: unknown): number | null {
	return typeof value === 'string' ? instantOfIso(value) : null;
}

import { instantOfIso } from '../dialect/auditedTime';
import type { ExporterSettings } from '../dialect/exportDialect';
import type { KeptDialect } from '../dialect/keptDialect';
import type { ZoneOwner } from '../dialect/auditedTime';

/** Of the cursor's shape: any other is not read, and the trigger continues from its checkpoint. */
export const VERSION = 3;

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
	/** What keeps it from reading, or did so not long ago. */
	trouble?: Trouble | undefined;
};

export type Trouble = {
	/** Attempts that failed since it began. */
	failures: number;
	/** Those of them since something was read last. */
	in_a_row: number;
	/** Requests since the last attempt that failed. */
	requests: number;
	/** When an attempt failed last, by this machine's time of day. Milliseconds. */
	failed_at: number;
	/** How long the next one waits. Milliseconds. */
	pause: number;
	/** Whether something that someone has to act on was reported. */
	is_reported: boolean;
};

/** Reads the endpoint, where nothing has to be prepared. */
export type EndpointCursor = Standing & {
	source: 'endpoint';
	state: 'watching';
	/** Answers in a row that say the endpoint may be gone. */
	odd_answers: number;
	/** Whether it has listed anything so far: a log that had entries is never empty again. */
	has_listed?: boolean | undefined;
	/** What its list lacked not long ago. */
	lacks?: Lacks | undefined;
};

/** A list without entries that it had listed before. */
export type Lacks = {
	/** Since when, in Zoho's time. */
	since: string;
	/** In how many readings. */
	times: number;
	/** Whether the checkpoint waits for them, has waited for long enough, or the list has everything again. */
	state: 'held' | 'over' | 'whole';
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
	/** Exports that Zoho began up to then are not adopted: the files of one of them could not be had. */
	dead_until?: string | undefined;
	/** When the endpoint was tried last instead, by this machine's time of day. Milliseconds. */
	endpoint_tried_at?: number | undefined;
	/** How the exporting user wrote times when the last export was scheduled. */
	settings?: ExporterSettings | undefined;
	/** Whose time zone, by all files so far, the files may be in. */
	zone_owners?: readonly ZoneOwner[] | undefined;
	/** What ids of the last file depend on beside its rows. */
	shape?: string | undefined;
	/** A print of what was reported last of how files are written. */
	noted?: string | undefined;
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
	/** How often it was reported that this takes long. */
	late_reports: number;
	/** Polls that looked at it, and when the last one did, by this machine's time of day. Milliseconds. */
	looks: number;
	looked_at: number;
};

/** The files of our export are delivered, over several polls where one may not return so many. */
export type Draining = Exporting & {
	state: 'draining';
	export: OwnExport;
	/** Of its entries without a time, those up to this id have been delivered. */
	timeless: string;
	/** How often in a row its files could not be read. */
	failed_reads: number;
	/** How they were read when their delivery began; none before. */
	reads_as?: ReadsAs | undefined;
};

/** What has to stay the same while a file is delivered, poll after poll. */
export type ReadsAs = {
	dialect: KeptDialect;
	/** How many of its entries are left, and the sum of their ids. */
	left: number;
	sum: number;
	/** A print of the filter that they match. */
	filter: string;
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
	/** How the exporting user wrote times when it was scheduled, as far as is known. */
	settings?: ExporterSettings | undefined;
};

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
	const { version, source, checkpoint, after, seen, trouble } = cursor;
	const { read_at, paced_from, refused, dead_until } = cursor;
	const { endpoint_tried_at, settings, zone_owners, shape, noted } = cursor;
	return {
		...{ version, source, checkpoint, after, seen, trouble },
		...{ read_at, paced_from, refused, dead_until },
		...{ endpoint_tried_at, settings, zone_owners, shape, noted },
	};
}

/** Milliseconds; before everything for no time. */
export function instantOf(text: string | null | undefined): number {
	return instantIn(text) ?? -Infinity;
}

export function iso(instant: number): string {
	return new Date(instant).toISOString();
}

/** Null for what is no time. */
export function instantIn(value: unknown): number | null {
	return typeof value === 'string' ? instantOfIso(value) : null;
}

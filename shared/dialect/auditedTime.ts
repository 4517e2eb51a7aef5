import { MINUTE } from '../durations';
import { isoIn } from './isoTime';
import { millisecondsOf } from './timePattern';
import { TimeZone } from './timeZone';
import { type WrittenFormat, WrittenTimeReader } from './writtenTime';
import { ZoneDays } from './zoneDays';

/** When an entry happened. */
export interface AuditedTime {
	/** Milliseconds since 1970. */
	readonly instant: number;
	/** ISO 8601 with offset. */
	readonly iso: string;
	/** How long the text leaves open: 60,000 when it has no seconds. The event lies in [instant, instant + grain). */
	readonly grain: number;
}

/** How the times of an export are written and read. */
export interface TimeFormat extends WrittenFormat {
	/** The zone of a time that names none; null when it is not known, and then such a time is not read. */
	readonly timeZone: TimeZone | null;
	/**
	 * The requested window, where it is known. It distinguishes the two passes of an hour
	 * that the clock shows twice; and a time that lies outside was read in the wrong zone, so it is not
	 * read. Half-open, milliseconds.
	 */
	readonly within?: { readonly from: number; readonly to: number } | undefined;
	/** What the times themselves say of it; nothing when none were looked at. */
	readonly proof?: TimeProof | undefined;
	/** Whose zone an assumed zone is. */
	readonly assumedOwner?: ZoneOwner | null | undefined;
}

/** Whose zone times may be in; `header`: the one that the title of their column names. */
export type ZoneOwner = 'header' | 'exporter' | 'organization' | 'utc';

/** `declared`: by the settings, and used as it is. See docs/decisions/times.md */
export type Evidence = 'proved' | 'declared' | 'assumed' | 'unknown';

export interface TimeProof {
	readonly format: Evidence;
	readonly zone: Evidence;
}

/** How far Zoho's own reading of the window may be from ours before a time contradicts it. */
export const WINDOW_SLACK_MS = MINUTE;

/** Reads the times of one export. One that cannot be read without guessing is null. */
export class AuditedTimeReader {
	private readonly written: WrittenTimeReader;
	private readonly timeZone: TimeZone | null;
	private readonly within: { readonly from: number; readonly to: number };
	private readonly days: ZoneDays;

	constructor(format: TimeFormat) {
		this.written = new WrittenTimeReader(format);
		this.within = format.within ?? { from: -Infinity, to: Infinity };
		this.timeZone = format.timeZone;
		this.days = new ZoneDays(format.timeZone ?? new TimeZone('UTC'));
	}

	read(text: string): AuditedTime | null {
		const time = this.written.read(text);
		if (time === null) return null;
		const { clock, grain, offset } = time;
		const instant = offset === undefined ? this.inZone(clock, grain) : clock - offset;
		return instant === null ? null : new ReadTime(instant, grain, this.days);
	}

	private inZone(wallClock: number, grain: number): number | null {
		if (this.timeZone === null) return null;
		const only = this.days.onlyInstantOf(wallClock);
		if (only !== null) return this.isWithin(only, grain, WINDOW_SLACK_MS) ? only : null;
		const shown = this.timeZone.instantsOf(wallClock);
		const possible = shown.filter((instant) => this.isWithin(instant, grain, 0));
		return possible.length === 1 ? (possible[0] ?? null) : null;
	}

	private isWithin(instant: number, grain: number, slack: number): boolean {
		return instant + grain > this.within.from - slack && instant < this.within.to + slack;
	}
}

/** A time whose text is made on first use: a filter and a count need the instant alone. */
class ReadTime implements AuditedTime {
	private text: string | undefined;

	constructor(
		readonly instant: number,
		readonly grain: number,
		private readonly days: ZoneDays,
	) {}

	get iso(): string {
		return (this.text ??= this.days.iso(this.instant));
	}
}

/** @returns ISO 8601 to milliseconds; null without an offset, or when it is no date. */
export function instantOfIso(text: string): number | null {
	const iso = isoIn(text.trim());
	if (iso?.offset === undefined) return null;
	const clock = millisecondsOf(iso.clock);
	return clock === null ? null : clock - iso.offset;
}

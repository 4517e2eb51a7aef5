import { MINUTE } from '../durations';
import { COLON, TextCursor } from './textCursor';
import { millisecondsOf, TimePattern, type WallClock } from './timePattern';
import { TimeZone } from './timeZone';
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

/** How the exporting user's times are written, in Zoho's words (`GET /users?type=CurrentUser`). */
export interface TimeFormat {
	/** `MM/dd/yyyy`, `dd-MM-yyyy`, `MMM d, yyyy` …; null when it is not known. */
	readonly dateFormat: string | null;
	/** `hh:mm a` or `HH:mm`; null when it is not known. */
	readonly timeFormat: string | null;
	/** The zone of a time that names none; null when it is not known, and then such a time is not read. */
	readonly timeZone: TimeZone | null;
	/**
	 * The requested window, where it is known. It distinguishes the two passes of an hour
	 * that the clock shows twice; and a time that lies outside was read in the wrong zone, so it is not
	 * read. Half-open, milliseconds.
	 */
	readonly within?: { readonly from: number; readonly to: number } | undefined;
}

/** How far Zoho's own reading of the window may be from ours before a time contradicts it. */
const WINDOW_SLACK_MS = MINUTE;
const YEAR_DIGITS = 4;
const [SPACE, PLUS, HYPHEN, POINT, T, Z] = [0x20, 0x2b, 0x2d, 0x2e, 0x54, 0x5a];

/**
 * Reads times of one export. ISO 8601 first, then the declared format; month and day are never
 * guessed, so a text that fits neither is null. See docs/decisions/times.md
 */
export class AuditedTimeReader {
	private readonly pattern: TimePattern | undefined;
	private readonly timeZone: TimeZone | null;
	private readonly within: { readonly from: number; readonly to: number };
	private readonly days: ZoneDays;

	constructor({ dateFormat, timeFormat, timeZone, within }: TimeFormat) {
		this.within = within ?? { from: -Infinity, to: Infinity };
		this.timeZone = timeZone;
		this.pattern =
			dateFormat && timeFormat ? TimePattern.of(`${dateFormat} ${timeFormat}`) : undefined;
		this.days = new ZoneDays(timeZone ?? new TimeZone('UTC'));
	}

	read(text: string): AuditedTime | null {
		const trimmed = text.trim();
		const iso = isoIn(trimmed);
		if (iso) return this.at(iso.clock, iso.offset);
		const clock = this.pattern?.read(trimmed);
		return clock ? this.at(clock, undefined) : null;
	}

	private at(clock: WallClock, offset: number | undefined): AuditedTime | null {
		const shown = millisecondsOf(clock);
		if (shown === null) return null;
		const grain = clock.second < 0 ? MINUTE : 1000;
		const instant = offset === undefined ? this.inZone(shown, grain) : shown - offset;
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

/** `2026-09-01T10:00:00.000+02:00`; seconds, their fraction and the offset may be missing. */
function isoIn(text: string): { clock: WallClock; offset: number | undefined } | undefined {
	if (text.charCodeAt(YEAR_DIGITS) !== HYPHEN) return undefined;
	const cursor = new TextCursor(text);
	const year = cursor.number(4, 4);
	if (year < 0 || !cursor.skip(HYPHEN)) return undefined;
	const month = cursor.number(2, 2);
	if (month < 0 || !cursor.skip(HYPHEN)) return undefined;
	const day = cursor.number(2, 2);
	if (day < 0 || !(cursor.skip(T) || cursor.skip(SPACE))) return undefined;
	const hour = cursor.number(2, 2);
	if (hour < 0 || !cursor.skip(COLON)) return undefined;
	const minute = cursor.number(2, 2);
	if (minute < 0) return undefined;
	let second = -1;
	if (cursor.skip(COLON)) {
		second = cursor.number(2, 2);
		if (second < 0 || (cursor.skip(POINT) && cursor.number(1, 9) < 0)) return undefined;
	}
	const offset = offsetIn(cursor);
	if (offset === null || !cursor.isAtEnd) return undefined;
	return { clock: { year, month, day, hour, minute, second }, offset };
}

/** Milliseconds ahead of UTC; undefined without an offset, null for one that cannot be read. */
function offsetIn(cursor: TextCursor): number | undefined | null {
	cursor.skipSpaces();
	if (cursor.skip(Z)) return 0;
	const isBehind = cursor.skip(HYPHEN);
	if (!isBehind && !cursor.skip(PLUS)) return undefined;
	const hours = cursor.number(2, 2);
	cursor.skip(COLON);
	const minutes = cursor.number(2, 2);
	if (hours < 0 || minutes < 0) return null;
	return (isBehind ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

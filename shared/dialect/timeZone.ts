import { DAY, MINUTE } from '../durations';
import { InputError } from '../errors';

/** What is known of a zone. Offsets change at most a few times a year, always on a quarter of an hour. */
interface Known {
	readonly format: Intl.DateTimeFormat;
	readonly offsets: Map<number, number>;
}

/** Making a format takes as long as reading thousands of times, and every export has its zone. */
const ZONES = new Map<string, Known>();

function knownOf(timeZone: string): Known {
	const known = ZONES.get(timeZone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	const made = { format, offsets: new Map<number, number>() };
	ZONES.set(timeZone, made);
	return made;
}

/** `UTC+05:30`, which not every platform knows. */
const FIXED = /^UTC([+-])(\d\d):(\d\d)$/;

/** Milliseconds by which the wall clock of a time zone is ahead of UTC at an instant: IANA's, or `UTC+05:30`. */
export class TimeZone {
	private readonly known: Known;
	private readonly fixed: number | null = null;

	/** @throws InputError when there is no such zone. */
	constructor(readonly name: string) {
		const [, sign, hours, minutes] = FIXED.exec(name) ?? [];
		if (hours !== undefined) {
			const size = (Number(hours) * 60 + Number(minutes)) * MINUTE;
			this.fixed = sign === '+' ? size : -size;
		}
		try {
			this.known = knownOf(this.fixed === null ? name : 'UTC');
		} catch {
			throw new InputError(
				`There is no time zone "${name.slice(0, 60)}". Use an IANA name such as Europe/Berlin or Asia/Kolkata.`,
				{ parameter: 'timeZone' },
			);
		}
	}

	/** The zone that is always so many milliseconds ahead of UTC. */
	static ahead(offset: number): TimeZone {
		if (offset === 0) return new TimeZone('UTC');
		const minutes = Math.abs(offset) / MINUTE;
		const clock = `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
		return new TimeZone(`UTC${offset < 0 ? '-' : '+'}${clock}`);
	}

	offsetAt(instant: number): number {
		if (this.fixed !== null) return this.fixed;
		const quarter = Math.floor(instant / QUARTER_MS);
		const { offsets } = this.known;
		const known = offsets.get(quarter);
		if (known !== undefined) return known;
		if (offsets.size >= MAX_KNOWN) offsets.clear();
		const offset = this.wallClockAt(quarter * QUARTER_MS) - quarter * QUARTER_MS;
		offsets.set(quarter, offset);
		return offset;
	}

	/**
	 * Every instant at which the zone's clock shows `wallClock` (milliseconds as if it were UTC): one, two in
	 * the hour that comes twice, none in the one that is skipped.
	 */
	instantsOf(wallClock: number): number[] {
		const offsets = [this.offsetAt(wallClock - DAY), this.offsetAt(wallClock + DAY)];
		const instants = new Set(offsets.map((offset) => wallClock - offset));
		return [...instants].filter((instant) => instant + this.offsetAt(instant) === wallClock);
	}

	/**
	 * The first instant between two at which the clock is set back; undefined when it is not, or when
	 * the two are so close that it shows nothing twice between them.
	 */
	setBackBetween(from: number, to: number): number | undefined {
		for (let day = from; day < to; day += DAY) {
			const [before, after] = [day, Math.min(day + DAY, to)];
			const shift = this.offsetAt(before) - this.offsetAt(after);
			if (shift <= 0) continue;
			const change = this.changeBetween(before, after);
			if (to - from > shift && change < to) return change;
		}
		return undefined;
	}

	/** The instant of the change between two at which offsets differ. */
	changeBetween(from: number, to: number): number {
		let [before, after] = [from, to];
		while (after - before > MINUTE) {
			const middle = Math.floor((before + after) / 2);
			if (this.offsetAt(middle) === this.offsetAt(from)) before = middle;
			else after = middle;
		}
		return (Math.floor(before / QUARTER_MS) + 1) * QUARTER_MS;
	}

	/**
	 * The same for a time that people ask for. An hour that exists twice gives its first occurrence; one
	 * that is skipped gives the instant after the gap.
	 */
	instantOf(wallClock: number): number {
		const before = this.offsetAt(wallClock - DAY);
		const after = this.offsetAt(wallClock + DAY);
		const first = wallClock - before;
		if (this.offsetAt(first) === before) return first;
		const second = wallClock - after;
		return this.offsetAt(second) === after ? second : first;
	}

	/** ISO 8601 with this zone's offset and whole seconds: `2026-09-01T10:00:00+02:00`. */
	iso(instant: number): string {
		const offset = this.offsetAt(instant);
		const minutes = Math.abs(offset) / 60_000;
		const clock = new Date(instant + offset).toISOString().slice(0, 19);
		const sign = offset < 0 ? '-' : '+';
		return `${clock}${sign}${pad(Math.floor(minutes / 60))}:${pad(Math.floor(minutes % 60))}`;
	}

	private wallClockAt(instant: number): number {
		const parts: Record<string, number> = {};
		for (const { type, value } of this.known.format.formatToParts(instant))
			parts[type] = Number(value);
		const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
		return Date.UTC(year, month - 1, day, hour, minute, second);
	}
}

const QUARTER_MS = 15 * MINUTE;
const MAX_KNOWN = 50_000;

function pad(number: number): string {
	return String(number).padStart(2, '0');
}

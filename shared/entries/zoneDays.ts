import type { TimeZone } from './timeZone';

const DAY_MS = 86_400_000;
/** Some ten years. */
const MAX_DAYS = 4_000;

/**
 * A time zone for many times that lie close together. Offsets change on a few days of a year, so the
 * zone is asked about days; only within a day of a change is it asked about each time.
 */
export class ZoneDays {
	/** Offset all day long; NaN where it changes. */
	private readonly offsets = new Map<number, number>();
	private readonly texts = new Map<number, string>();

	constructor(private readonly zone: TimeZone) {}

	/** Milliseconds that the wall clock is ahead of UTC. */
	offsetAt(instant: number): number {
		const offset = this.offsetAround(Math.floor(instant / DAY_MS));
		return Number.isNaN(offset) ? this.zone.offsetAt(instant) : offset;
	}

	/** As `TimeZone.onlyInstantOf`. */
	onlyInstantOf(wallClock: number): number | null {
		const offset = this.offsetAround(Math.floor(wallClock / DAY_MS));
		return Number.isNaN(offset) ? this.zone.onlyInstantOf(wallClock) : wallClock - offset;
	}

	/** As `TimeZone.iso`. */
	iso(instant: number): string {
		const offset = this.offsetAt(instant);
		const wallClock = instant + offset;
		const seconds = Math.floor(wallClock / 1000) - Math.floor(wallClock / DAY_MS) * 86_400;
		return `${this.day(wallClock)}T${clockOf(seconds)}${suffixOf(offset)}`;
	}

	/** The date on the wall: `2026-09-01`. */
	day(wallClock: number): string {
		const day = Math.floor(wallClock / DAY_MS);
		const known = this.texts.get(day);
		if (known !== undefined) return known;
		if (this.texts.size >= MAX_DAYS) this.texts.clear();
		const text = new Date(day * DAY_MS).toISOString().slice(0, -14);
		this.texts.set(day, text);
		return text;
	}

	/** The offset from the day before to the day after. A zone does not change there and back in three days. */
	private offsetAround(day: number): number {
		const known = this.offsets.get(day);
		if (known !== undefined) return known;
		if (this.offsets.size >= MAX_DAYS) this.offsets.clear();
		const before = this.zone.offsetAt((day - 1) * DAY_MS);
		const offset = this.zone.offsetAt((day + 2) * DAY_MS) === before ? before : NaN;
		this.offsets.set(day, offset);
		return offset;
	}
}

const SIXTY = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function clockOf(seconds: number): string {
	const minutes = Math.floor(seconds / 60);
	const hour = SIXTY[Math.floor(minutes / 60)] ?? '';
	return `${hour}:${SIXTY[minutes % 60] ?? ''}:${SIXTY[seconds % 60] ?? ''}`;
}

function suffixOf(offset: number): string {
	const minutes = Math.abs(offset) / 60_000;
	const hours = SIXTY[Math.floor(minutes / 60)] ?? '';
	return `${offset < 0 ? '-' : '+'}${hours}:${SIXTY[Math.floor(minutes % 60)] ?? ''}`;
}

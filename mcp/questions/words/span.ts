import { DAY } from '../../../shared/durations';
import type { TimeZone } from '../../../shared/dialect/timeZone';

/** What some words mean: a moment, or a stretch of time with an end. Milliseconds. */
export interface Span {
	readonly start: number;
	/** Null for a moment. */
	readonly end: number | null;
}

/** What words are read by. */
export interface Clock {
	readonly zone: TimeZone;
	readonly now: number;
}

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

export function moment(start: number): Span {
	return { start, end: null };
}

/** Between two times on the wall, as if they were UTC. */
export function stretch(from: number, to: number, { zone }: Clock): Span {
	return { start: zone.instantOf(from), end: zone.instantOf(to) };
}

/** What the clock on the wall shows, as if it were UTC. */
export function wallClock({ zone, now }: Clock): Date {
	return new Date(now + zone.offsetAt(now));
}

/** The unit of time that contains now, or the one so many after it. */
export function around(unit: Unit, offset: number, clock: Clock): Span {
	const wall = wallClock(clock);
	return stretch(firstDayOf(unit, wall, offset), firstDayOf(unit, wall, offset + 1), clock);
}

/** Midnight of the first day. */
export function firstDayOf(unit: Unit, wall: Date, offset: number): number {
	const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
	const weekday = (wall.getUTCDay() + 6) % 7;
	switch (unit) {
		case 'day':
			return Date.UTC(year, month, day + offset);
		case 'week':
			return Date.UTC(year, month, day - weekday + offset * 7);
		case 'month':
			return Date.UTC(year, month + offset, 1);
		case 'quarter':
			return Date.UTC(year, (Math.floor(month / 3) + offset) * 3, 1);
		case 'year':
			return Date.UTC(year + offset, 0, 1);
	}
}

/** So many units before now, at the same time of the day; a month without that day has its last one. */
export function before(count: number, unit: Unit, clock: Clock): Span {
	const wall = wallClock(clock);
	if (unit === 'day' || unit === 'week') {
		const days = count * (unit === 'week' ? 7 : 1);
		return moment(clock.zone.instantOf(wall.getTime() - days * DAY));
	}
	const months = count * { month: 1, quarter: 3, year: 12 }[unit];
	const first = firstDayOf('month', wall, -months);
	const length = (firstDayOf('month', wall, 1 - months) - first) / DAY;
	const days = Math.min(wall.getUTCDate(), length) - 1;
	return moment(clock.zone.instantOf(first + days * DAY + (wall.getTime() % DAY)));
}

import { DAY, HOUR } from '../../../shared/durations';
import type { Period } from '../../../shared/period';
import { instantOfIso } from '../../../shared/dialect/auditedTime';
import type { TimeZone } from '../../../shared/dialect/timeZone';
import { InputError } from '../../../shared/errors';

/** A period in the words of people and models. */
export interface PeriodWords {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

const PERIOD_FORMS =
	'now, today, yesterday, this week, last month (week, month, quarter or year), 7d, 24h, 2w, 2026-11-15, 2026-11, 2026-11-15T08:00, 2026-11-15T08:00:00+01:00';

/** What one word means: a moment, or a stretch of time with an end. Milliseconds. */
interface Span {
	readonly start: number;
	/** Null for a moment. */
	readonly end: number | null;
	/** Whether the stretch is over, so that it alone is a whole period. */
	readonly isPast: boolean;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * The instants that the words mean in a zone, `to` exclusive. Without `from` it is `defaultFrom` before
 * the end. Weeks begin on Monday; days have the 23 to 25 hours that the zone gives them.
 * @throws InputError for what cannot be read, and for an end that is not after the beginning.
 */
export function parsePeriod(
	words: PeriodWords,
	{
		zone,
		now,
		defaultFrom = '7d',
	}: {
		readonly zone: TimeZone;
		readonly now: number;
		readonly defaultFrom?: string | undefined;
	},
): Period {
	const last = words.to === undefined ? undefined : spanOf(words.to, 'to', zone, now);
	const end = last && (last.end ?? last.start);
	const first =
		words.from === undefined
			? spanOf(defaultFrom, 'from', zone, Math.min(end ?? now, now))
			: spanOf(words.from, 'from', zone, now);
	const to = end ?? endWithout(first, now);
	if (to > first.start) return { from: first.start, to };
	throw new InputError(
		`The period ends before it begins: from ${zone.iso(first.start)}, to ${zone.iso(to)}. Choose a "to" after "from".`,
		{ parameter: 'to' },
	);
}

/** Without `to`: a stretch that is over is meant as a whole, everything else reaches up to now. */
function endWithout(first: Span, now: number): number {
	if (first.isPast && first.end !== null) return first.end;
	return first.start < now ? now : (first.end ?? first.start + DAY);
}

function spanOf(text: string, parameter: 'from' | 'to', zone: TimeZone, now: number): Span {
	const word = text
		.trim()
		.toLowerCase()
		.replace(/[\s_-]+(?=[a-z])/g, ' ');
	const span =
		(word === 'now' ? moment(now) : undefined) ??
		named(word, zone, now) ??
		ago(word, zone, now) ??
		dated(text.trim(), zone);
	if (span) return span;
	throw new InputError(
		`"${text.slice(0, 60)}" cannot be read as ${parameter}. Use one of these forms: ${PERIOD_FORMS}.`,
		{ parameter },
	);
}

function moment(start: number): Span {
	return { start, end: null, isPast: false };
}

function named(word: string, zone: TimeZone, now: number): Span | undefined {
	if (word === 'today') return around('day', 0, zone, now);
	if (word === 'yesterday') return around('day', -1, zone, now);
	const [, which, unit] = /^(this|last) (week|month|quarter|year)$/.exec(word) ?? [];
	if (!unit) return undefined;
	return around(unit as Unit, which === 'last' ? -1 : 0, zone, now);
}

/** The unit of time that contains now, or the one so many before it. */
function around(unit: Unit, offset: number, zone: TimeZone, now: number): Span {
	const clock = new Date(now + zone.offsetAt(now));
	const first = firstDayOf(unit, clock, offset);
	const next = firstDayOf(unit, clock, offset + 1);
	return { start: zone.instantOf(first), end: zone.instantOf(next), isPast: offset < 0 };
}

/** Midnight of the first day on the zone's wall clock, as if it were UTC. */
function firstDayOf(unit: Unit, clock: Date, offset: number): number {
	const [year, month, day] = [clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()];
	const weekday = (clock.getUTCDay() + 6) % 7;
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

/** Days and weeks are counted on the wall clock, hours are hours. An m could be minutes or months: neither. */
function ago(word: string, zone: TimeZone, now: number): Span | undefined {
	const [, count, unit] = /^(\d{1,4}) ?(h|d|w)$/.exec(word) ?? [];
	if (count === undefined) return undefined;
	if (unit === 'h') return moment(now - Number(count) * HOUR);
	const days = Number(count) * (unit === 'w' ? 7 : 1);
	return moment(zone.instantOf(now + zone.offsetAt(now) - days * DAY));
}

function dated(text: string, zone: TimeZone): Span | undefined {
	const instant = instantOfIso(text) ?? instantOfIso(`${text}Z`);
	if (instant !== null) {
		return moment(instantOfIso(text) === null ? zone.instantOf(instant) : instant);
	}
	const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(text) ?? [];
	if (year === undefined || month === undefined) return undefined;
	const first = Date.UTC(+year, +month - 1, +(day ?? 1));
	const date = new Date(first);
	if (date.getUTCMonth() !== +month - 1) return undefined;
	const next = day ? first + DAY : Date.UTC(+year, +month, 1);
	return { start: zone.instantOf(first), end: zone.instantOf(next), isPast: false };
}

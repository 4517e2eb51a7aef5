import { DAY } from '../../../shared/durations';
import type { Period } from '../../../shared/period';
import type { TimeZone } from '../../../shared/dialect/timeZone';
import { InputError } from '../../../shared/errors';
import { dated, readingsOf, withTime } from './dated';
import { relative } from './relative';
import { type Clock, moment, type Span } from './span';

/** A period in the words of people and models. */
export interface PeriodWords {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

const PERIOD_FORMS =
	'now, today, yesterday, this week, last month (week, month, quarter or year), monday, 3 days ago, last 30 days, 7d, 24h, 2w, since January, November 14, Q3 2026, 2026-W40, 2026-11-15, 2026-11, 2026-11-15T08:00, 2026-11-15T08:00:00+01:00';

/**
 * The instants that the words mean in a zone, `to` exclusive. Without `from` it is `defaultFrom` before
 * the end. Weeks begin on Monday; days have the 23 to 25 hours that the zone gives them.
 * @throws InputError for what cannot be read, and for an end that is not after the beginning.
 */
export function parsePeriod(
	input: PeriodWords,
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
	const clock = { zone, now };
	const words = apart(input, clock);
	const last = words.to === undefined ? undefined : spanOf(words.to, 'to', clock);
	const end = last && (last.end ?? last.start);
	const first =
		words.from === undefined
			? spanOf(defaultFrom, 'from', { zone, now: Math.min(end ?? now, now) })
			: spanOf(words.from, 'from', clock);
	const to = end ?? endWithout(first, now);
	if (to > first.start) return { from: first.start, to };
	throw new InputError(
		`The period ends before it begins: from ${zone.iso(first.start)}, to ${zone.iso(to)}. Choose a "to" after "from".`,
		{ parameter: 'to' },
	);
}

/** Without `to`: a stretch is meant as a whole, as far as it is over; a moment reaches up to now. */
function endWithout(first: Span, now: number): number {
	if (first.start < now) return Math.min(first.end ?? now, now);
	return first.end ?? first.start + DAY;
}

/** Two periods in one text, where there is no other end: `1 Nov to 14 Nov`, `2026-11-01..2026-11-14`. */
function apart({ from, to }: PeriodWords, clock: Clock): PeriodWords {
	if (from === undefined || to !== undefined || read(from, clock)) return { from, to };
	const text = from.replace(/^\s*(?:from|between)\s+/i, '');
	const [, first, last] =
		/^(.+?)(?:\s*(?:\.\.+|–|—)\s*|\s+(?:to|until|till|through|and|-)\s+|\/)(.+)$/i.exec(text) ?? [];
	const isBoth = [first, last].every((part) => part !== undefined && read(part, clock));
	return isBoth ? { from: first, to: last } : { from, to };
}

function spanOf(text: string, parameter: 'from' | 'to', clock: Clock): Span {
	const span = read(text, clock);
	if (span) return span;
	const { zone, now } = clock;
	const both = readingsOf(text);
	const minutes = /^\s*(\d+) ?m\s*$/i.exec(text)?.[1];
	const why = both
		? `: it may be ${both.join(' or ')}. Write the one that is meant`
		: minutes === undefined
			? ''
			: `: ${minutes} minutes or ${minutes} months? Write the word`;
	throw new InputError(
		`"${text.slice(0, 60)}" cannot be read as ${parameter}${why}. Today is ${zone.iso(now).slice(0, 10)}. Use one of these forms: ${PERIOD_FORMS}.`,
		{ parameter },
	);
}

/** Undefined for what is no period. */
function read(text: string, clock: Clock): Span | undefined {
	const plain = text.trim();
	const word = plain
		.toLowerCase()
		.replace(/[\s_-]+(?=[a-z])/g, ' ')
		.replace(/(?<=[a-z])[\s_-]+(?=\d)/g, ' ')
		.replace(/\s+/g, ' ')
		.replace(/^(?:on|in|during|the|in the|over the|within the|for the) (?=.)/, '')
		.replace(/^the /, '');
	const [, kind, rest] =
		/^(since|after|start of|beginning of|end of) (?:the )?(.+)$/.exec(word) ?? [];
	if (kind !== undefined && rest !== undefined) {
		const span = read(rest, clock);
		if (span === undefined) return undefined;
		const isEnd = kind === 'after' || kind === 'end of';
		return moment(isEnd ? (span.end ?? span.start) : span.start);
	}
	const day = (one: string): Span | undefined => relative(one, clock) ?? dated(one, clock);
	return (
		relative(word, clock) ?? dated(plain, clock) ?? dated(word, clock) ?? withTime(word, day, clock)
	);
}

import { DAY, HOUR, MINUTE } from '../../../shared/durations';
import {
	around,
	before,
	type Clock,
	firstDayOf,
	moment,
	type Span,
	stretch,
	type Unit,
	wallClock,
} from './span';

/** Periods by their distance from now: `yesterday evening`, `last 30 days`, `monday`, `2 weeks ago`. */
export function relative(word: string, clock: Clock): Span | undefined {
	return (
		named(word, clock) ??
		weekday(word, clock) ??
		rolling(word, clock) ??
		agoIn(word, clock) ??
		partOfDay(word, clock)
	);
}

function named(word: string, clock: Clock): Span | undefined {
	switch (word) {
		case 'now':
			return moment(clock.now);
		case 'today':
			return around('day', 0, clock);
		case 'yesterday':
			return around('day', -1, clock);
		// Nothing of it is recorded yet, which is an answer.
		case 'tomorrow':
			return around('day', 1, clock);
		case 'day before yesterday':
			return around('day', -2, clock);
		case 'week to date':
			return around('week', 0, clock);
		case 'month to date':
		case 'mtd':
			return around('month', 0, clock);
		case 'year to date':
		case 'ytd':
			return around('year', 0, clock);
	}
	const [, which, unit] =
		/^(this|current|last|previous|next) (week|month|quarter|year|weekend)$/.exec(word) ?? [];
	if (which === undefined || unit === undefined) return undefined;
	const offset = { this: 0, current: 0, next: 1 }[which] ?? -1;
	if (unit !== 'weekend') return around(unit as Unit, offset, clock);
	const monday = firstDayOf('week', wallClock(clock), offset);
	return stretch(monday + 5 * DAY, monday + 7 * DAY, clock);
}

const WEEKDAY = /^(?:(last|previous|this) )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*$/;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORT = ['mon', 'tue', 'tues', 'wed', 'thu', 'thur', 'thurs', 'fri', 'sat', 'sun'];

/** The latest such day, today included; `last`: before today; `this`: of this week. */
function weekday(word: string, clock: Clock): Span | undefined {
	const [, which, start] = WEEKDAY.exec(word) ?? [];
	const name = word.split(' ').at(-1) ?? '';
	if (start === undefined || !(SHORT.includes(name) || WEEKDAYS.includes(name))) return undefined;
	const day = WEEKDAYS.findIndex((each) => each.startsWith(start));
	const wall = wallClock(clock);
	const today = (wall.getUTCDay() + 6) % 7;
	const back = (today - day + 7) % 7;
	if (which === 'this') return around('day', day - today, clock);
	return around('day', which !== undefined && back === 0 ? -7 : -back, clock);
}

const UNITS: Readonly<Record<string, Unit | 'hour' | 'minute'>> = {
	...{ minute: 'minute', min: 'minute', minutes: 'minute', mins: 'minute' },
	...{ hour: 'hour', hours: 'hour', h: 'hour', hr: 'hour', hrs: 'hour' },
	...{ day: 'day', days: 'day', d: 'day', week: 'week', weeks: 'week', w: 'week' },
	...{ month: 'month', months: 'month', mo: 'month', quarter: 'quarter', quarters: 'quarter' },
	...{ year: 'year', years: 'year', y: 'year' },
};
const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `last 30 days`, `past 24 hours`, `7d`, `-7d`, `now-7d`, `30m`, `P7D`, `PT24H`: up to now. */
function rolling(word: string, clock: Clock): Span | undefined {
	const iso = /^p(?:(\d{1,4})(y|m|w|d)|t(\d{1,4})(h|m))$/.exec(word);
	if (iso) {
		const [, count, unit = '', hours, short] = iso;
		if (hours !== undefined) return backBy(Number(hours), short === 'h' ? 'hour' : 'minute', clock);
		return backBy(Number(count), { y: 'year', m: 'month', w: 'week' }[unit] ?? 'day', clock);
	}
	const minutes = /^(?:now ?)?-? ?(\d{1,4}) ?m$/.exec(word)?.[1];
	// Fewer may be months.
	if (minutes !== undefined && Number(minutes) > 12)
		return backBy(Number(minutes), 'minute', clock);
	const [, count, unit] = /^(?:now ?)?-? ?(\d{1,4}) ?(h|d|w|mo|y)$/.exec(word) ?? [];
	if (count !== undefined && unit !== undefined) return backBy(Number(count), unit, clock);
	const [, isPast, many = '1', of] =
		/^(?:(last|past|previous) )?(?:(\d{1,4}|[a-z]+) )?([a-z]+)$/.exec(word) ?? [];
	if (of === undefined || !Object.hasOwn(UNITS, of)) return undefined;
	// "last week" is a week of the calendar, "past week" and "last hour" are not.
	if (many === '1' && isPast === undefined) return undefined;
	return backBy(numberIn(many), of, clock);
}

/** `3 days ago` is that day, `2 weeks ago` that week; hours and minutes ago are moments. */
function agoIn(word: string, clock: Clock): Span | undefined {
	const [, many = '', of] = /^(\d{1,4}|[a-z]+) ([a-z]+) (?:ago|back|before)$/.exec(word) ?? [];
	if (of === undefined || !Object.hasOwn(UNITS, of)) return undefined;
	const [count, unit] = [numberIn(many), UNITS[of]];
	if (Number.isNaN(count) || unit === undefined) return undefined;
	if (unit === 'hour' || unit === 'minute') return backBy(count, unit, clock);
	return around(unit, -count, clock);
}

function backBy(count: number, of: string, clock: Clock): Span | undefined {
	const unit = UNITS[of];
	if (unit === undefined || Number.isNaN(count) || count === 0) return undefined;
	if (unit === 'hour') return moment(clock.now - count * HOUR);
	if (unit === 'minute') return moment(clock.now - count * MINUTE);
	return before(count, unit, clock);
}

function numberIn(text: string): number {
	if (/^\d+$/.test(text)) return Number(text);
	if (text === 'a' || text === 'an') return 1;
	if (text === 'couple of') return 2;
	const number = NUMBERS.indexOf(text);
	return number > 0 ? number : NaN;
}

/** Hours of a day: from and to. A night ends on the next morning. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
	morning: [6, 12],
	afternoon: [12, 18],
	evening: [18, 24],
	night: [22, 30],
};

/** `yesterday evening`, `monday morning`, `this afternoon`, `last night`. */
function partOfDay(word: string, clock: Clock): Span | undefined {
	const [, of, name] = /^(.+) (?:in the )?(morning|afternoon|evening|night)$/.exec(word) ?? [];
	if (of === undefined || name === undefined) return undefined;
	const day = { this: 'today', last: 'yesterday' }[of] ?? of;
	const span = named(day, clock) ?? weekday(day, clock);
	const [from, to] = PARTS[name] ?? [0, 24];
	if (span === undefined || span.end === null) return undefined;
	const midnight = span.start + clock.zone.offsetAt(span.start);
	return stretch(midnight + from * HOUR, midnight + to * HOUR, clock);
}

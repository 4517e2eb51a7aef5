import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { DAY, HOUR, MINUTE } from '../../../shared/durations';
import { type Clock, firstDayOf, moment, type Span, stretch, wallClock } from './span';

/** Periods by the calendar: `2026-11-15`, `15 Nov 2026`, `November`, `Q3 2026`, `2026-W40`, `2025`. */
export function dated(text: string, clock: Clock): Span | undefined {
	return instant(text, clock) ?? byNumbers(text, clock) ?? byMonth(text.toLowerCase(), clock);
}

/** A date-time, with an offset or in the zone. */
function instant(text: string, { zone }: Clock): Span | undefined {
	const found = instantOfIso(text) ?? instantOfIso(`${text}Z`);
	if (found === null) return undefined;
	return moment(instantOfIso(text) === null ? zone.instantOf(found) : found);
}

function byNumbers(text: string, clock: Clock): Span | undefined {
	const word = text.toLowerCase();
	const date =
		/^(\d{4})[-/.](\d\d?)(?:[-/.](\d\d?))?$/.exec(word) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(word);
	if (date) return ofDate(date[1], date[2], date[3], clock);
	const either = /^(\d\d?)([-/.])(\d\d?)\2(\d{4})$/.exec(word);
	if (either) return ofEither(either, clock);
	const week = /^(?:(\d{4})-?)?(?:w|kw|week|calendar week) ?(\d\d?)(?: (\d{4}))?$/.exec(word);
	if (week) return ofWeek(week[1] ?? week[3], Number(week[2]), clock);
	const quarter = /^(?:(\d{4})[- ]?)?q([1-4])(?:[- /]?(\d{4}))?$/.exec(word);
	if (quarter) return ofQuarter(quarter[1] ?? quarter[3], Number(quarter[2]), clock);
	const only = /^(?:year )?(\d{4})$/.exec(word)?.[1];
	if (only === undefined || Number(only) < 1990 || Number(only) > 2100) return undefined;
	return stretch(Date.UTC(+only, 0, 1), Date.UTC(+only + 1, 0, 1), clock);
}

function ofDate(
	year: string | undefined,
	month: string | undefined,
	day: string | undefined,
	clock: Clock,
): Span | undefined {
	const first = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
	const date = new Date(first);
	if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day ?? 1)) {
		return undefined;
	}
	const next = day ? first + DAY : Date.UTC(Number(year), Number(month), 1);
	return stretch(first, next, clock);
}

/** Which of the two numbers is the month is never guessed. */
function ofEither(match: RegExpExecArray, clock: Clock): Span | undefined {
	const [, one, , two, year] = match;
	return Number(one) === Number(two) || Number(two) > 12
		? ofDate(year, one, two, clock)
		: Number(one) > 12
			? ofDate(year, two, one, clock)
			: undefined;
}

/** The two dates that a text may be; undefined where it is not such a one. */
export function readingsOf(text: string): readonly [string, string] | undefined {
	const [, one, , two, year] = /^(\d\d?)([-/.])(\d\d?)\2(\d{4})$/.exec(text.trim()) ?? [];
	if (one === undefined || two === undefined) return undefined;
	const [first, second] = [one.padStart(2, '0'), two.padStart(2, '0')];
	const both = [first, second].every((part) => Number(part) >= 1 && Number(part) <= 12);
	return both && first !== second
		? [`${year}-${first}-${second}`, `${year}-${second}-${first}`]
		: undefined;
}

/** The latest one that has begun, where the year is not named. */
function latest(year: string | undefined, clock: Clock, firstIn: (year: number) => number): number {
	if (year !== undefined) return Number(year);
	const wall = wallClock(clock);
	const current = wall.getUTCFullYear();
	return firstIn(current) <= wall.getTime() ? current : current - 1;
}

/** The first week of a year has its 4 January: ISO 8601. */
function mondayOf(year: number, week: number): number {
	return firstDayOf('week', new Date(Date.UTC(year, 0, 4)), week - 1);
}

function ofWeek(year: string | undefined, week: number, clock: Clock): Span | undefined {
	const own = latest(year, clock, (each) => mondayOf(each, week));
	const monday = mondayOf(own, week);
	if (week < 1 || monday >= mondayOf(own + 1, 1)) return undefined;
	return stretch(monday, monday + 7 * DAY, clock);
}

function ofQuarter(year: string | undefined, quarter: number, clock: Clock): Span {
	const own = latest(year, clock, (each) => Date.UTC(each, quarter * 3 - 3, 1));
	return stretch(Date.UTC(own, quarter * 3 - 3, 1), Date.UTC(own, quarter * 3, 1), clock);
}

const MONTHS = [
	...['january', 'february', 'march', 'april', 'may', 'june'],
	...['july', 'august', 'september', 'october', 'november', 'december'],
];

function monthIn(word: string | undefined): number {
	if (word === undefined || word.length < 3) return -1;
	return MONTHS.findIndex(
		(name) =>
			name === word || name.slice(0, 3) === word || (word === 'sept' && name === 'september'),
	);
}

/** `15 Nov 2026`, `November 14`, `Nov 14, 2026`, `November 2026`, `November`. */
function byMonth(text: string, clock: Clock): Span | undefined {
	const words = text
		.replace(/[,.]/g, ' ')
		.replace(/\bof\b/g, ' ')
		.trim()
		.split(/[\s-]+/);
	const at = words.findIndex((word) => monthIn(word) >= 0);
	if (at < 0 || words.length > 3) return undefined;
	const month = monthIn(words[at]);
	const others = words.filter((_, index) => index !== at);
	const year = others.find((word) => /^\d{4}$/.test(word));
	const day = others.find((word) => /^\d\d?(st|nd|rd|th)?$/.test(word))?.replace(/\D/g, '');
	const known = [year, day].filter((part) => part !== undefined).length;
	if (known !== others.length) return undefined;
	const own = latest(year, clock, (each) => Date.UTC(each, month, Number(day ?? 1)));
	return ofDate(String(own), String(month + 1), day, clock);
}

/** A time of a day: `yesterday 14:30`, `2026-11-15 at 8:00`. */
export function withTime(text: string, dayOf: (word: string) => Span | undefined, { zone }: Clock) {
	const [, of, hour, minute] = /^(.+?)(?: at)? (\d\d?):(\d\d)$/.exec(text) ?? [];
	if (of === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
	const day = dayOf(of);
	if (!day || day.end === null) return undefined;
	const midnight = day.start + zone.offsetAt(day.start);
	if (day.end - day.start > 25 * HOUR) return undefined;
	return moment(zone.instantOf(midnight + Number(hour) * HOUR + Number(minute) * MINUTE));
}

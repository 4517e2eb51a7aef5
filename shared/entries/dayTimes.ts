import { TimeZone } from '../dialect/timeZone';
import { InputError } from '../errors';
import { folded } from '../folded';

/** Times of the day on some days of the week, in a zone: working hours, nights, weekends. */
export interface DayTimes {
	readonly zone: TimeZone;
	/** Minutes since midnight; inclusive and exclusive. `to` before `from` means the next morning. */
	readonly from: number;
	readonly to: number;
	/** 0 is Sunday. */
	readonly days: readonly number[];
}

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const WHOLE_DAY = { from: 0, to: 24 * 60 };

/** The hours after midnight of a night belong to the day on which it began. */
export function isInDayTimes(instant: number, { zone, from, to, days }: DayTimes): boolean {
	const clock = new Date(instant + zone.offsetAt(instant));
	const minute = clock.getUTCHours() * 60 + clock.getUTCMinutes();
	const isEarly = from > to && minute < to;
	const day = (clock.getUTCDay() + (isEarly ? 6 : 0)) % 7;
	const isInside = from <= to ? minute >= from && minute < to : minute >= from || isEarly;
	return isInside && days.includes(day);
}

/**
 * Hours as "22:00-06:00" and weekdays as words or numbers; undefined when both are open.
 * @throws InputError for what is neither, or a zone that does not exist.
 */
export function dayTimesOf(
	hours: string | undefined,
	weekdays: readonly string[] | undefined,
	timeZone: string,
): DayTimes | undefined {
	const words = (weekdays ?? []).map((word) => word.trim()).filter((word) => word !== '');
	const isOpen = (hours ?? '').trim() === '';
	if (isOpen && words.length === 0) return undefined;
	return {
		zone: new TimeZone(timeZone),
		...(isOpen ? WHOLE_DAY : hoursIn(hours ?? '')),
		days: words.length === 0 ? EVERY_DAY : words.flatMap(weekdaysOf),
	};
}

function hoursIn(text: string): { from: number; to: number } {
	const [, ...parts] = /^\s*(\d{1,2}):(\d\d)\s*(?:-|–|to)\s*(\d{1,2}):(\d\d)\s*$/.exec(text) ?? [];
	const [hour = NaN, minute = NaN, endHour = NaN, endMinute = NaN] = parts.map(Number);
	const [from, to] = [hour * 60 + minute, endHour * 60 + endMinute];
	const isClock = Math.max(minute, endMinute) < 60 && Math.max(from, to) <= WHOLE_DAY.to;
	if (isClock && from !== to) return { from, to };
	throw new InputError(
		`"${text.slice(0, 40)}" are no hours of a day. Enter when they begin and end, as in 22:00-06:00.`,
		{ parameter: 'hours' },
	);
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function weekdaysOf(word: string): readonly number[] {
	const text = folded(word);
	if (/^weekends?$/.test(text)) return [6, 0];
	if (/^(weekdays?|work(ing )?days?)$/.test(text)) return [1, 2, 3, 4, 5];
	const number = /^[0-7]$/.test(text)
		? Number(text) % 7
		: WEEKDAYS.findIndex((day) => text.length >= 2 && day.startsWith(text));
	if (number >= 0) return [number];
	throw new InputError(
		`"${word.slice(0, 40)}" is no day of the week. Use ${WEEKDAYS.slice(1).join(', ')} or sunday.`,
		{ parameter: 'weekdays' },
	);
}

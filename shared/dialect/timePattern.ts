import { DAY } from '../durations';
import { halvesOfDay, monthWords } from './calendarWords';
import { COLON, TextCursor } from './textCursor';

/** What a clock on the wall shows. */
export interface WallClock {
	/** This and the others are -1 when the text has no such number. */
	year: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
	/** -1 when the text has none; NaN when what it has is no number. */
	second: number;
}

/** Tokens of Java's date patterns that Zoho's settings use. Of two that begin alike, the longer one first. */
const TOKENS = [
	...(['yyyy', 'yy', 'MMMM', 'MMM', 'MM', 'M', 'dd', 'd', 'EEEE', 'EEE'] as const),
	...(['HH', 'H', 'hh', 'h', 'mm', 'ss', 'a'] as const),
];
type Token = (typeof TOKENS)[number];

/** Numbers, because a text is compared with one token after another. */
const enum Part {
	YEAR,
	SHORT_YEAR,
	MONTH_NAME,
	MONTH,
	DAY,
	WEEKDAY,
	HOUR,
	HOUR_OF_TWELVE,
	MINUTE,
	SECOND,
	HALF,
	LITERAL,
}

const PARTS: Readonly<Record<Token, Part>> = {
	yyyy: Part.YEAR,
	yy: Part.SHORT_YEAR,
	MMMM: Part.MONTH_NAME,
	MMM: Part.MONTH_NAME,
	MM: Part.MONTH,
	M: Part.MONTH,
	dd: Part.DAY,
	d: Part.DAY,
	EEEE: Part.WEEKDAY,
	EEE: Part.WEEKDAY,
	HH: Part.HOUR,
	H: Part.HOUR,
	hh: Part.HOUR_OF_TWELVE,
	h: Part.HOUR_OF_TWELVE,
	mm: Part.MINUTE,
	ss: Part.SECOND,
	a: Part.HALF,
};

/** A format as Zoho declares it (`MM/dd/yyyy hh:mm a`), made ready for reading. */
export class TimePattern {
	private readonly hasTwelveHours: boolean;
	private readonly hasSeconds: boolean;

	/** `literals` has the characters between tokens, by the index of their part. */
	private constructor(
		private readonly parts: readonly Part[],
		private readonly literals: readonly string[],
		private readonly locale: string | null,
	) {
		this.hasTwelveHours = parts.includes(Part.HOUR_OF_TWELVE);
		this.hasSeconds = parts.includes(Part.SECOND);
	}

	/** @returns undefined for a format that does not give a whole time, or has unknown parts. */
	static of(format: string, locale: string | null = null): TimePattern | undefined {
		const parts: Part[] = [];
		const literals: string[] = [];
		const units: string[] = [];
		for (let rest = format; rest !== '';) {
			const token = TOKENS.find((known) => rest.startsWith(known));
			if (!token && /^[A-Za-z]/.test(rest)) return undefined;
			const text = token ?? rest.charAt(0);
			parts.push(token ? PARTS[token] : Part.LITERAL);
			literals.push(text);
			// One letter for what a token means, whatever its length: hours are H or h.
			if (token) units.push(token.charAt(0).replace('h', 'H'));
			rest = rest.slice(text.length);
		}
		const pattern = new TimePattern(parts, literals, locale);
		const needed = ['y', 'M', 'd', 'H', 'm', ...(pattern.hasTwelveHours ? ['a'] : [])];
		const isClear = new Set(units).size === units.length;
		return isClear && needed.every((letter) => units.includes(letter)) ? pattern : undefined;
	}

	/** Whether it has a month's name, for which the language may matter. */
	get hasMonthName(): boolean {
		return this.parts.includes(Part.MONTH_NAME);
	}

	/** The same for two formats that read every text alike. */
	get signature(): string {
		const { parts, literals } = this;
		const isLiteral = (part: Part): boolean => part === Part.LITERAL;
		return parts.map((part, index) => (isLiteral(part) ? literals[index] : `{${part}}`)).join('');
	}

	/** Undefined when the text does not have this format from beginning to end. */
	read(text: string): WallClock | undefined {
		const { parts } = this;
		const cursor = new TextCursor(text);
		const clock = { year: -1, month: -1, day: -1, hour: -1, minute: -1, second: -1 };
		let isAfternoon = false;
		for (let index = 0; index < parts.length; index++) {
			switch (parts[index]) {
				case Part.YEAR:
					clock.year = cursor.number(4, 4);
					break;
				case Part.SHORT_YEAR:
					// Without one it is a year that there is not.
					clock.year = 2000 + cursor.number(2, 2, -2001);
					break;
				case Part.MONTH_NAME:
					clock.month = cursor.word(() => monthWords(this.locale)) ?? -1;
					break;
				case Part.MONTH:
					clock.month = cursor.number(1, 2);
					break;
				case Part.DAY:
					clock.day = cursor.number(1, 2);
					break;
				case Part.WEEKDAY:
					if (cursor.letters(9).length < 3) return undefined;
					break;
				case Part.HOUR:
					clock.hour = cursor.number(1, 2);
					break;
				case Part.HOUR_OF_TWELVE:
					clock.hour = cursor.number(1, 2);
					if (clock.hour < 1 || clock.hour > 12) return undefined;
					break;
				case Part.MINUTE:
					clock.minute = cursor.number(2, 2);
					// Seconds are read where they are shown, although Zoho's formats do not declare them.
					if (!this.hasSeconds && cursor.skip(COLON)) clock.second = cursor.number(2, 2, NaN);
					break;
				case Part.SECOND:
					clock.second = cursor.number(2, 2, NaN);
					break;
				case Part.HALF:
					isAfternoon = cursor.skipHalf('p');
					if (!isAfternoon && !cursor.skipHalf('a')) {
						const half = cursor.word(halvesOfDay);
						if (half === undefined) return undefined;
						isAfternoon = half === 'pm';
					}
					break;
				default:
					if (!cursor.skipLiteral(this.literals[index] ?? '')) return undefined;
			}
		}
		if (!cursor.isAtEnd) return undefined;
		if (this.hasTwelveHours) clock.hour = (clock.hour % 12) + (isAfternoon ? 12 : 0);
		return clock;
	}
}

/** Milliseconds as if the clock stood in UTC; null when there is no such day or time. */
export function millisecondsOf({
	year,
	month,
	day,
	hour,
	minute,
	second,
}: WallClock): number | null {
	if (year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59) return null;
	if (hour < 0 || minute < 0 || !(second <= 59)) return null;
	const days = daysBefore(year, month) + day - 1;
	// Every month has 28.
	if (day > 28 && days >= daysBefore(year, month + 1)) return null;
	return days * DAY + ((hour * 60 + minute) * 60 + Math.max(second, 0)) * 1000;
}

/**
 * Days from 1970 to the first of a month (13 is the next January), by the calendar of today: years
 * begin in March, so that the leap day is the last.
 */
function daysBefore(year: number, month: number): number {
	const months = year * 12 + month - 3;
	const inYear = months % 12;
	const since = (months - inYear) / 12;
	const leapDays = Math.floor(since / 4) - Math.floor(since / 100) + Math.floor(since / 400);
	return since * 365 + leapDays + Math.floor((inYear * 153 + 2) / 5) - 719_468;
}

import type { WordList } from './textCursor';
import { LOCALES } from './timeFormats';

/** 1 to 12 by the name of the month. */
export type MonthWords = WordList<number>;

/** `Sept.` has its point with or without, `a. m.` its space of any kind. */
const SPACES = /[\s\u00a0\u202f]+/g;

/**
 * Names of months in all languages of Zoho CRM, whole or as usually shortened: their first three letters
 * are not enough (the Finnish November begins as March does). Some names stand for different months in
 * different languages (`listopad` is October in Croatian and November in Polish): those are in the list
 * of their own language only.
 */
export function monthWords(locale: string | null): MonthWords {
	const key = locale !== null && LOCALES.includes(locale) ? locale : null;
	let words = lists.get(key);
	if (!words) {
		words = listOf([...(shared ??= unambiguous()), ...(key === null ? [] : monthsOf(key))]);
		lists.set(key, words);
	}
	return words;
}

/** Locales with a name that means another month elsewhere. */
export function localesWithOwnMonths(): readonly string[] {
	const words = (shared ??= unambiguous());
	return (withOwn ??= LOCALES.filter((locale) =>
		[...monthsOf(locale).keys()].some((word) => !words.has(word)),
	));
}

const lists = new Map<string | null, MonthWords>();
const monthsByLocale = new Map<string, ReadonlyMap<string, number>>();
let shared: ReadonlyMap<string, number> | undefined;
let withOwn: readonly string[] | undefined;
let halves: WordList<'am' | 'pm'> | undefined;

function unambiguous(): ReadonlyMap<string, number> {
	const meanings = new Map<string, Set<number>>();
	for (const locale of LOCALES) {
		for (const [word, month] of monthsOf(locale)) {
			meanings.set(word, (meanings.get(word) ?? new Set()).add(month));
		}
	}
	const clear = [...meanings].filter(([, months]) => months.size === 1);
	return new Map(clear.map(([word, [month = 0]]) => [word, month]));
}

function monthsOf(locale: string): ReadonlyMap<string, number> {
	let months = monthsByLocale.get(locale);
	if (!months) monthsByLocale.set(locale, (months = namesOfMonths(locale)));
	return months;
}

function namesOfMonths(locale: string): ReadonlyMap<string, number> {
	const tag = locale.replace('_', '-');
	const words = new Map<string, number>();
	for (const month of ['long', 'short'] as const) {
		// In a date a name may have another case of grammar than alone.
		for (const shape of [{ month }, { month, day: 'numeric' }] as const) {
			const format = new Intl.DateTimeFormat(tag, {
				...shape,
				calendar: 'gregory',
				timeZone: 'UTC',
			});
			for (let index = 0; index < 12; index++) {
				const date = Date.UTC(2026, index, 15);
				// Alone it is all of the text: in Chinese only the number would be the part.
				const name = 'day' in shape ? partOf(format, date, 'month') : format.format(date);
				for (const spelling of spellings(name, tag)) words.set(spelling, index + 1);
			}
		}
	}
	// As people shorten it beside `Sep`.
	if (locale === 'en_US') for (const word of spellings('Sept', tag)) words.set(word, 9);
	return words;
}

/** The halves of the day in all languages of Zoho CRM, besides `AM` and `p.m.` */
export function halvesOfDay(): WordList<'am' | 'pm'> {
	if (halves) return halves;
	const words = new Map<string, 'am' | 'pm'>();
	for (const locale of LOCALES) {
		const tag = locale.replace('_', '-');
		const format = new Intl.DateTimeFormat(tag, { hour: 'numeric', hour12: true, timeZone: 'UTC' });
		for (let hour = 0; hour < 24; hour++) {
			const name = partOf(format, Date.UTC(2026, 0, 15, hour), 'dayPeriod');
			for (const word of spellings(name, tag)) words.set(word, hour < 12 ? 'am' : 'pm');
		}
	}
	return (halves = listOf(words));
}

function partOf(format: Intl.DateTimeFormat, time: number, type: string): string {
	return format.formatToParts(time).find((part) => part.type === type)?.value ?? '';
}

/** None for a number, which is not a name. */
function spellings(name: string, tag: string): string[] {
	if (name === '' || /^\d+$/.test(name)) return [];
	const points = [name, name.replaceAll('.', ''), name.replace(/\.$/, '')];
	if (!name.endsWith('.')) points.push(`${name}.`);
	const spaced = points.flatMap((word) =>
		[' ', '', '\u00a0', '\u202f'].map((space) => word.replace(SPACES, space)),
	);
	// Most are alike: few names have a point or a space.
	return [...new Set(spaced)].flatMap((word) => {
		const lower = word.toLocaleLowerCase(tag);
		const capital = lower.charAt(0).toLocaleUpperCase(tag) + lower.slice(1);
		return [word, lower, capital, word.toLocaleUpperCase(tag), word.normalize('NFC')];
	});
}

function listOf<T>(words: Iterable<readonly [string, T]>): WordList<T> {
	const values = new Map(words);
	return { values, longest: Math.max(...[...values.keys()].map(({ length }) => length)) };
}

import { MINUTE } from '../durations';

const QUARTER = 15 * MINUTE;

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** Minutes east of UTC, cached per quarter of an hour: offsets change at no other times. */
function offsetAt(time: number, zone: string): number {
	const known = offsets.get(zone) ?? new Map<number, number>();
	offsets.set(zone, known);
	const quarter = Math.floor(time / QUARTER);
	let offset = known.get(quarter);
	if (offset === undefined) {
		const formatter =
			formatters.get(zone) ??
			new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
		formatters.set(zone, formatter);
		const name = formatter.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value;
		const [, sign = '+', hours = '0', minutes = '0'] =
			/GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
		offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
		known.set(quarter, offset);
	}
	return offset;
}

const two = (number: number) => String(number).padStart(2, '0');

/** As Zoho writes date-times in JSON: `2026-09-01T10:00:00+02:00`. */
export function iso8601(time: number, zone: string): string {
	const offset = offsetAt(time, zone);
	const local = new Date(time + offset * MINUTE).toISOString().slice(0, 19);
	const size = Math.abs(offset);
	return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wordsOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${locale} ${JSON.stringify(options)}`;
	const format =
		formats.get(key) ??
		new Intl.DateTimeFormat(locale.replace('_', '-'), {
			timeZone: 'UTC',
			calendar: 'gregory',
			...options,
		});
	formats.set(key, format);
	return format;
}

/** A word of the language, as `Intl` has it. */
function word(local: Date, locale: string, options: Intl.DateTimeFormatOptions, type: string) {
	const parts = wordsOf(locale, options).formatToParts(local);
	return parts.find((part) => part.type === type)?.value ?? '';
}

/** As it is written beside a day, which some languages decline; alone where that is a number. */
function month(local: Date, locale: string, length: 'long' | 'short'): string {
	const name = word(local, locale, { month: length, day: 'numeric' }, 'month');
	return /^\d+$/.test(name) ? wordsOf(locale, { month: length }).format(local) : name;
}

/** Formats a time in the letters of a user's date_format and time_format: `MM/dd/yyyy hh:mm a`, `yy年M月d日 HH:mm`. */
export function display(time: number, zone: string, format: string, locale = 'en_US'): string {
	const local = new Date(time + offsetAt(time, zone) * MINUTE);
	const hours = local.getUTCHours();
	const parts: Readonly<Record<string, () => string>> = {
		yyyy: () => String(local.getUTCFullYear()),
		yy: () => two(local.getUTCFullYear() % 100),
		MMMM: () => month(local, locale, 'long'),
		MMM: () => month(local, locale, 'short'),
		MM: () => two(local.getUTCMonth() + 1),
		M: () => String(local.getUTCMonth() + 1),
		dd: () => two(local.getUTCDate()),
		d: () => String(local.getUTCDate()),
		HH: () => two(hours),
		hh: () => two(hours % 12 || 12),
		h: () => String(hours % 12 || 12),
		mm: () => two(local.getUTCMinutes()),
		ss: () => two(local.getUTCSeconds()),
		a: () => word(local, locale, { hour: 'numeric', hour12: true }, 'dayPeriod'),
	};
	return format.replace(
		/yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|hh|h|mm|ss|a/g,
		(letters) => parts[letters]?.() ?? letters,
	);
}

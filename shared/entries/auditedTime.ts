import type { TimeZone } from './timeZone';

/** When an entry happened. */
export interface AuditedTime {
	/** Milliseconds since 1970. */
	readonly instant: number;
	/** ISO 8601 with offset. */
	readonly iso: string;
	/** How long the text leaves open: 60,000 when it has no seconds. The event lies in [instant, instant + grain). */
	readonly grain: number;
}

/** How the exporting user's times are written, in Zoho's words (`GET /users?type=CurrentUser`). */
export interface TimeFormat {
	/** `MM/dd/yyyy`, `dd-MM-yyyy`, `MMM d, yyyy` …; null when it is not known. */
	readonly dateFormat: string | null;
	/** `hh:mm a` or `HH:mm`; null when it is not known. */
	readonly timeFormat: string | null;
	/** The zone of a time that names none. */
	readonly timeZone: TimeZone;
}

const ISO =
	/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MINUTE_MS = 60_000;
const MAX_KNOWN = 10_000;

/** Tokens of Java's date patterns that Zoho's settings use, and what they match. */
const TOKENS: readonly (readonly [string, string])[] = [
	['yyyy', '(?<year>\\d{4})'],
	['yy', '(?<shortYear>\\d{2})'],
	['MMMM', '(?<monthName>[A-Za-z]{3,9})'],
	['MMM', '(?<monthName>[A-Za-z]{3,9})'],
	['MM', '(?<month>\\d{1,2})'],
	['M', '(?<month>\\d{1,2})'],
	['dd', '(?<day>\\d{1,2})'],
	['d', '(?<day>\\d{1,2})'],
	['EEEE', '[A-Za-z]{3,9}'],
	['EEE', '[A-Za-z]{3}'],
	['HH', '(?<hour>\\d{1,2})'],
	['H', '(?<hour>\\d{1,2})'],
	['hh', '(?<hour12>\\d{1,2})'],
	['h', '(?<hour12>\\d{1,2})'],
	['mm', '(?<minute>\\d{2})'],
	['ss', '(?<second>\\d{2})'],
	['a', '(?<half>[AaPp]\\.?[Mm]\\.?)'],
];

/**
 * Reads times of one export. ISO 8601 first, then the declared format; month and day are never told
 * apart by guessing, so a text that fits neither is null.
 */
export class AuditedTimeReader {
	private readonly pattern: RegExp | null;
	private readonly known = new Map<string, AuditedTime | null>();

	constructor(private readonly format: TimeFormat) {
		this.pattern = patternOf(format);
	}

	/** Times repeat from row to row, so that each text is read once. */
	read(text: string): AuditedTime | null {
		const known = this.known.get(text);
		if (known !== undefined) return known;
		if (this.known.size >= MAX_KNOWN) this.known.clear();
		const time = this.parse(text.trim());
		this.known.set(text, time);
		return time;
	}

	private parse(text: string): AuditedTime | null {
		const iso = ISO.exec(text);
		if (iso) {
			const [, year, month, day, hour, minute, second, zone] = iso;
			const clock = wallClock(year, month, day, hour, minute, second);
			if (clock === null) return null;
			return this.at(clock, second === undefined ? MINUTE_MS : 1000, offsetOf(zone));
		}
		const parts = this.pattern?.exec(text)?.groups;
		if (!parts) return null;
		const clock = wallClock(
			yearOf(parts),
			monthOf(parts),
			parts['day'],
			hourOf(parts),
			parts['minute'],
			parts['second'],
		);
		return clock === null ? null : this.at(clock, parts['second'] === undefined ? MINUTE_MS : 1000);
	}

	private at(clock: number, grain: number, offset?: number): AuditedTime {
		const { timeZone } = this.format;
		const instant = offset === undefined ? timeZone.instantOf(clock) : clock - offset;
		return { instant, iso: timeZone.iso(instant), grain };
	}
}

/** @returns ISO 8601 to milliseconds; null without an offset, or when it is no date. */
export function instantOfIso(text: string): number | null {
	const parts = ISO.exec(text.trim());
	if (!parts) return null;
	const [, year, month, day, hour, minute, second, zone] = parts;
	const clock = wallClock(year, month, day, hour, minute, second);
	const offset = offsetOf(zone);
	return clock === null || offset === undefined ? null : clock - offset;
}

function patternOf({ dateFormat, timeFormat }: TimeFormat): RegExp | null {
	if (!dateFormat || !timeFormat) return null;
	let source = '';
	let rest = `${dateFormat} ${timeFormat}`;
	while (rest !== '') {
		const token = TOKENS.find(([name]) => rest.startsWith(name));
		if (!token && /^[A-Za-z]/.test(rest)) return null;
		source += token ? token[1] : literal(rest.charAt(0));
		rest = rest.slice(token ? token[0].length : 1);
	}
	// Seconds are read where they are shown, although Zoho's formats do not declare them.
	if (!source.includes('<second>')) {
		source = source.replace('(?<minute>\\d{2})', '(?<minute>\\d{2})(?::(?<second>\\d{2}))?');
	}
	try {
		return new RegExp(`^${source}$`);
	} catch {
		// A format that names one part twice.
		return null;
	}
}

function literal(character: string): string {
	return character === ' ' ? ',?\\s+' : `\\${character}`.replace(/^\\(\w)$/, '$1');
}

function yearOf(parts: Record<string, string | undefined>): string | undefined {
	return (
		parts['year'] ?? (parts['shortYear'] === undefined ? undefined : `20${parts['shortYear']}`)
	);
}

function monthOf(parts: Record<string, string | undefined>): string | undefined {
	const name = parts['monthName'];
	if (name === undefined) return parts['month'];
	const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
	return index < 0 ? undefined : String(index + 1);
}

function hourOf(parts: Record<string, string | undefined>): string | undefined {
	const hour = parts['hour12'];
	if (hour === undefined) return parts['hour'];
	if (Number(hour) < 1 || Number(hour) > 12 || parts['half'] === undefined) return undefined;
	const afternoon = /^p/i.test(parts['half']) ? 12 : 0;
	return String((Number(hour) % 12) + afternoon);
}

/** Milliseconds as if the clock stood in UTC; null when there is no such day or time. */
function wallClock(...parts: readonly (string | undefined)[]): number | null {
	const [year, month, day, hour, minute, second = '0'] = parts;
	if (!year || !month || !day || !hour || !minute) return null;
	const clock = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
	const shown = new Date(clock);
	const exists =
		shown.getUTCMonth() === +month - 1 && shown.getUTCDate() === +day && +hour < 24 && +minute < 60;
	return exists && +second < 60 ? clock : null;
}

/** Milliseconds ahead of UTC; undefined without a zone. */
function offsetOf(zone: string | undefined): number | undefined {
	if (zone === undefined) return undefined;
	if (zone === 'Z') return 0;
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
	return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}

import { localesWithOwnMonths } from './calendarWords';
import { DATE_FORMATS, TIME_FORMATS } from './timeFormats';
import { TimePattern } from './timePattern';
import {
	EPOCH,
	isoTimeIn,
	type WrittenFormat,
	type WrittenTime,
	WrittenTimeReader,
} from './writtenTime';

/** A way in which the times of an export may be written. */
export interface TimeCandidate {
	readonly format: WrittenFormat;
	readonly isDeclared: boolean;
	/** The same for two that differ in language alone. */
	readonly signature: string;
	readonly read: (text: string) => WrittenTime | null;
}

/** ISO 8601 names no format: it is read whatever the format is. */
const ISO: TimeCandidate = {
	format: { dateFormat: null, timeFormat: null, locale: null },
	isDeclared: false,
	signature: 'iso',
	read: isoTimeIn,
};
const ISO_PATTERN = TimePattern.of('yyyy-MM-dd HH:mm')?.signature;

/**
 * All formats of Zoho CRM, ISO 8601 and seconds or milliseconds since 1970: the declared format first,
 * and of those that read every text alike only the first. Names of months in the declared language, in
 * any, and in those whose names mean other months elsewhere.
 */
export function timeCandidates(
	declared: WrittenFormat,
	/** Whether any text has a name of a month: to know them takes longer than everything else. */
	hasNames: boolean,
): TimeCandidate[] {
	const locale = declared.locale ?? null;
	const own = [
		...inLanguages({ ...declared, locale }, true, hasNames),
		...(declared.dateFormat === EPOCH ? [candidate(declared, EPOCH, true)] : []),
	];
	return unique([ISO, ...own, ...inLocale(locale, hasNames)]);
}

const known = new Map<string, TimeCandidate[]>();

function inLocale(locale: string | null, hasNames: boolean): readonly TimeCandidate[] {
	const key = `${locale} ${hasNames}`;
	const found = known.get(key);
	if (found) return found;
	const formats = DATE_FORMATS.flatMap((dateFormat) =>
		TIME_FORMATS.map((timeFormat) => ({ dateFormat, timeFormat, locale })),
	);
	const epoch = { dateFormat: EPOCH, timeFormat: null, locale: null };
	const all = unique([
		...formats.flatMap((format) => inLanguages(format, false, hasNames)),
		candidate(epoch, EPOCH, false),
	]);
	known.set(key, all);
	return all;
}

function unique(candidates: readonly TimeCandidate[]): TimeCandidate[] {
	const keys = new Set<string>();
	return candidates.filter(({ signature, format }) => {
		const key = `${signature} ${format.locale ?? ''}`;
		return keys.size < keys.add(key).size;
	});
}

/** None for what is no whole format, and for that of ISO 8601. */
function inLanguages(
	format: WrittenFormat,
	isDeclared: boolean,
	hasNames: boolean,
): TimeCandidate[] {
	const { dateFormat, timeFormat, locale } = format;
	const pattern = TimePattern.of(`${dateFormat ?? ''} ${timeFormat ?? ''}`);
	if (!pattern || pattern.signature === ISO_PATTERN) return [];
	if (!pattern.hasMonthName) return [candidate(format, pattern.signature, isDeclared)];
	if (!hasNames) return [];
	const languages = new Set([locale ?? null, null, ...localesWithOwnMonths()]);
	return [...languages].map((language) =>
		candidate(
			{ ...format, locale: language },
			pattern.signature,
			isDeclared && language === (locale ?? null),
		),
	);
}

function candidate(format: WrittenFormat, signature: string, isDeclared: boolean): TimeCandidate {
	const reader = new WrittenTimeReader(format);
	return { format, isDeclared, signature, read: (text) => reader.readFormat(text) };
}

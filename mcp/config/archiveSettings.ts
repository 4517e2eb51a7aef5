import { DAY, HOUR, MINUTE } from '../../shared/durations';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import { parsed, trueOrFalse, wholeNumber } from './setting';

/** Where exports are kept, in memory and on disk. */
export const ARCHIVE_SETTINGS = {
	since: parsed('a date such as 2026-01-31, or a time with offset', instantOf, {
		flag: 'since',
		argument: 'DATE',
		commands: ['sync'],
		about: 'From when on; all that Zoho has by default',
	}),
	everyMs: parsed('a duration such as 15m, 6h or 1d', durationOf, {
		flag: 'every',
		argument: 'TIME',
		commands: ['sync'],
		about: 'Again and again, so long after the end of the one before',
	}),
	rebuild: trueOrFalse({
		flag: 'rebuild',
		commands: ['sync'],
		about: 'Make the Parquet files of all exports anew, from the files as Zoho made them',
	}),
	cacheMegabytes: wholeNumber(0, 4_096, {
		variable: 'ZOHO_AUDIT_CACHE_MB',
		default: '256',
		about: 'Memory for exports, their files and rows, so that further questions download nothing',
	}),
	archiveDir: parsed('a path', String, {
		variable: 'ZOHO_AUDIT_ARCHIVE',
		flag: 'archive',
		argument: 'DIR',
		commands: ['serve', 'sync', 'report'],
		about:
			'A folder in which exports are kept, and from which questions are answered: docs/archive.md',
	}),
	isOffline: trueOrFalse({
		variable: 'ZOHO_AUDIT_OFFLINE',
		flag: 'offline',
		commands: ['serve', 'report'],
		about: 'Answer from the archive alone, without token and without any connection',
	}),
};

/** A date is that of UTC. */
function instantOf(text: string): number | null {
	return instantOfIso(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

function durationOf(text: string): number | null {
	const [, count, unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
	return count === undefined ? null : Number(count) * (UNITS[unit] ?? 0);
}

import { readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { signerIn } from './ed25519';
import { DAY, HOUR, MINUTE } from '../../shared/durations';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import { parsed, trueOrFalse, wholeNumber } from './setting';

/** What is younger is removed by mistake alone. */
const LEAST_DAYS = 30;

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
	keep: parsed('a time such as 3y or 400d, of 30 days or more', spanOf, {
		flag: 'keep',
		argument: 'TIME',
		commands: ['sync'],
		about: 'Removes exports, whole, when everything in them is older than this',
	}),
	importDir: parsed('a path', String, {
		flag: 'import',
		argument: 'DIR',
		commands: ['sync'],
		about: 'Takes over the files and manifests that the n8n workflow keeps, and asks Zoho nothing',
	}),
	signingKey: parsed('a file with a private key of Ed25519 in PEM', signerOf, {
		variable: 'ZOHO_AUDIT_SIGNING_KEY',
		about: 'A private key (Ed25519, PEM) that signs the manifests of the archive',
	}),
	syncMinutes: wholeNumber(1, 10_080, {
		variable: 'ZOHO_AUDIT_SYNC_MINUTES',
		unset: 'never',
		about:
			'A running server brings the archive up to now so many minutes after the time before, as `sync` does',
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

/** How long something is kept. */
export interface Span {
	readonly text: string;
	/** The moment so long before another one. */
	readonly before: (instant: number) => number;
}

function spanOf(text: string): Span | null {
	const [, digits, unit] = /^([1-9]\d{0,4})([dy])$/.exec(text) ?? [];
	if (digits === undefined || (unit === 'd' && Number(digits) < LEAST_DAYS)) return null;
	const count = Number(digits);
	const before = (instant: number): number => {
		if (unit === 'd') return instant - count * DAY;
		const date = new Date(instant);
		return date.setUTCFullYear(date.getUTCFullYear() - count);
	};
	return { text, before };
}

function signerOf(file: string): KeyObject | null {
	try {
		return signerIn(readFileSync(file, 'utf8')) ?? null;
	} catch {
		return null;
	}
}

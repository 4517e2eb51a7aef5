import { parsed, trueOrFalse, wholeNumber } from './setting';

/** Where exports are kept, in memory and on disk. */
export const ARCHIVE_SETTINGS = {
	cacheMegabytes: wholeNumber(0, 4_096, {
		variable: 'ZOHO_AUDIT_CACHE_MB',
		default: '256',
		about: 'Memory for exports, their files and rows, so that further questions download nothing',
	}),
	archiveDir: parsed('a path', String, {
		variable: 'ZOHO_AUDIT_ARCHIVE',
		flag: 'archive',
		argument: 'DIR',
		about:
			'A folder in which exports are kept, and from which questions are answered: docs/archive.md',
	}),
	isOffline: trueOrFalse({
		variable: 'ZOHO_AUDIT_OFFLINE',
		flag: 'offline',
		about: 'Answer from the archive alone, without token and without any connection',
	}),
};

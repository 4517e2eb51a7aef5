import { z } from 'zod';
import { DETAILS } from '../questions/shownEntry';

const MAX_CHARS = 200;
const MAX_WORDS = 50;

/** One text. Bounds that no question comes near are checked, and not shown to a model. */
export const text = z
	.string()
	.trim()
	.refine((word) => word.length <= MAX_CHARS, `at most ${MAX_CHARS} characters`);

export const words = (description?: string) => {
	const schema = text.optional();
	return description === undefined ? schema : schema.describe(description);
};

/** Names; one text, and a list as JSON or with commas, are read as well. */
export const list = (description?: string) => {
	const schema = z
		.array(z.string().trim())
		.refine(
			(all) => all.length <= MAX_WORDS && all.every((word) => word.length <= MAX_CHARS),
			`at most ${MAX_WORDS} words of at most ${MAX_CHARS} characters`,
		)
		.optional();
	return description === undefined ? schema : schema.describe(description);
};

/** An id is a string: a number would lose its last digits. */
export const exportId = z
	.string({ error: 'an id is a text of digits: put it in quotes' })
	.trim()
	.refine((id) => /^\d{1,30}$/.test(id), 'an export id has digits only; list_exports shows the ids')
	.describe('Id of an export job, as in list_exports');

export const period = {
	from: words(
		'yesterday, last week, monday, 3 days ago, 2026-11-15, 2026-11, Q3 (whole, without to); 7d, last 30 days, since January (up to now); or a date-time',
	),
	to: words('Same forms; a day or a named period is included. Default now'),
};

export const timeZone = {
	time_zone: words("IANA name, city or offset. Default the organization's"),
};

/** A module by its name. */
export const module = words('Deals, Contacts …');

export const filters = {
	...period,
	user: list('Names or parts of them, e-mail addresses, ids; several mean or'),
	module: list('Deals, Contacts …'),
	action: list('Zoho words or parts: added, updated, deleted, owner_reassigned …'),
	exclude_user: list(),
	exclude_module: list(),
	exclude_action: list(),
	hours: words('Times of day as in 22:00-06:00'),
	weekdays: list('sat, sun …'),
	record: words('Words of a record name, or a record id'),
	text: words('Words that all occur somewhere in the entry'),
	...timeZone,
};

/** The same filters, described once: a list of tools is read as a whole. */
export const sameFilters = {
	from: words('Filters as in get_audit_log'),
	to: words(),
	user: list(),
	module: list(),
	action: list(),
	exclude_user: list(),
	exclude_module: list(),
	exclude_action: list(),
	hours: words(),
	weekdays: list(),
	record: words(),
	text: words(),
	time_zone: words(),
};

/** Opaque, and bound to the other arguments. */
const opaque = z.string().trim().optional();
export const cursor = opaque.describe('next_cursor of the page before; all else the same');
/** The same where another tool describes it. */
export const nextCursor = opaque.describe('next_cursor');

export const exportToRead = exportId
	.optional()
	.describe('Read this export only; all of it without from and to');

export const detail = z
	.enum(DETAILS)
	.default('concise')
	.describe('full adds ids, links, old and new values');

export const limit = (max: number, defaultValue: number) =>
	z.number().int().min(1).max(max).default(defaultValue);

export const waitSeconds = z.number().int().min(0).max(50).default(20);

/** Of a question that is answered from what is there. */
export const waitForNewer = z
	.number()
	.int()
	.min(0)
	.max(50)
	.optional()
	.describe('For what is newer than the archive');

/** Digests are for evidence: they take as long as several readings. */
export const manifest = z
	.boolean()
	.default(false)
	.describe('true adds a manifest with digests that prove the files later');

export const previewEntries = z.number().int().min(0).max(50).default(5);

import { DATA_CENTERS } from '../../../shared/dataCenters';
import { DATE_FORMATS, LOCALES, TIME_FORMATS } from '../../../shared/dialect/timeFormats';
import { MAX_EXPORT_DAYS as DAYS } from '../../../shared/exports/windows';
import { type Claims, numberIn } from '../numbers';

const CAP = numberIn('shared/exports/exportCap.ts', '{ entries: #,');
const FILE_ROWS = numberIn('shared/exports/exportCap.ts', 'entriesPerFile: # }');
const YEARS = numberIn('shared/exports/windows.ts', 'RETENTION_DAYS = # * 366;');
const BIN_PAGES = numberIn('shared/recycleBin/binReading.ts', 'WHOLE_PAGES = #;');
const BIN_DAYS = numberIn('shared/recycleBin/deletedRecord.ts', 'KEPT_DAYS = #;');
const TOKENS = numberIn('test/zoho/accounts/tokens.ts', '{ tokens: #,');
const MINUTES = numberIn('test/zoho/accounts/tokens.ts', 'per: # * MINUTE');

/** What Zoho sets. */
export const ZOHO: Claims = {
	'an export of up to # days': DAYS,
	'up to # days at once': DAYS,
	'at most # days at once': DAYS,
	'windows of at most # days': DAYS,
	'# days in one filtered export': DAYS,
	'An export of # days stays': DAYS,
	'# entries in one export': CAP,
	'export silently ends at # entries': CAP,
	'splits longer periods) and at most # entries': CAP,
	'fewer if there are more than # entries': CAP,
	'the export reached # entries': CAP,
	'cut at # entries': CAP,
	"Zoho's limit of a # entries": CAP,
	'an export ends at a # entries': CAP,
	'Zoho ends an export at # entries': CAP,
	'An export can have a # rows': CAP,
	'a #, of which nothing marks the end': CAP,
	'a ZIP above # entries': FILE_ROWS,
	'More than # entries': FILE_ROWS,
	'keeps the log for up to # years': YEARS,
	'goes back up to # years': YEARS,
	'forgets what is older than # years': YEARS,
	'begins later than # years ago': YEARS,
	"counted from the # that Zoho's": BIN_DAYS,
	'older than the # days of Zoho': BIN_DAYS,
	'only one of more than # pages': BIN_PAGES,
	'# renewals in # minutes': [TOKENS, MINUTES],
	'Zoho issues only # tokens in # minutes': [TOKENS, MINUTES],
	'Zoho issues # tokens in # minutes. Wait # minutes': [TOKENS, MINUTES, MINUTES],
	'All # data centers of Zoho': DATA_CENTERS.length,
	'Of the # × # formats of Zoho': [DATE_FORMATS.length, TIME_FORMATS.length],
	'in the words of # languages': LOCALES.length,
	"Zoho's ids have # digits": 19,
	// The year in which computers begin to count.
	'milliseconds since #': 1970,
};

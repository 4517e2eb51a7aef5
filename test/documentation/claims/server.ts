import { TEXT_COLUMNS } from '../../../mcp/archive/columns';
import { HASH_BYTES } from '../../../shared/files/layout';
import { MAX_NAMED } from '../../../shared/files/rows/unreadRows';
import { EVALS } from '../../mcp/evals/allEvals';
import { type Claims, numberIn } from '../numbers';

const setting = (variable: string): number =>
	numberIn('mcp/config/settings.ts', `variable: '${variable}', default: '#'`);
const part = (line: string): number => numberIn('mcp/archive/folder/partFiles.ts', line);

const FRESH = setting('ZOHO_AUDIT_FRESH_SECONDS');
const FRESH_MINUTES = FRESH / 60;
const GROUPS = numberIn('mcp/tools/summarizeAuditLog.ts', '.max(#) ');
/** That the view draws: compared in test/mcp/view/offered.test.ts. */
const DRAWN = 3;
const LAST_COLUMN = TEXT_COLUMNS.length - 1;
/** What the tests of the commands compare. */
const [DONE, WRONG, NOT_RUN] = [0, 1, 2];

/** What the server, its archive and its commands do. */
export const SERVER: Claims = {
	'A column of up to # texts': numberIn('mcp/archive/writing/textWriter.ts', 'MAX_KNOWN = #;'),
	'A call waits at most # seconds': setting('ZOHO_AUDIT_WAIT_SECONDS'),
	'pages of at most # characters': setting('ZOHO_AUDIT_MAX_RESULT_CHARS'),
	'(ZOHO_AUDIT_FRESH_SECONDS, # minutes)': FRESH_MINUTES,
	'older than # minutes (ZOHO_AUDIT_FRESH_SECONDS)': FRESH_MINUTES,
	'ZOHO_AUDIT_FRESH_SECONDS is #': FRESH,
	// An export takes half a minute.
	'At most one every # minutes leaves # % of that': [FRESH_MINUTES, 100 - 50 / FRESH_MINUTES],
	'With # no question is answered with old entries': 0,
	'by up to # things': GROUPS,
	'by one to # of user, module': GROUPS,
	'Exit code #: written, #: not, #: wrong settings': [DONE, WRONG, NOT_RUN],
	'Exit code #: nothing differs, #: something does, #: it could not be run': [DONE, WRONG, NOT_RUN],
	'Exit code #: nothing differs; #: something does; #: it could not be run': [DONE, WRONG, NOT_RUN],
	'with exit code # and one sentence': NOT_RUN,
	'prints one line and exits with #, or gives the reason and exits with # when': [DONE, WRONG],
	'and the command ends with #.': WRONG,
	'and returns #, or # when anything is wrong': [DONE, WRONG],
	'timeout # seconds or more': numberIn('mcp/server/tools.ts', 'MAX_CALL_MS = #_000') + 5,
	'may call the # tools that it draws': DRAWN,
	'names none of the # tools': DRAWN,
	'redirects are followed by hand, at most #': numberIn('shared/http/guarded.ts', 'MAX_HOPS = #;'),
	'# in # minutes at most': [
		numberIn('mcp/zoho/accessToken.ts', 'MAX_RENEWALS = #;'),
		numberIn('mcp/zoho/accessToken.ts', 'RENEWALS_PER_MS = # * MINUTE'),
	],
	'at most # a second and # in all': [
		1_000 / numberIn('mcp/liveCheck/connection.ts', 'PAUSE_MS = #;'),
		numberIn('mcp/liveCheck/connection.ts', 'MAX_REQUESTS = #;'),
	],
	'overlaps by # minutes with what is there': numberIn(
		'mcp/questions/kept/fromArchive.ts',
		'LATE_MS = # * MINUTE',
	),
	// Two columns of 64 bits.
	'# + # hexadecimal digits': [16, 16],
	'the code of a text; # for an empty cell': 0,
	'from # (done_by) to # (other)': [0, LAST_COLUMN],
	'in groups of #': part('texts: # }'),
	'Format version # of Parquet': 1,
	'; version # would take': 2,
	'The id of a row is the first # bits': 8 * HASH_BYTES,
	'blocks of # rows': numberIn('shared/reading/rowDigest.ts', 'ROWS_PER_BLOCK = #;'),
	'about # KB of rows at a time':
		numberIn('shared/files/rowTexts.ts', 'BYTES_PER_DECODING = #;') / 1024,
	'cut to # bits':
		4 * numberIn('shared/disclosure/hiddenPeople.ts', 'PSEUDONYM = /^person-[0-9a-f]{#}$/'),
	'(# by name)': MAX_NAMED,
	'more than # of its lines': MAX_NAMED,
	'at most # lines of few cells': numberIn('shared/files/rows/footer.ts', 'MAX_LINES = #;'),
	'fewer than # rows, those before it': numberIn(
		'shared/reading/dialect/exportSample.ts',
		'ENOUGH_ROWS = #;',
	),
	'the last # years, where it was open': Math.round(
		numberIn('shared/reading/dialect/entryContexts.ts', 'LONGEST_LOG_MS = # * DAY') / 366,
	),
	'an hour of one user with # times': numberIn('shared/report/bursts.ts', 'FACTOR = #;'),
	'at least #, or with # deletions': [
		numberIn('shared/report/bursts.ts', 'MINIMUM = #;'),
		numberIn('shared/report/bursts.ts', 'MANY_DELETIONS = #;'),
	],
	'a test refuses # KB': numberIn('test/mcp/view/offered.test.ts', 'toBeLessThan(#_000)'),
	'longer than # weeks, in at most # calls': [
		numberIn('mcp/view/counting.ts', 'MAX_DAYS = #;') / 7,
		numberIn('mcp/view/counting.ts', 'MAX_CALLS = #;'),
	],
	'of the # with the most entries and all others together, in at most #': [
		numberIn('mcp/view/users.ts', 'SHOWN = #;'),
		numberIn('mcp/view/users.ts', 'MAX_CALLS = #;') + 3,
	],
	'column of up to # texts': numberIn('mcp/archive/writing/textWriter.ts', 'MAX_KNOWN = #;'),
	'a cell stands for # hours': 3,
	'--entries N up to #': numberIn('test/zoho/emulator.ts', "integer('entries', values.entries, #,"),
	'asks the built server # questions in people': EVALS.length,
};

import { ZohoCrmAuditLogOAuth2Api } from '../../../credentials/ZohoCrmAuditLogOAuth2Api.credentials';
import { ZohoCrmAuditLogTrigger } from '../../../nodes/ZohoCrmAuditLog/ZohoCrmAuditLogTrigger.node';
import { MAX_BYTES } from '../../../shared/alerts/baseline';
import { LEARNING_DAYS } from '../../../shared/alerts/userHistory';
import { MIN_ACTIVE_DAYS } from '../../../shared/alerts/usualDays';
import { flatEntry } from '../../../shared/entries/flatEntry';
import { SEEN_LIMIT } from '../../../shared/trigger/seenIds';
import { randomEntries } from '../../shared/report/randomEntries';
import { type Claims, numberIn } from '../numbers';

const example = (file: string, line: string): number => numberIn(`test/examples/${file}`, line);

const EMPTY_FORM = numberIn(
	'nodes/ZohoCrmAuditLog/form/period.ts',
	"default: 'last#Days', description: 'When the entries were made'",
);
const REUSED = numberIn(
	'nodes/ZohoCrmAuditLog/form/options.ts',
	"name: 'reuseMinutes', type: 'number', default: #,",
);
const FIELDS = randomEntries(1, 1, { from: 0, to: 1 }).map(
	(entry) => Object.keys(flatEntry(entry)).length,
);
const CREDENTIAL = new ZohoCrmAuditLogOAuth2Api().properties;
const SWITCHES = CREDENTIAL.filter(({ displayName }) => /^Allow [CR]/.test(displayName)).length;
const TRIGGER = new ZohoCrmAuditLogTrigger().description.properties;
/** Those that are shown without a choice before. */
const CONTROLS = TRIGGER.filter(
	({ type, name, displayOptions }) => type !== 'notice' && name !== 'options' && !displayOptions,
);

const OVERLAP = numberIn(
	'nodes/ZohoCrmAuditLog/trigger/pace.ts',
	"'overlapMinutes', type: 'number', default: #",
);
const PACE = numberIn(
	'nodes/ZohoCrmAuditLog/trigger/pace.ts',
	"'paceMinutes', type: 'number', default: #",
);
const ODD = numberIn('shared/trigger/sources.ts', 'MAX_ODD_ANSWERS = #;') + 1;
const AGAIN = numberIn('shared/trigger/sources.ts', 'TRY_AGAIN_AFTER = # * HOUR;');
const SLOW = numberIn('shared/trigger/draining.ts', 'MAX_SLOW_READS = #;');
const PAUSE = numberIn('shared/trigger/trouble.ts', 'PAUSE_PER_REQUEST = # * MINUTE;');
const POLLS = numberIn('shared/trigger/waiting.ts', 'PATIENT_POLLS = #;');
const REQUESTS = numberIn('test/faults/unstoppable.test.ts', 'at most # requests a day');
const COUNT = numberIn(
	'nodes/ZohoCrmAuditLog/trigger/alertFields.ts',
	"name: 'count', type: 'number', default: #,",
);
const WITHIN = numberIn(
	'nodes/ZohoCrmAuditLog/trigger/alertFields.ts',
	"name: 'minutes', type: 'number', default: #,",
);
const FOREIGN = numberIn('shared/alerts/alertWatch.ts', 'UNKNOWN_IN_A_ROW = #;');
const DEVIATIONS = numberIn('shared/alerts/usualDays.ts', 'DEVIATIONS = #;');
const USERS = numberIn('shared/alerts/baseline.ts', '. # users with 16 kinds');
const KINDS = numberIn('shared/alerts/baseline.ts', 'users with # kinds');
/** A character of a code stands for six bits. */
const KIND_BITS = 6 * numberIn('shared/alerts/userHistory.ts', 'CODE_LENGTH = #;');
const USER_BITS = 6 * numberIn('shared/alerts/baseline.ts', 'KEY_LENGTH = #;');
const HOURS_BACK = example('siem.json', "startOf('hour').minus({ hours: # })");

/** What the node, the trigger and the workflows for n8n do. */
export const NODE: Claims = {
	'asks for the last # days': EMPTY_FORM,
	'flat (# texts)': FIELDS,
	'returns it flat, as # texts': FIELDS,
	'Simplified is # texts': FIELDS,
	'simplified output of at most # fields': FIELDS,
	'n8n asks for at most # fields': FIELDS,
	'an export of the last # minutes is read again': REUSED,
	'reads one again that is at most # minutes old': REUSED,
	'# switches, shown below them': SWITCHES,
	'Set the # switches': SWITCHES,
	'has # controls besides its options': CONTROLS.length,
	'the wait ends after # seconds': numberIn('nodes/ZohoCrmAuditLog/timeLimit.ts', 'idleMs: #_000'),
	'# items that ask for the same time': numberIn(
		'test/faults/busy.test.ts',
		'{ length: # }, (_, index) => ({ actions',
	),

	'over the last # minutes (option': OVERLAP,
	'The trigger looks back # minutes': OVERLAP,
	'one every # minutes at most (option': PACE,
	'more than # ids in the overlap': SEEN_LIMIT,
	'refuses # times; what refuses both': ODD,
	'After # hours, or one if exports fail': AGAIN,
	'longer than a poll, # times,': SLOW,
	'for an hour or # overlaps': numberIn(
		'shared/trigger/partialList.ts',
		'LONGEST_HOLD, # * overlap',
	),
	'(or # exports, where those are rarer)': numberIn(
		'shared/trigger/trouble.ts',
		'FORGOTTEN_AFTER, # * pace',
	),
	'at least # minutes for each request since the attempt before, which is # a day': [
		PAUSE,
		Math.ceil((24 * 60) / PAUSE),
	],
	'runs for more than # polls': POLLS,
	'at most # requests. When': REQUESTS,

	'(# within # by default)': [COUNT, WITHIN],
	'a burst of a # is some # alerts': [1_000_000, Math.floor(1 + Math.log2(1_000_000 / COUNT))],
	'at most # + log2(n / threshold) alerts': 1,
	"user's own # days": LEARNING_DAYS,
	'is observed for # days': LEARNING_DAYS,
	'in this period of # days': LEARNING_DAYS,
	'each of the last # days': LEARNING_DAYS,
	'after more than # days': LEARNING_DAYS,
	'and # active ones': MIN_ACTIVE_DAYS,
	'# times the median of what days differ': DEVIATIONS,
	'codes of # bits for what': KIND_BITS,
	'is a code of # bits': USER_BITS,
	'at most # KiB': MAX_BYTES / 1024,
	': # users with # kinds': [USERS, KINDS],
	'one first time in some # is missed by a user with # kinds': [
		Math.floor(2 ** KIND_BITS / KINDS / 1_000) * 1_000,
		KINDS,
	],
	'Where # entries in a row have actions': FOREIGN,

	'who deleted # or more records': example('massDeleteAlert.json', '"value": #,'),
	'every # minutes, the trigger with': example('alerts.json', '"value": #,'),
	'exported in the last # days, as a table': example('weeklyTable.json', 'Get the last # days'),
	'the entries of the last # days into a Data Table': example(
		'dataTable.json',
		'Get the last # days',
	),
	"that user's last # days": example('leaver.json', 'a leaver did in the last # days'),
	'the entries of the last # hours': HOURS_BACK,
	'reads the last # hours, so # runs': [HOURS_BACK, HOURS_BACK - 1],
	'more than # hours after they happened': HOURS_BACK,
	'what is older than # years:': Math.round(numberIn('docs/archive.md', '-mtime +#') / 365),
};

import type { Mutant } from './mutant';

const masses = 'test/shared/alerts/masses.test.ts';
const baseline = 'test/shared/alerts/baseline.test.ts';
const alerts = 'test/shared/alerts/alerts.test.ts';
const node = 'test/nodes/triggerAlerts.test.ts';

/** Mutations of what keeps alerts from being missed, false or many, and their memory small and nameless. */
export const ALERT_MUTANTS: readonly Mutant[] = [
	{
		what: 'a mass deletion fires for each of its entries',
		file: 'shared/alerts/masses.ts',
		from: 'if (count < reported) return undefined;',
		to: '',
		tests: masses,
	},
	{
		what: 'a burst ends only with silence, so that a busy user hides the next mass',
		file: 'shared/alerts/masses.ts',
		from: '.filter(([at]) => Math.abs(at - second) <= this.length)',
		to: '.filter(([at]) => at > 0)',
		tests: masses,
	},
	{
		what: 'what an alert has reported is counted again',
		file: 'shared/alerts/masses.ts',
		from: 'activity.open = activity.open.filter(([at]) => at < from || at > from + this.length);',
		to: '',
		tests: masses,
	},
	{
		what: 'entries that come again are counted twice towards a mass',
		file: 'shared/alerts/masses.ts',
		from: 'this.keep(([second]) => second < first);',
		to: 'void first;',
		tests: masses,
	},
	{
		what: 'the memory of masses outlasts its minutes',
		file: 'shared/alerts/masses.ts',
		from: 'this.keep(([second]) => second >= oldest);',
		to: 'void oldest;',
		tests: masses,
	},
	{
		what: 'a mass is found only when its parts come in order',
		file: 'shared/alerts/instantRuns.ts',
		from: 'runs.filter(([at]) => Math.abs(at - second) <= length);',
		to: 'runs.filter(([at]) => at <= second && second - at <= length);',
		tests: masses,
	},
	{
		what: 'everything of a new user is a first time',
		file: 'shared/alerts/baseline.ts',
		from: 'const isKnownLong = day - history.since >= LEARNING_DAYS;',
		to: 'const isKnownLong = day >= 0;',
		tests: baseline,
	},
	{
		what: 'entries that come again are an unusual volume',
		file: 'shared/alerts/baseline.ts',
		from: 'if (instant <= this.repeatedTo ||',
		to: 'if (instant < -1 ||',
		tests: baseline,
	},
	{
		what: 'one mass hides the next, because a mean is not robust',
		file: 'shared/alerts/usualDays.ts',
		from: 'const usual = median(counts);',
		to: 'const usual = counts.reduce((a, b) => a + b, 0) / counts.length;',
		tests: baseline,
	},
	{
		what: 'the memory of what is usual grows with the number of users',
		file: 'shared/alerts/baseline.ts',
		from: 'if (bytes > MAX_BYTES) break;',
		to: '',
		tests: baseline,
	},
	{
		what: 'what was done three weeks ago is a first time, depending on when weeks are counted from',
		file: 'shared/alerts/userHistory.ts',
		from: "periods === 0 ? history.earlier : periods === 1 ? history.recent : '',",
		to: "periods === 0 ? history.earlier : '',",
		tests: baseline,
	},
	{
		what: 'the memory of alerts shows who did something',
		file: 'shared/alerts/alertWatch.ts',
		from: 'this.codes.of(`${alert} ${user}`, KEY_LENGTH)',
		to: '`${alert} ${user}`.padEnd(KEY_LENGTH)',
		tests: node,
	},
	{
		what: 'conditions on actions in another language are silent',
		file: 'shared/alerts/alertWatch.ts',
		from: 'if (this.unknown.count !== UNKNOWN_IN_A_ROW || alerts.length === 0) return;',
		to: 'if (alerts.length >= 0) return;',
		tests: alerts,
	},
	{
		what: 'a user whose rights were taken has raised rights',
		file: 'shared/alerts/rights.ts',
		from: "RIGHTS_TO_EVERYTHING.includes(change.new ?? '')",
		to: "RIGHTS_TO_EVERYTHING.includes(change.old ?? '')",
		tests: alerts,
	},
	{
		what: 'the memory of alerts is kept when every entry is delivered',
		file: 'nodes/ZohoCrmAuditLog/ZohoCrmAuditLogTrigger.node.ts',
		from: "else delete memory['alerts'];",
		to: '',
		tests: node,
	},
	{
		what: 'after a change of the source what comes again is a mass',
		file: 'shared/trigger/poll.ts',
		from: 'repeatsFrom = step.repeatsFrom ?? repeatsFrom;',
		to: '',
		tests: node,
	},
];

import type { Mutant } from './mutant';

const stories = 'test/shared/trigger/unstoppable.test.ts';
const lasting = 'test/shared/trigger/lastingTrouble.test.ts';
const clock = 'test/shared/trigger/clock.test.ts';
const poll = 'test/shared/trigger/poll.test.ts';

/** Mutations of what lets no file, format, clock or trouble stop the trigger, or silence it. */
export const UNSTOPPABLE_MUTANTS: readonly Mutant[] = [
	{
		what: 'the trigger: exports whose files are gone are adopted in turn',
		file: 'shared/trigger/triggerWindow.ts',
		from: "return state !== 'running' && instantOf(job_start_time) <= instantOf(dead_until);",
		to: "return state === 'failed' && instantOf(job_start_time) <= instantOf(dead_until);",
		tests: stories,
	},
	{
		what: 'the trigger: how a file is read is found anew for each portion',
		file: 'shared/trigger/fileDelivery.ts',
		from: 'const dialect = kept\n\t\t?',
		to: 'const dialect = kept && false\n\t\t?',
		tests: stories,
	},
	{
		what: 'the trigger: a file that reads differently is read on',
		file: 'shared/trigger/fileDelivery.ts',
		from: '(fresh.count !== kept.left || fresh.sum !== kept.sum)',
		to: 'fresh.count < 0',
		tests: stories,
	},
	{
		what: 'the trigger: settings that have changed since the create are trusted',
		file: 'shared/reading/dialect/exportsDialect.ts',
		from: 'if (!isKnown && (!isProved || isUnread)) return undefined;',
		to: 'if (!isKnown && isUnread && isProved) return undefined;',
		tests: stories,
	},
	{
		what: 'the trigger: the settings of the create are forgotten',
		file: 'shared/trigger/fileDelivery.ts',
		from: '...{ settings },',
		to: '...{ settings: undefined },',
		tests: 'test/shared/trigger/exports.test.ts test/shared/trigger/unstoppable.test.ts',
	},
	{
		what: 'the trigger: settings that were asked for before the create count as those after it',
		file: 'shared/trigger/fileDelivery.ts',
		from: 'else await session.names.currentUserNow(calls);',
		to: 'else await session.names.currentUser(calls);',
		tests: stories,
	},
	{
		what: 'the trigger: a filter whose names cannot be known matches nothing',
		file: 'shared/trigger/fileDelivery.ts',
		from: 'await requireNames(session, question.filter, dialect, calls);',
		to: 'void requireNames;',
		tests: stories,
	},
	{
		what: 'the trigger: a refusal of both sources moves it to exports',
		file: 'shared/trigger/sources.ts',
		from: 'if (!(await areExportsThere(session, callsOf(budget)))) throw error;',
		to: '',
		tests: stories,
	},
	{
		what: 'the trigger: exports have taken over for ever',
		file: 'shared/trigger/sources.ts',
		from: 'return elapsed < 0 || elapsed >= after;',
		to: 'return elapsed < 0 && elapsed >= after;',
		tests: stories,
	},
	{
		what: 'the trigger: ids that change are not reported',
		file: 'shared/trigger/fileDelivery.ts',
		from: 'shape.isOther && repeated < due ?',
		to: 'shape.isOther && repeated < 0 ?',
		tests: stories,
	},
	{
		what: 'the trigger: durations are measured with a clock that can be set',
		file: 'shared/session.ts',
		from: 'const ticks: Ticks = () => elapsed() as Tick;',
		to: 'void elapsed;\n\tconst ticks: Ticks = () => machineTime() as Tick;',
		tests: clock,
	},
	{
		what: "the trigger: requests begin after a poll's time",
		file: 'shared/http/retrying.ts',
		from: 'if (request.deadline?.isOver) {',
		to: 'if (request.deadline?.left === -1) {',
		tests: clock,
	},
	{
		what: "the trigger: a wait that Zoho asks for outlasts a poll's time",
		file: 'shared/http/retrying.ts',
		from: 'delay >= (request.deadline?.left ?? Infinity)',
		to: 'delay === Infinity',
		tests: clock,
	},
	{
		what: 'the trigger: an attempt follows another however long a trouble lasts',
		file: 'shared/trigger/poll.ts',
		from: 'if (isPaused(trouble, session.machineTime())) return',
		to: 'if (isPaused(trouble, -Infinity)) return',
		tests: `${lasting} -t create 500`,
	},
	{
		what: 'the trigger: attempts that take many requests come as often as others',
		file: 'shared/trigger/trouble.ts',
		from: 'in_a_row > SOON ? requests * PAUSE_PER_REQUEST : 0',
		to: '0',
		tests: lasting,
	},
	{
		what: 'the trigger: a poll that did nothing ends a trouble, so that it is reported anew',
		file: 'shared/trigger/trouble.ts',
		from: 'return { trouble: hasRead ? read : known && { ...known, requests }, isDue: false };',
		to: 'return { trouble: hasRead ? read : undefined, isDue: false };',
		tests: `${lasting} -t download 404`,
	},
	{
		what: 'the trigger: a trouble that ended long ago still counts',
		file: 'shared/trigger/trouble.ts',
		from: 'return in_a_row === 0 &&',
		to: 'return in_a_row < 0 &&',
		tests: poll,
	},
	{
		what: 'the trigger: a job that never ends is looked at all the time',
		file: 'shared/trigger/waiting.ts',
		from: 'const isLong = cursor.looks >= PATIENT_POLLS;',
		to: 'const isLong = cursor.looks < 0;',
		tests: lasting,
	},
	{
		what: 'the trigger: settings that cannot be read replace those that were',
		file: 'shared/trigger/watching.ts',
		from: 'const settings = areKnownSettings(seen) ? seen : (cursor.settings ?? seen);',
		to: 'const settings = areKnownSettings(seen) ? seen : seen;',
		tests: stories,
	},
];

import type { Mutant } from './mutant';

const people = 'test/mcp/tools/listUsers.test.ts';
const review = 'test/shared/review/review.test.ts';
const saving = 'test/mcp/tools/saveAuditLog.test.ts';

/** Mutations of lists of people, of saved answers, and of reviews. */
export const QUESTION_MUTANTS: readonly Mutant[] = [
	{
		what: 'old and new values are saved although they must never be shown',
		file: 'mcp/config/disclosure.ts',
		from: 'return values ? own : withoutValues(entry);',
		to: 'return own;',
		tests: saving,
	},
	{
		what: 'only the first batch of a long answer is saved',
		file: 'mcp/tools/saving/savedText.ts',
		from: 'last && data && end < total',
		to: 'last && data && end > total',
		tests: saving,
	},
	{
		what: 'an edited file is verified by its name',
		file: 'shared/reading/answers/verifyAnswer.ts',
		from: 'verified: findings.length === 0,',
		to: 'verified: index >= 0,',
		tests: saving,
	},
	{
		what: 'a namesake is called idle',
		file: 'mcp/questions/people/countedUsers.ts',
		from: 'return { user, entries: null, last: null };',
		to: 'return { user, entries: 0, last: null };',
		tests: people,
	},
	{
		what: 'everybody is called idle where the log was not read',
		file: 'mcp/questions/people/peopleAnswer.ts',
		from: '(counts !== undefined && entries === 0)',
		to: 'entries === 0',
		tests: people,
	},
	{
		what: 'who may not be seen is called idle',
		file: 'mcp/questions/people/peopleNotes.ts',
		from: "question.visibility !== 'all'",
		to: "question.visibility === 'none'",
		tests: people,
	},
	{
		what: 'review: an export of long before is one of a leaver',
		file: 'shared/review/findings.ts',
		from: 'if (left === undefined || left - entry.instant > within) continue;',
		to: 'if (left === undefined) continue;',
		tests: review,
	},
	{
		what: 'review: the name of several people stands for one of them',
		file: 'shared/review/leavers.ts',
		from: 'if (key === null || (key !== id && this.users.isShared(key))) continue;',
		to: 'if (key === null) continue;',
		tests: review,
	},
	{
		what: 'review: a stretch that is longer than the rule says is a mass',
		file: 'shared/review/bursts.ts',
		from: '> length) first++;',
		to: '> 2 * length) first++;',
		tests: review,
	},
	{
		what: 'review: somebody who is new does everything for the first time',
		file: 'shared/review/userLog.ts',
		from: 'return day - since >= LEARNING_DAYS && ',
		to: 'return day - since >= 0 && ',
		tests: review,
	},
	{
		what: 'review: a day is compared with a fixed number',
		file: 'shared/review/userLog.ts',
		from: 'Math.max(rule.minimum, usual * rule.factor, usual + DEVIATIONS * deviation),',
		to: 'rule.minimum,',
		tests: review,
	},
];

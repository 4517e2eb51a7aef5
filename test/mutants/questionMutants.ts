import type { Mutant } from './mutant';

const people = 'test/mcp/tools/listUsers.test.ts';
const cannotKnow = 'test/mcp/tools/cannotKnow.test.ts';
const resources = 'test/mcp/server/resources.test.ts';
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
		file: 'shared/alerts/usualDays.ts',
		from: 'Math.max(rule.minimum, usual * rule.factor, usual + DEVIATIONS * deviation)',
		to: 'rule.minimum',
		tests: review,
	},
	{
		what: 'a page of rows ends without a word on the next one',
		file: 'mcp/server/exportFiles.ts',
		from: 'returned > 0 && end < total',
		to: 'returned > 0 && end > total',
		tests: resources,
	},
	{
		what: 'a parameter of a resource that there is not is ignored',
		file: 'mcp/server/exportFiles.ts',
		from: "if (name !== 'offset' && name !== 'limit') throw",
		to: "if (name === '') throw",
		tests: resources,
	},
	{
		what: 'a search for values where there are none says nothing',
		file: 'mcp/questions/selection.ts',
		from: 'if (filter.text !== undefined && !hasValues)',
		to: 'if (filter.text === undefined && !hasValues)',
		tests: cannotKnow,
	},
	{
		what: 'a clock that is behind refuses what Zoho would answer',
		file: 'mcp/questions/question.ts',
		from: 'const clocks = [now, now + CLOCK_IS_OFF, now - CLOCK_IS_OFF];',
		to: 'const clocks = [now];',
		tests: cannotKnow,
	},
	{
		what: 'all questions read at once',
		file: 'mcp/questions/turns.ts',
		from: 'if (this.running < this.most) {',
		to: 'if (this.running < Infinity) {',
		tests: 'test/mcp/questions/turns.test.ts',
	},
	{
		what: 'a turn waits for itself',
		file: 'mcp/questions/turns.ts',
		from: 'if (this.within.getStore()) return await work();',
		to: '',
		tests: 'test/mcp/questions/turns.test.ts',
		hangs: true,
	},
];

import type { Mutant } from './mutant';

const people = 'test/mcp/tools/listUsers.test.ts';
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
		file: 'mcp/tools/savedText.ts',
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
];

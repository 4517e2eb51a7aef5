import type { Mutant } from './mutant';

const tests = 'test/mcp/archive/questions.test.ts';
const archive = 'test/mcp/archive/archive.test.ts';

/** Mutations of the server's archive, which has to answer as plain loops do. */
export const ARCHIVE_MUTANTS: readonly Mutant[] = [
	{
		what: 'period: a date that may be two is one of them',
		file: 'mcp/questions/words/dated.ts',
		from: 'Number(one) === Number(two) || Number(two) > 12',
		to: 'Number(one) > 0',
		tests: 'test/mcp/questions/period.test.ts',
	},
	{
		what: 'period: a named period without an end reaches up to now',
		file: 'mcp/questions/words/period.ts',
		from: 'Math.min(first.end ?? now, now)',
		to: 'now',
		tests: 'test/mcp/questions/phrases.test.ts',
	},
	{
		what: 'compared periods: a group that has gone is not shown',
		file: 'mcp/questions/counting/comparison.ts',
		from: '[...previous].filter(([key]) => !present.has(key))',
		to: '[...previous].filter(([key]) => present.has(`${key} `))',
		tests: 'test/mcp/tools/summaries.test.ts',
	},
	{
		what: 'groups: a later page begins at the first group',
		file: 'mcp/archive/groups.ts',
		from: ' OFFSET ${skip}',
		to: ' OFFSET 0',
		tests: 'test/mcp/tools/summaries.test.ts',
	},
	{
		what: 'sql: hours and weekdays are not looked at',
		file: 'mcp/archive/where.ts',
		from: 'if (period?.dayTimes)',
		to: 'if (period?.dayTimes && part.facts.rows < 0)',
		tests: 'test/mcp/tools/lists.test.ts',
	},
	{
		what: 'question: a name with a comma is always several',
		file: 'mcp/questions/words/lists.ts',
		from: '!SEPARATOR.test(word) || (await isName(word, named, names, options))',
		to: '!SEPARATOR.test(word)',
		tests: 'test/mcp/questions/lists.test.ts',
	},
	{
		what: 'archive: a time without seconds is a whole minute of none',
		file: 'mcp/archive/where.ts',
		from: '`instant + grain > ${from}`',
		to: '`instant >= ${from}`',
		tests,
	},
	{
		what: 'archive: entries without a time are left out of a period',
		file: 'mcp/archive/where.ts',
		from: "`instant IS NULL OR (${tests.join(' AND ')})`",
		to: "`(${tests.join(' AND ')})`",
		tests,
	},
	{
		what: 'archive: letters that are not of ASCII are compared as they are',
		file: 'mcp/archive/textWriter.ts',
		from: 'foldedTexts.setItem(index, folded(text))',
		to: 'foldedTexts.setItem(index, text)',
		tests,
	},
	{
		what: 'archive: equal rows of two exports have one id',
		file: 'mcp/archive/entryPage.ts',
		from: "if (earlier.length === 0) return 'number';",
		to: "if (earlier.length >= 0) return 'number';",
		tests,
	},
	{
		what: 'archive: cells of unknown columns are not searched',
		file: 'mcp/archive/rowWriter.ts',
		from: 'if (texts === null) return;',
		to: 'if (texts !== null || texts === null) return;',
		tests,
	},
	{
		what: 'archive: an hour that the clock skips or repeats is counted by the offset of the day before',
		file: 'mcp/archive/clock.ts',
		from: 'if (before !== after) add(zone.changeBetween(start, end), after);',
		to: '',
		tests,
	},
	{
		what: 'archive: nothing is evicted',
		file: 'mcp/archive/archive.ts',
		from: 'if (oldest !== id) await this.evict(oldest);',
		to: '',
		tests: archive,
	},
	{
		what: 'archive: rows are removed while a question reads them',
		file: 'mcp/archive/archive.ts',
		from: 'if (!slot.isLeaving || slot.users > 0) return;',
		to: 'if (!slot.isLeaving) return;',
		tests: archive,
	},
	{
		what: 'archive: a query goes on after its question was cancelled',
		file: 'mcp/archive/database.ts',
		from: "signal?.addEventListener('abort', interrupt);",
		to: '',
		tests: 'test/mcp/archive/database.test.ts',
	},
	{
		what: 'archive: two people of one name are one in two exports',
		file: 'mcp/archive/grouping/keys.ts',
		from: 'labels?.labelOf(texts.get(id) || null,',
		to: 'labels?.labelOf(null,',
		tests,
	},
	{
		what: 'archive: a renamed record is found by its latest name alone',
		file: 'mcp/questions/recordsFound.ts',
		from: 'const names = known?.names ?? new Set<string>();',
		to: 'const names = new Set<string>();',
		tests,
	},
	{
		what: 'counts: two people of one name are one in two files',
		file: 'shared/reading/csvCounts.ts',
		from: 'new UserLabels(context.users, into.idOfUser)',
		to: 'new UserLabels(context.users)',
		tests: 'test/shared/reading/csvCounts.test.ts',
	},
];

import type { Mutant } from './mutant';

/** What a report must not run, invent or leave out. */
export const REPORT_MUTANTS: readonly Mutant[] = [
	{
		what: 'report: text of others becomes markup',
		file: 'shared/report/markup.ts',
		from: "return part.shown.replace(/[&<>\"']/g, (sign) => ESCAPES[sign] ?? '');",
		to: 'return part.shown;',
		tests: 'test/shared/report/hostile.test.ts',
	},
	{
		what: 'report: a link leads anywhere',
		file: 'shared/report/sections.ts',
		from: 'if (url === null || !/^https:\\/\\/[\\w.-]+\\/[\\w./-]*$/.test(url)) return name(text);',
		to: 'if (url === null) return name(text);',
		tests: 'test/shared/report/hostile.test.ts',
	},
	{
		what: 'report: an entry without a time is also one from before 1995',
		file: 'shared/report/tally.ts',
		from: 'this.withoutTime++;\n\t\t\treturn;',
		to: 'this.withoutTime++;',
		tests: 'test/shared/report/enemy.test.ts',
	},
	{
		what: 'report: names that are too many are left out of the bars',
		file: 'shared/report/pictures/bars.ts',
		from: "return rest === 0 ? shown : [...shown, { label: 'All others', count: rest }];",
		to: 'return shown;',
		tests: 'test/shared/report/report.test.ts',
	},
	{
		what: 'report: two people of one name are one',
		file: 'shared/report/nameCounts.ts',
		from: 'return isShared ? `${label} (${this.keyOf(code)})` : label;',
		to: 'return label;',
		tests: 'test/shared/report/report.test.ts',
	},
	{
		what: 'neutral formats: an entry without a time has one, and nothing says so',
		file: 'shared/entries/formats/ecs.ts',
		from: 'tags: audited_time === null ? [TIME_UNKNOWN] : null,',
		to: 'tags: null,',
		tests: 'test/shared/entries/formats.test.ts',
	},
	{
		what: 'neutral formats: an event of OCSF is about nothing',
		file: 'shared/entries/formats/ocsf.ts',
		from: 'const isOfEntity = Boolean(record?.name || record?.id || module);',
		to: 'const isOfEntity = true;',
		tests: 'test/shared/entries/formats.test.ts',
	},
	{
		what: 'report: a time that cannot be leaves no room for the others',
		file: 'shared/report/tally.ts',
		from: 'if (instant < EARLIEST || instant >= LATEST) {',
		to: 'if (instant === Infinity) {',
		tests: 'test/shared/report/enemy.test.ts',
		hangs: true,
	},
	{
		what: 'report: users that are too many are no more than were counted',
		file: 'shared/report/report.ts',
		from: "['Users', users.size, users.others > 0],",
		to: "['Users', users.size],",
		tests: 'test/shared/report/enemy.test.ts',
	},
	{
		what: 'report: findings that are too many are left out without a word',
		file: 'shared/report/entryFindings.ts',
		from: 'this.left++;',
		to: '',
		tests: 'test/shared/report/enemy.test.ts',
	},
	{
		what: 'report: an hour that clocks showed twice is like any other',
		file: 'shared/report/report.ts',
		from: '...clockNotes(tally, about),',
		to: '',
		tests: 'test/shared/report/enemy.test.ts',
	},
];

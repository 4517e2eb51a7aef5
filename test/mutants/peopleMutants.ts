import type { Mutant } from './mutant';

const node = 'test/nodes/personalData.test.ts';
const server = 'test/mcp/people.test.ts';
const rule = 'shared/disclosure/hiddenPeople.ts';

/** Mutations of what hides people, at the doors of both packages. */
export const PEOPLE_MUTANTS: readonly Mutant[] = [
	{
		what: 'a record of a module that is not listed keeps its name',
		file: rule,
		from: 'OF_PEOPLE.test(folded(name)) || !this.modules.isNamed(name)',
		to: 'OF_PEOPLE.test(folded(name))',
		tests: node,
	},
	{
		what: 'the id of an entry can be tried against names',
		file: rule,
		from: 'if (GIVEN_ID.test(id)) return id;',
		to: 'if (GIVEN_ID.test(id) || id) return id;',
		tests: node,
	},
	{
		what: 'names are hidden although nobody knows which they are',
		file: rule,
		from: "if (names.lacks('users')) {",
		to: 'if (names.notes.length > 99) {',
		tests: node,
	},
	{
		what: 'a name the other way round stays',
		file: rule,
		from: "this.phrases.add([last, ...words].join(' '), name);",
		to: 'return;',
		tests: node,
	},
	{
		what: 'a refusal repeats the name that was asked for',
		file: 'nodes/ZohoCrmAuditLog/form/personalData.ts',
		from: 'if (people && error instanceof AuditLogError)',
		to: 'if (!people && error instanceof AuditLogError)',
		tests: node,
	},
	{
		what: 'words are searched in values that are hidden',
		file: 'nodes/ZohoCrmAuditLog/form/filters.ts',
		from: 'if (hiding) rejectText',
		to: 'if (!hiding) rejectText',
		tests: node,
	},
	{
		what: 'the cursor holds the id of an entry for all to read',
		file: 'mcp/questions/hidden/hidingPeople.ts',
		from: 'next_cursor: sealed(cursor, key)',
		to: 'next_cursor: cursor',
		tests: server,
	},
	{
		what: 'the answer repeats the question',
		file: 'mcp/questions/hidden/hidingPeople.ts',
		from: 'names.includes(name) ? AS_ASKED : value',
		to: 'value',
		tests: server,
	},
	{
		what: 'people are listed where they are hidden',
		file: 'mcp/server/tools.ts',
		from: "!(people && name === 'list_users') &&",
		to: '',
		tests: server,
	},
	{
		what: 'rows as received leave where names are hidden',
		file: 'mcp/config/disclosure.ts',
		from: "const values = fieldValues !== 'never' && isNamed;",
		to: "const values = fieldValues !== 'never';",
		tests: server,
	},
];

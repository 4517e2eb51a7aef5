import type { Mutant } from './mutant';

const other = 'test/mcp/archive/folder/otherVersion.test.ts';

/** Mutations of how an archive is read that another version has written. */
export const VERSION_MUTANTS: readonly Mutant[] = [
	{
		what: 'other version: its rows are used',
		file: 'mcp/archive/folder/keptPart.ts',
		from: 'data?.schema === SCHEMA &&',
		to: 'data &&',
		tests: other,
	},
	{
		what: 'other version: its files are removed',
		file: 'mcp/archive/folder/orphans.ts',
		from: 'if (unknown.has(file)) continue;',
		to: '',
		tests: other,
	},
	{
		what: 'other version: files of its parts that were replaced stay',
		file: 'mcp/archive/folder/orphans.ts',
		from: '(isOfPart ? ID_FIRST : OF_EXPORT)',
		to: '(isOfPart ? OF_EXPORT : OF_EXPORT)',
		tests: other,
	},
	{
		what: 'other version: its files lead out of the folder',
		file: 'mcp/archive/folder/statedPart.ts',
		from: 'if (data && OUTSIDE.test(data.stored)) {',
		to: "if (data?.stored === '') {",
		tests: other,
	},
	{
		what: 'other version: its files are not compared',
		file: 'mcp/archive/folder/statedPart.ts',
		from: 'if (data) files.set(',
		to: 'if (data) new Map().set(',
		tests: other,
	},
	{
		what: 'other version: rows in another form belong to no export',
		file: 'mcp/archive/folder/statedPart.ts',
		from: 'ID.test(text) ? text : (ID_FIRST.exec(text)?.[1] ?? [])',
		to: '[]',
		tests: other,
	},
	{
		what: 'other version: a newer form is called no manifest',
		file: 'mcp/archive/folder/manifest.ts',
		from: 'if (newer === undefined) throw',
		to: 'throw',
		tests: other,
	},
	{
		what: 'sync: rows of another version stay',
		file: 'mcp/questions/kept/keepParts.ts',
		from: 'if (!which.all && (await archive.hasPart(id))) continue;',
		to: 'if (!which.all) continue;',
		tests: 'test/mcp/commands/sync.test.ts',
	},
];

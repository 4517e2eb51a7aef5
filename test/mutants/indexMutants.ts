import type { Mutant } from './mutant';

const tests = 'test/mcp/archive/rowIndex.test.ts';

/** Mutations of the server's row index. */
export const INDEX_MUTANTS: readonly Mutant[] = [
	{
		what: 'rows with user ids are counted by names',
		file: 'mcp/archive/rowIndex.ts',
		from: "return (filter.user === null && !keys.includes('user')) || !csv.hasUserIds;",
		to: 'return true;',
		tests,
	},
	{
		what: 'a time that is not stored exactly is counted',
		file: 'mcp/archive/rowIndex.ts',
		from: 'if (csv.times.at(row) === UNFIT) return null;',
		to: '',
		tests,
	},
];

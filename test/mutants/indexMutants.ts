import type { Mutant } from './mutant';

const tests = 'test/mcp/archive/rowIndex.test.ts';

/** Deliberate faults of what the server remembers of rows. */
export const INDEX_MUTANTS: readonly Mutant[] = [
	{
		what: 'rows with ids of users are told apart by names',
		file: 'mcp/archive/rowIndex.ts',
		from: 'return filter.user === null || !csv.hasUserIds;',
		to: 'return true;',
		tests,
	},
	{
		what: 'a time that is not kept exactly is counted',
		file: 'mcp/archive/rowIndex.ts',
		from: 'if (csv.times.at(row) === UNFIT) return null;',
		to: '',
		tests,
	},
];

import type { Mutant } from './mutant';

const matching = 'shared/recycleBin/matching.ts';
const reading = 'shared/recycleBin/readBin.ts';
const matched = 'test/shared/recycleBin/matching.test.ts';
const read = 'test/shared/recycleBin/readBin.test.ts';

/** Mutations of what reads the recycle bin and matches it with the log. */
export const BIN_MUTANTS: readonly Mutant[] = [
	{
		what: 'a record is matched with another deletion of it',
		file: matching,
		from: 'Math.abs(at - time) <= TOLERANCE);',
		to: 'Math.abs(at - time) <= Infinity);',
		tests: matched,
	},
	{
		what: 'two deletions of one minute are told apart by chance',
		file: matching,
		from: "return twins.length === 0 ? entry : 'several_entries';",
		to: 'return entry;',
		tests: matched,
	},
	{
		what: 'a log that was not read has no entry',
		file: matching,
		from: 'if (isOutside || deletions.isCutOff)',
		to: 'if (deletions.isCutOff)',
		tests: matched,
	},
	{
		what: 'a bin that was read in part holds nothing else',
		file: matching,
		from: 'bin.isComplete && at <= bin.asOf - TOLERANCE',
		to: 'at <= bin.asOf - TOLERANCE',
		tests: matched,
	},
	{
		what: 'a bin of several pages is read once',
		file: reading,
		from: 'let isSettled = reading.pages <= 1;',
		to: 'let isSettled = true;',
		tests: read,
	},
	{
		what: 'the list ends where times are not in order',
		file: reading,
		from: 'if (isSorted && newest < from)',
		to: 'if (newest < from)',
		tests: read,
	},
	{
		what: 'a list that Zoho cuts off is a whole one',
		file: reading,
		from: 'isComplete: lack === null && isSettled,',
		to: 'isComplete: isSettled,',
		tests: read,
	},
	{
		what: 'a deleted tag is a deleted record',
		file: 'shared/recycleBin/deletions.ts',
		from: 'const DELETED = /^(deleted?|mass_deleted?(_.*)?)$/;',
		to: 'const DELETED = /deleted?/;',
		tests: matched,
	},
	{
		what: 'names of people are in the list of deleted records',
		file: 'shared/recycleBin/deletedRecord.ts',
		from: 'record: people.record(module, record),',
		to: 'record,',
		tests: 'test/mcp/tools/listDeletedRecords.test.ts',
	},
];

import type { Mutant } from './mutant';

const matching = 'shared/recycleBin/matching.ts';
const reading = 'shared/recycleBin/readBin.ts';
const pages = 'shared/recycleBin/binReading.ts';
const strange = 'test/shared/recycleBin/strangeBin.test.ts';
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
		from: 'let isSettled = reading.pages <= 1 && reading.lack === null;',
		to: 'let isSettled = reading.lack === null;',
		tests: read,
	},
	{
		what: 'the list ends where times are not in order',
		file: pages,
		from: 'order.isFalling && order.oldest < from',
		to: 'order.oldest < from',
		tests: strange,
	},
	{
		what: 'records of one time are in order',
		file: pages,
		from: 'return !this.isBroken && this.oldest < this.newest;',
		to: 'return !this.isBroken;',
		tests: strange,
	},
	{
		what: 'a page that is in order by chance ends the list',
		file: pages,
		from: 'const WHOLE_PAGES = 25;',
		to: 'const WHOLE_PAGES = 1;',
		tests: strange,
	},
	{
		what: 'a page without records is the end although more is announced',
		file: pages,
		from: '&& page.hasMore !== true)',
		to: ')',
		tests: strange,
	},
	{
		what: 'a list that ends before what was announced is a whole one',
		file: pages,
		from: 'return end(isAnnounced ? BIN_NOTES.endedEarly : null);',
		to: 'return end(null);',
		tests: strange,
	},
	{
		what: 'a page that comes in place of another is taken for it',
		file: pages,
		from: '(isRepeated ? BIN_NOTES.repeating : null)',
		to: 'null',
		tests: strange,
	},
	{
		what: 'what is no record is left out without a word',
		file: pages,
		from: 'unreadable += page.unreadable;',
		to: '',
		tests: strange,
	},
	{
		what: 'two records without an id are one',
		file: 'shared/recycleBin/binPage.ts',
		from: 'return asText(id) === null ? `${count} ${text}` : text;',
		to: 'return text;',
		tests: strange,
	},
	{
		what: 'a wrong clock of this machine is the time of the bin',
		file: pages,
		from: 'begunAt ??= session.now() - (session.ticks() - begun);',
		to: 'begunAt ??= session.machineTime();',
		tests: strange,
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
	{
		what: 'one deletion is that of two records',
		file: matching,
		from: "return isSpare ? { ...shown, eventId: null, match: 'other_time' } : shown;",
		to: 'return shown;',
		tests: matched,
	},
	{
		what: 'a mass deletion without ids is no reason to doubt',
		file: matching,
		from: "return isNear ? 'entry_without_id' : 'no_entry';",
		to: "return 'no_entry';",
		tests: matched,
	},
	{
		what: 'a record without a deleter was deleted by another',
		file: 'shared/recycleBin/meantRecords.ts',
		from: "if (verdicts.includes('unknown')) undecided++;",
		to: "if (verdicts.includes('unknown')) continue;",
		tests: 'test/shared/recycleBin/meantRecords.test.ts',
	},
	{
		what: 'a record that was just deleted has more than 60 days left',
		file: 'shared/recycleBin/deletedRecord.ts',
		from: 'return Math.min(KEPT_DAYS, Math.max(0, left));',
		to: 'return Math.max(0, left);',
		tests: 'test/shared/recycleBin/daysLeft.test.ts',
	},
	{
		what: 'Zoho keeps nothing longer than it says',
		file: 'shared/recycleBin/notes.ts',
		from: '...(records.some(isOld) ? [KEPT_LONGER] : []),',
		to: '',
		tests: 'test/shared/recycleBin/daysLeft.test.ts',
	},
];

import type { Mutant } from './mutant';

const csv = 'test/oracles/csv.test.ts test/shared/files/csv.test.ts';
const damage = 'test/shared/files/unreadRows.test.ts test/oracles/damage.test.ts';
const members = 'test/shared/files/members.test.ts';

/** Mutations of what is done about rows that cannot be read. */
export const ROW_MUTANTS: readonly Mutant[] = [
	{
		what: 'bytes that are not UTF-8 are read as text',
		file: 'assembly/csvMarks.ts',
		from: 'if (invalid == next) return rows;',
		to: 'if (invalid >= 0) return rows;',
		tests: csv,
	},
	{
		what: 'after a quote that is not closed it goes on where the next quote is',
		file: 'shared/files/rows/recovery.ts',
		from: 'if (row.fault !== WRONG_CELL_COUNT || next >= row.next) return next;',
		to: 'if (row.next > next) return row.next;',
		tests: damage,
	},
	{
		what: 'half of a value that was cut in two is read as a value',
		file: 'shared/files/rows/recovery.ts',
		from: "const isDoubtful = run.beginsWithPiece || run.continues === 'closes';",
		to: 'const isDoubtful = false;',
		tests: damage,
	},
	{
		what: 'the rest of a quoted value is read as a row',
		file: 'shared/files/rows/recovery.ts',
		from: 'if (row !== null && (earlier.endsWithPiece || earlier.isOpen)) {',
		to: 'if (row !== null && earlier.endsWithPiece && false) {',
		tests: damage,
	},
	{
		what: 'lines of a value whose quotes are lost are read as rows',
		file: 'shared/files/rows/recovery.ts',
		from: 'if (earlier && (earlier.hasQuotes || run.hasQuotes)) return 0;',
		to: '',
		tests: damage,
	},
	{
		what: 'a row is returned before it is known what follows it',
		file: 'assembly/csvMarks.ts',
		from: 'return checked(rows - 1, rowFrom(rows - 1));\n}\n\n/** The rows before one at fault',
		to: 'return checked(rows, rowStart);\n}\n\n/** The rows before one at fault',
		tests: damage,
	},
	{
		what: 'a file that ends inside a row is read',
		file: 'shared/files/csvMarks.ts',
		from: 'if (cutOff) throw',
		to: 'if (cutOff && this.total < 0) throw',
		tests: csv,
	},
	{
		what: 'a file of which most lines are no rows is read',
		file: 'shared/files/csvMarks.ts',
		from: 'if (unread.count <= Math.max(total, MAX_NAMED)) return;',
		to: 'if (unread.count > 0) return;',
		tests: damage,
	},
	{
		what: 'a row that could not be read is not reported',
		file: 'shared/reading/readEntries.ts',
		from: 'counts.unread.addAll(pass.rows.reader.unread);',
		to: '',
		tests: 'test/oracles/damage.test.ts test/mcp/archive/rowIndex.test.ts',
	},
	{
		what: 'a row that could not be read is not reported of an indexed file',
		file: 'shared/reading/readEntries.ts',
		from: 'counts.unread.addAll(skipped.unread);',
		to: '',
		tests: 'test/mcp/archive/rowIndex.test.ts',
	},
	{
		what: 'a web page in place of a file leaves an answer complete',
		file: 'shared/files/rows/members.ts',
		from: "holds: 'a web page', isLoss: true",
		to: "holds: 'a web page', isLoss: false",
		tests: members,
	},
	{
		what: 'a CSV without the name of one is skipped',
		file: 'shared/files/rows/members.ts',
		from: 'return isTable ? null :',
		to: 'return reader.width < 0 ? null :',
		tests: members,
	},
	{
		what: 'an archive without a CSV is read as no entries',
		file: 'shared/files/exportFile.ts',
		from: 'if (isEmpty) {',
		to: 'if (isEmpty && skipped.length < 0) {',
		tests: members,
	},
	{
		what: 'anything may follow the end of an archive',
		file: 'shared/files/zipDirectory.ts',
		from: 'const fits = end >= filled && end <= view.byteLength;',
		to: 'const fits = end <= view.byteLength;',
		tests: members,
	},
];

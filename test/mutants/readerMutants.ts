import type { Mutant } from './mutant';

const csv = 'test/oracles/csv.test.ts test/shared/files/csv.test.ts';
const zip = 'test/oracles/zip.test.ts test/oracles/hostile.test.ts';
const gunzip = 'test/oracles/gunzip.test.ts';
const texts = 'test/shared/files/rowTexts.test.ts';
const cells = 'test/shared/reading/dictionaryColumn.test.ts';
const topK = 'test/shared/entries/topK.test.ts';
const entries = 'test/shared/reading/csvEntries.test.ts';

/** Mutations of the file readers, in WebAssembly and around it. */
export const READER_MUTANTS: readonly Mutant[] = [
	{
		what: 'all entries are kept to find the first k',
		file: 'shared/entries/topK.ts',
		from: 'if (this.kept.length >= this.k * 2) this.shorten();',
		to: '',
		tests: topK,
	},
	{
		what: 'entries of one second come in any order',
		file: 'shared/entries/topK.ts',
		from: 'return a.id === b.id ? 0 : a.id < b.id ? -rank : rank;',
		to: 'return 0;',
		tests: topK,
	},
	{
		what: 'a row may have fewer or more cells than the header',
		file: 'assembly/csvMarks.ts',
		from: 'if (width != 0 && count != width) return fault(WRONG_CELL_COUNT, row, line, line);',
		to: '',
		tests: csv,
	},
	{
		what: 'a quote may occur inside a cell',
		file: 'assembly/csvMarks.ts',
		from: 'if (position != cellStart) return fault(QUOTE_INSIDE, row, rowStart, position);',
		to: '',
		tests: 'test/shared/files/unreadRows.test.ts',
	},
	{
		what: 'a quote need not be closed',
		file: 'assembly/csvMarks.ts',
		from: 'if (position == end) return isWhole ? broken(NEVER_CLOSED, open) : CONTINUES;',
		to: 'if (position == end) return isWhole ? 0 : CONTINUES;',
		tests: csv,
	},
	{
		what: 'text may follow a closing quote',
		file: 'assembly/csvMarks.ts',
		from: 'else return broken(TEXT_AFTER_QUOTE, after);',
		to: 'else return 0;',
		tests: csv,
	},
	{
		what: 'a cell may have any length',
		file: 'assembly/csvMarks.ts',
		from: 'if (long != 0) return',
		to: 'if (long < 0) return',
		tests: 'test/oracles/hostile.test.ts test/shared/files/csv.test.ts',
	},
	{
		what: 'a row that continues in the next chunk ends with the first',
		file: 'assembly/csvMarks.ts',
		from: 'if (!isWhole) return stop(row, rowStart);',
		to: '',
		tests: csv,
	},
	{
		what: 'a long row overflows its buffer',
		file: 'assembly/rowTexts.ts',
		from: 'const needed = rowBytes(row) + HASH_DIGITS + MAX_COLUMNS;',
		to: 'const needed: usize = 0;',
		tests: `${texts} ${entries}`,
	},
	{
		what: 'the same text in another column has the same id',
		file: 'assembly/rowHash.ts',
		from: 'store<u8>(out, load<u8>(at, COLUMN_LABEL + 16), 16);',
		to: 'store<u8>(out, 1);',
		tests: texts,
	},
	{
		what: 'rows that do not match are kept',
		file: 'assembly/dictionary.ts',
		from: 'to += (<usize>load<u8>(table + CODE_MATCHES + <usize>code)) << 2;',
		to: 'to += 4;',
		tests: cells,
	},
	{
		what: 'rows with a long cell are kept unfiltered',
		file: 'assembly/dictionary.ts',
		from: 'hasLong = true;',
		to: '',
		tests: cells,
	},
	{
		what: 'the hash table is filled until a look-up never ends',
		file: 'shared/files/dictionaryCodes.ts',
		from: 'this.offset !== reader.offset || this.count + BATCH_ROWS >= MAX_CODES',
		to: 'this.offset !== reader.offset',
		tests: cells,
		hangs: true,
	},
	{
		what: 'numbers are read from memory as it was before it grew',
		file: 'shared/files/fileMemory.ts',
		from: 'for (const renew of this.renewals) renew();',
		to: '',
		tests: entries,
	},
	{
		what: 'a wrong checksum of a stored member is accepted',
		file: 'shared/files/zip.ts',
		from: 'if (sum >>> 0 !== member.crc) throw',
		to: 'if (sum < -1e12) throw',
		tests: zip,
	},
	{
		what: 'a member may unpack to less than it states',
		file: 'shared/files/zip.ts',
		from: 'if (at < end) throw',
		to: 'if (at < 0) throw',
		tests: zip,
	},
	{
		what: 'a member is written beyond the size that it states',
		file: 'shared/files/zip.ts',
		from: 'if (to > end) throw',
		to: 'if (to < 0) throw',
		tests: zip,
	},
	{
		what: 'an error of the platform is ignored',
		file: 'shared/files/gunzip.ts',
		from: 'throw await refusal();',
		to: 'await refusal();',
		tests: zip,
	},
	{
		what: 'a member is unpacked without its checksum',
		file: 'shared/files/zip.ts',
		from: 'const chunks = gunzip(gzipAround(compressed, crc, size));',
		to: "const chunks = decompressed([compressed], 'deflate-raw');",
		tests: zip,
	},
	{
		what: 'bytes after the end are ignored in the node',
		file: 'shared/files/gunzip.ts',
		from: "decompressed(parts, 'gzip');",
		to: "decompressed([parts[1] ?? Uint8Array.of()], 'deflate-raw');",
		tests: gunzip,
	},
	{
		what: 'bytes after the end are ignored on the server',
		file: 'mcp/archive/gunzip.ts',
		from: 'if (stream.bytesWritten !==',
		to: 'if (stream.bytesWritten + 1e12 <',
		tests: gunzip,
	},
	{
		what: 'a cancelled read continues in the platform',
		file: 'shared/files/gunzip.ts',
		from: 'await reader.cancel().catch(() => undefined);',
		to: 'reader.releaseLock();',
		tests: gunzip,
	},
	{
		what: 'a ZIP bomb is unpacked',
		file: 'shared/files/zip.ts',
		from: 'if (isBomb(size, compressed.length)) {',
		to: 'if (size < 0) {',
		tests: zip,
	},
	{
		what: 'a gzip file may be followed by another one',
		file: 'shared/files/exportFile.ts',
		from: 'if (stated !== size || (',
		to: 'if (stated < 0 || (',
		tests: gunzip,
	},
	{
		what: 'a gzip file may be followed by a zero and anything',
		file: 'shared/files/exportFile.ts',
		from: '(await isWhole(packed.subarray(0, -1), host))',
		to: 'false',
		tests: gunzip,
	},
	{
		what: 'a gzip bomb is unpacked',
		file: 'shared/files/exportFile.ts',
		from: 'isBomb(size, packed.length)',
		to: 'size < 0',
		tests: zip,
	},
	{
		what: 'a repeated hour is read as its second pass',
		file: 'shared/dialect/zoneDays.ts',
		from: 'return wallClock >= unclear && wallClock < only ? null : instant;',
		to: 'return instant;',
		tests: 'test/shared/dialect/auditedTime.test.ts',
	},
];

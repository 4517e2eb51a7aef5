import { DictionaryColumn } from '../../../shared/reading/dictionaryColumn';
import { CsvReader } from '../../../shared/files/csv';
import { RowList } from '../../../shared/files/rowList';
import { WINDOW_BYTES } from '../../../shared/files/rows/fileWindow';
import { bytesOf, csvFile, csvInMemory, readTables } from '../../oracles/read';

async function read(
	text: string | Uint8Array,
): Promise<readonly (readonly string[])[] | undefined> {
	return (await readTables(csvFile(text)))[0]?.rows;
}

test('a value with a line break stays in one row', async () => {
	expect(await read('Time,Text\r\na,"one\r\ntwo\nthree\rfour"\r\nb,c\r\n')).toEqual([
		['Time', 'Text'],
		['a', 'one\r\ntwo\nthree\rfour'],
		['b', 'c'],
	]);
});

test.each([
	['UTF-8', Buffer.from('Time,Text\na,ä王🎉\n')],
	['UTF-8 with mark', Buffer.from('\ufeffTime,Text\na,ä王🎉\n')],
	['UTF-16LE', Buffer.from('\ufeffTime,Text\na,ä王🎉\n', 'utf16le')],
	['UTF-16BE', Buffer.from('\ufeffTime,Text\na,ä王🎉\n', 'utf16le').swap16()],
])('%s is read', async (_, bytes) => {
	expect(await read(bytes)).toEqual([
		['Time', 'Text'],
		['a', 'ä王🎉'],
	]);
});

test.each([
	['Time,Text\na,"never closed\n\n', 'a quote is never closed (line 2, byte 12)'],
	['Time,Text\na,b\nc,"d\ne', 'a quote is never closed (line 3, byte 16)'],
	['Time,Text\na,b\nc,"d\ne,f', 'a quote is never closed (line 3, byte 16)'],
	['Time,Text\na,b\nc,"d\ne,f\ng\n', 'a quote is never closed (line 3, byte 16)'],
	['Time,Text\r\na,b\r\nc', 'a row has 1 cells where the header has 2 (line 3, byte 16)'],
	['Time,Text\na,b\nc,"d"e', 'text follows a closing quote (line 3, byte 19)'],
	[Buffer.from([...bytesOf('Time,Text\na,b\nc,d'), 0xc3]), 'a text is not UTF-8 (line 3, byte 17)'],
	[
		Buffer.from([...bytesOf('Time,'), 0xff, ...bytesOf('\na,b\n')]),
		'a text is not UTF-8 (line 1, byte 5)',
	],
	[Buffer.from([...bytesOf('Time,\n'), 0xff, 0xfe]), 'a row has 1 cells'],
])('%j is refused with file, line and byte', async (text, refusal) => {
	await expect(read(text)).rejects.toThrow(refusal);
	await expect(read(text)).rejects.toThrow(
		/^The file AuditLog\.csv is damaged: .* Download the export again\.$/,
	);
});

test('invalid UTF-16 is refused', async () => {
	const bytes = Buffer.concat([
		Buffer.from('\ufeffTime,Text\na,', 'utf16le'),
		Buffer.from([0, 0xd8]),
	]);
	await expect(read(bytes)).rejects.toThrow(
		'it says that it is UTF-16LE and holds bytes that are not',
	);
});

test('rows are marked in small batches', () => {
	const reader = new CsvReader(csvInMemory(`Time,Text\n${'a,b\n'.repeat(5000)}`));
	const sizes: number[] = [];
	while (reader.next()) sizes.push(reader.rows);
	expect(sizes.reduce((sum, rows) => sum + rows, 0)).toBe(5000);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(1024);
});

test('a batch of long rows ends after a megabyte', () => {
	const row = `a,${'b'.repeat(500_000)}\n`;
	const reader = new CsvReader(csvInMemory(`Time,Text\n${row.repeat(9)}`));
	reader.next();
	// The third is looked at, and is the first of the next batch.
	expect(reader.rows).toBe(2);
});

test('a value at each limit is still read', async () => {
	const cell = 'x'.repeat(1024 * 1024);
	expect((await read(`Time,Text\na,${cell}\n`))?.[1]?.[1]).toBe(cell);
	const header = Array.from({ length: 1000 }, (_, column) => `C${column}`).join(',');
	expect((await read(`${header}\n`))?.[0]).toHaveLength(1000);
	await expect(read(`${header},C1000\n`)).rejects.toThrow('it has more than 1000 columns');
});

test('rows after more than a megabyte of blank lines are read', async () => {
	const blank = '\n'.repeat(1.5 * 1024 * 1024);
	expect(await read(`${blank}Time,Text\n${blank}a,b\n`)).toHaveLength(2);
	await expect(read(blank)).rejects.toThrow('it has no header');
});

describe('a file larger than the part in memory', () => {
	const TAIL = ['x,"a ""b"",\r\nc"\r\n', '\r\n', 'ä,""\r\n', '"王",d\r\n', '\n\n', 'e,"f"\n'].join(
		'',
	);
	const ROW = `${'a'.repeat(1000)},b\n`;
	const rows = Math.floor((WINDOW_BYTES - 5000) / ROW.length);
	const start = bytesOf(`Time,Text\n${ROW.repeat(rows)}`);

	test.each(Array.from({ length: TAIL.length + 4 }, (_, before) => before))(
		'is read completely, also with %d bytes of a row in the next part',
		(before) => {
			const padding = WINDOW_BYTES - start.length - bytesOf(TAIL).length + before - 3;
			const bytes = Buffer.concat([start, bytesOf(`${'p'.repeat(padding)},q\n${TAIL}`)]);
			const reader = new CsvReader(csvInMemory(bytes));
			const cells = new DictionaryColumn(reader, 1, (text) => text);
			const all = new RowList(reader.memory);
			let count = 0;
			const last: string[][] = [];
			while (reader.next()) {
				all.setAll(reader.rows);
				cells.encode(all);
				for (let row = 0; row < reader.rows; row++) {
					if (count++ > rows) last.push(reader.texts(row));
					const text = cells.at(row);
					if (count > rows + 1) expect(text).toBe(last.at(-1)?.[1]);
				}
			}
			expect(count).toBe(rows + 5);
			expect(last).toEqual([
				['x', 'a "b",\r\nc'],
				['ä', ''],
				['王', 'd'],
				['e', 'f'],
			]);
		},
	);

	test('has the delimiter of its header, also when it is read again', () => {
		const others = `${'a;'.repeat(500)},b\n`.repeat(20);
		const csv = csvInMemory(Buffer.concat([start, bytesOf(others)]));
		for (let pass = 0; pass < 2; pass++) {
			const reader = new CsvReader(csv);
			expect(reader.header).toEqual(['Time', 'Text']);
			while (reader.next());
		}
	});

	test('names the line of the file', () => {
		const bytes = Buffer.concat([start, start.subarray(10), bytesOf('a,b,c\n')]);
		const reader = new CsvReader(csvInMemory(bytes));
		while (reader.next());
		expect(reader.unread.named).toMatchObject([{ line: 2 * rows + 2 }]);
	});
});

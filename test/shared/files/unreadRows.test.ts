import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { CsvReader } from '../../../shared/files/csv';
import { WINDOW_BYTES } from '../../../shared/files/rows/fileWindow';
import { runs } from '../../runs';
import { bytesOf, csvFile, csvInMemory, readTables } from '../../oracles/read';

const HEADER = 'Time,Who,Text';

/** Rows of three cells, and what is named of the other lines. */
async function read(text: string | Uint8Array) {
	const [table] = await readTables(csvFile(text));
	const named = table?.unread?.named ?? [];
	return {
		rows: table?.rows.slice(1).map((row) => row.join('|')),
		unread: named.map(({ line, why }) => `${line}: ${why}`),
		count: table?.unread?.count ?? 0,
	};
}

const csv = (...lines: string[]): string => [HEADER, ...lines, ''].join('\n');
const QUOTE = 'a quote stands inside a cell that is not quoted';
const DOUBT = 'it may be a part of the row beside it, which cannot be read';

test.each([
	['a,b', 'a row has 2 cells where the header has 3'],
	['a,b,c,d', 'a row has 4 cells where the header has 3'],
	['a,b"c,d', QUOTE],
	['a,"b "c" d",e', 'text follows a closing quote'],
	[',,,', 'a row has 4 cells where the header has 3'],
])('%j is reported, and the rows around it are read', async (line, why) => {
	expect(await read(csv('1,x,y', line, '2,x,y'))).toEqual({
		rows: ['1|x|y', '2|x|y'],
		unread: [`3: ${why}`],
		count: 1,
	});
});

test('a row with a byte that is not UTF-8 is reported, with line breaks in it too', async () => {
	const bytes = Buffer.concat([
		bytesOf(`${HEADER}\n1,x,y\n2,"a\n`),
		Buffer.of(0xe2, 0x82),
		bytesOf('",b\n3,x,y\n'),
	]);
	const { rows, unread } = await read(bytes);
	expect(rows).toEqual(['1|x|y', '3|x|y']);
	expect(unread).toEqual(['3: a text is not UTF-8']);
});

test('what is UTF-8 is decided as the platform decides it', async () => {
	const parts = fc.oneof(
		fc.constantFrom('a', 'ä', '王', '🎉', '\u07ff', '\u0800', '\uffff', '\u{10ffff}').map(bytesOf),
		fc
			.constantFrom(
				[0xed, 0xa0, 0x80],
				[0xe0, 0x9f, 0xbf],
				[0xf0, 0x8f, 0xbf, 0xbf],
				[0xf4, 0x90, 0x80, 0x80],
				[0xc1, 0xbf],
				[0xed, 0x9f, 0xbf],
			)
			.map((bytes) => Uint8Array.from(bytes)),
		fc.uint8Array({ min: 0x80, minLength: 1, maxLength: 4 }),
		fc.nat(150).map((size) => bytesOf('x'.repeat(size))),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(parts, { maxLength: 12 }), async (all) => {
			const text = Buffer.concat(all);
			const { rows } = await read(
				Buffer.concat([bytesOf(`${HEADER}\n1,x,"`), text, bytesOf('"\n2,x,y\n')]),
			);
			expect(rows).toEqual(isUtf8(text) ? [`1|x|${text.toString()}`, '2|x|y'] : ['2|x|y']);
		}),
		{ numRuns: runs(300) },
	);
});

test('a quote that is never closed swallows no row', async () => {
	const { rows, unread } = await read(csv('1,x,y', '2,"x,y', '3,x,y', '4,x,y', '5,x,y'));
	expect(rows).toEqual(['1|x|y', '4|x|y', '5|x|y']);
	expect(unread).toEqual(['3: a quote is never closed', `4: ${DOUBT}`]);
});

test('nor does one that the next quoted value seems to close', async () => {
	const { rows, unread } = await read(csv('1,x,y', '2,"x,y', '3,x,y', '4,x,y', '5,"x,z",y'));
	expect(rows).toEqual(['1|x|y', '4|x|y', '5|x,z|y']);
	expect(unread).toEqual(['3: text follows a closing quote', `4: ${DOUBT}`]);
});

test('a row of too many cells with line breaks in its values is one row', async () => {
	const { rows, unread } = await read(csv('1,x,y', '2,"a\n9,9,9\nb",x,y', '3,x,y'));
	expect(rows).toEqual(['1|x|y', '3|x|y']);
	expect(unread).toEqual(['3: a row has 4 cells where the header has 3']);
});

test.each([
	['its last value was cut in two', ['1,x,y', '2,x,a', 'b', '3,x,y'], ['1|x|y']],
	['its first value was cut in two', ['1,x,y', '2', '2,x,y', '3,x,y'], ['3|x|y']],
	['its quoted last value does not begin', ['1,x,y', '2,x,a', 'b"', '3,x,y'], ['1|x|y', '3|x|y']],
	['an empty line is in that value', ['1,x,y', '2,x,a', '', 'b"', '3,x,y'], ['1|x|y', '3|x|y']],
	['its quoted first value does not end', ['1,x,y', '"2', 'b,x,y', '3,x,"y"'], ['1|x|y', '3|x|y']],
])('no row is made of a part of one: %s', async (_, lines, rows) => {
	const found = await read(csv(...lines));
	expect(found.rows).toEqual(rows);
	expect(found.count).toBe(lines.filter((line) => line !== '').length - rows.length);
});

test('rows in a value whose quotes are lost are not rows of the file', async () => {
	const lines = ['1,x,y', '2,a', '9,9,9', '8,8,8', 'b",y', '3,x,y'];
	const { rows } = await read(csv(...lines));
	expect(rows).toEqual(['1|x|y', '3|x|y']);
});

test('where a lost quote makes rows of the text between values, none of them is read', async () => {
	// The first text is one quote, and one of its quotes is lost; another text is a quote and a line break.
	const lost = ['1,"""', '2,0', '3,Ana', '4,"""', '"', '5,",', ',"', '6,x', '7,"""a"""'];
	for (const before of [0, 5, 15, 62, 63, 64, 65]) {
		const good = Array.from({ length: before }, (_, at) => `${at},x`);
		const lines = ['Time,Text', ...good, ...lost, '8,x', '9,x', '10,x', ''];
		const [table] = await readTables(csvFile(lines.join('\n')));
		const rows = table?.rows.slice(1).map((row) => row.join());
		expect(rows?.slice(0, before)).toEqual(good);
		for (const row of rows?.slice(before) ?? []) expect(row).toMatch(/^(7,"a"|(6|8|9|10),x)$/);
		expect(rows?.slice(-2)).toEqual(['9,x', '10,x']);
	}
});

test('a row that damage follows is held back wherever rows are marked together', async () => {
	for (const before of [1, 62, 63, 64, 65, 190, 191, 192, 193]) {
		const good = Array.from({ length: before }, (_, at) => `${at},x,y`);
		const { rows, count } = await read(csv(...good, 'last,x,half', 'of it', 'next,x,y', '9,x,y'));
		// Both rows beside the piece may have lost it.
		expect([rows?.length, count]).toEqual([before + 1, 3]);
		expect(rows?.slice(-2)).toEqual([`${before - 1}|x|y`, '9|x|y']);
	}
});

test('twenty lines are named, and all are counted', async () => {
	const lines = Array.from({ length: 50 }, (_, at) => [`${at},x,y`, 'a,b']).flat();
	const { count, unread, rows } = await read(csv(...lines, 'z,x,y'));
	expect([count, unread.length, rows?.length]).toEqual([50, 20, 51]);
	expect(unread[19]).toMatch(/^41: /);
});

test('of a small file, more lines than are rows may be none; of a larger one they may not', async () => {
	const few = Array<string>(20).fill('a,b');
	expect(await read(csv('1,x,y', ...few))).toMatchObject({ rows: ['1|x|y'], count: 20 });
	const many = Array<string>(21).fill('a,b');
	await expect(read(csv('1,x,y', ...many))).rejects.toThrow(
		'The file AuditLog.csv is damaged: most of its rows cannot be read (line 3: a row has 2 cells',
	);
});

test('damage is found in a file larger than the part in memory, on both sides of its seam', () => {
	const row = `${'a'.repeat(1000)},b,c\n`;
	const count = Math.floor((WINDOW_BYTES - 5000) / row.length);
	for (let before = 0; before < 30; before += 3) {
		const padding = 'p'.repeat(WINDOW_BYTES - HEADER.length - 1 - count * row.length - before - 12);
		const tail = `${padding},q,r\n1,x,y\n2,"x\n3,x,y\n4,"y",z\n${row.repeat(20)}5,x\n6,x,y\n`;
		const bytes = bytesOf(`${HEADER}\n${row.repeat(count)}${tail}${row.repeat(20)}`);
		const reader = new CsvReader(csvInMemory(bytes));
		const firsts: string[] = [];
		let rows = 0;
		while (reader.next()) {
			for (let at = 0; at < reader.rows; at++) {
				const text = reader.text(at, 0);
				if (text.length === 1) firsts.push(text);
				rows++;
			}
		}
		expect(firsts).toEqual(['1', '4', '6']);
		expect(rows).toBe(count + 1 + 40 + 3);
		expect(reader.unread.named.map(({ line }) => line - count)).toEqual([4, 5, 27]);
	}
});

test('a file with a quote in each third line is read to its end, or refused with a reason', () => {
	for (const line of ['a,"b,c', 'a,b"c,d', 'a,"b""', '"","",",', ',",', 'a']) {
		const text = `${HEADER}\n${`${line}\n1,x,y\n1,x,y\n`.repeat(3_000)}`;
		const reader = new CsvReader(csvInMemory(text));
		expect(() => {
			while (reader.next());
			throw new Error('read');
		}).toThrow(/^read$|a quote is never closed|most of its rows/);
	}
});

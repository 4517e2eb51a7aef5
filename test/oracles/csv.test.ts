import fc from 'fast-check';
import { delimiterOf } from '../../shared/files/rows/csvDelimiter';
import { prefaceOf } from '../../shared/files/rows/csvPreface';
import { runs } from '../runs';
import { csvOracle, csvOracleWithout } from './oracle';
import { bytesOf, csvFile, readTables } from './read';

const BREAKS = ['\n', '\r\n', '\r'] as const;
const DELIMITERS = [',', ';', '\t'] as const;

const cells = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\r', '\n', 'a', 'ä', '王', '🎉', ' ') }),
	fc.constant(''),
);

const files = fc
	.record({
		width: fc.integer({ min: 2, max: 7 }),
		delimiter: fc.constantFrom(...DELIMITERS),
		lineBreak: fc.constantFrom(...BREAKS),
		isEnded: fc.boolean(),
		encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be'),
	})
	.chain((dialect) =>
		fc.record({
			dialect: fc.constant(dialect),
			rows: fc.array(
				fc.array(fc.tuple(cells, fc.boolean()), {
					minLength: dialect.width,
					maxLength: dialect.width,
				}),
				{ maxLength: 40 },
			),
		}),
	);

test('a valid file is read as csv-parse reads it, to the byte', async () => {
	await fc.assert(
		fc.asyncProperty(files, async ({ dialect, rows }) => {
			const { width, delimiter, lineBreak, isEnded, encoding } = dialect;
			const header = Array.from({ length: width }, (_, column) => `Column ${column}`);
			const lines = [
				header.join(delimiter),
				...rows.map((row) => row.map(([text, quote]) => formatted(text, quote)).join(delimiter)),
			];
			const text = lines.join(lineBreak) + (isEnded ? lineBreak : '');
			const bytes = encoded(text, encoding);
			const [table] = await readTables(csvFile(bytes));
			expect(table?.rows).toEqual([header, ...rows.map((row) => row.map(([cell]) => cell))]);
			expect(table?.rows).toEqual(csvOracle(bytes, delimiter));
		}),
		{ numRuns: runs(200) },
	);
});

/** Nothing that csv-parse refuses is read, and it reads the same: the file, or what is left without lines that are reported. */
async function expectAsOracle(bytes: Uint8Array): Promise<void> {
	// For csv-parse the first line is the header, whatever follows.
	const { start, hasHeader } = prefaceOf(bytes);
	if (start > 0 || !hasHeader) return;
	const [table] = (await readTables(csvFile(bytes)).catch(() => undefined)) ?? [];
	const expected = csvOracle(bytes, ',');
	if (expected !== undefined || table === undefined) {
		expect(table?.rows).toEqual(expected);
		expect(table?.unread).toBeUndefined();
		return;
	}
	if (!table.unread && !table.footers) throw new Error('csv-parse refuses a line that was read.');
	const others = csvOracleWithout(bytes, ',', table);
	if (others !== 'not comparable') expect(table.rows).toEqual(others);
}

test('what csv-parse refuses is refused or reported, and both read the same', async () => {
	const fragments = fc.constantFrom(
		...['"', '""', ',', ';', '\t', '\n', '\r', '\r\n', 'a', 'ä', ' ', '\ufeff', ',,', '"\n"'],
	);
	await fc.assert(
		fc.asyncProperty(fc.array(fragments, { maxLength: 40 }), async (parts) => {
			await expectAsOracle(bytesOf(`Time,Action\n${parts.join('')}`));
		}),
		{ numRuns: runs(600) },
	);
});

test('what is not UTF-8 is reported wherever it occurs', async () => {
	const bytes = fc.uint8Array({ minLength: 1, maxLength: 30 });
	await fc.assert(
		fc.asyncProperty(bytes, async (invalid) => {
			await expectAsOracle(
				Buffer.concat([bytesOf('Time,Action\n"'), invalid, bytesOf('",x\na,b\n')]),
			);
		}),
		{ numRuns: runs(300) },
	);
});

describe('declared differences', () => {
	test('a line before lines of more values is a title, and one before delimiters alone is a header', async () => {
		const [titled] = await readTables(csvFile('Time,Action\na,b,c,d\ne,f,g,h\n'));
		expect(titled?.rows).toEqual(['a b c d', 'e f g h'].map((row) => row.split(' ')));
		const [plain] = await readTables(csvFile('Time,Action\n,,,\n,,,\na,b\n'));
		expect(plain?.rows).toEqual([
			['Time', 'Action'],
			['a', 'b'],
		]);
		expect(plain?.unread?.count).toBe(2);
	});

	test('a byte order mark with nothing after it, which csv-parse reads as no rows, is refused', async () => {
		expect(csvOracle(bytesOf('\ufeff\n\n'), ',')).toEqual([]);
		await expect(readTables(csvFile('\n\n'))).rejects.toThrow('nothing in place of the file');
	});

	test.each(['<html>,x\na,b\n', '{code:1},x\na,b\n'])(
		'%j, which csv-parse reads, counts as an answer in place of a file',
		async (text) => {
			expect(csvOracle(bytesOf(text), ',')).toHaveLength(2);
			await expect(readTables(csvFile(text))).rejects.toThrow('in place of the file');
		},
	);

	test('mixed line endings are read as csv-parse reads them when it allows all three', async () => {
		const text = 'Time,Action\r\na,b\nc,d\re,"f\r\n"\n';
		const [table] = await readTables(csvFile(text));
		expect(table?.rows).toEqual(csvOracle(bytesOf(text), ','));
		expect(table?.rows).toHaveLength(4);
	});

	test('empty lines are skipped, and a line of white space is a row with one cell', async () => {
		const [table] = await readTables(csvFile('\n\nTime,Action\n\na,b\n\r\n\nc,d\n\n'));
		expect(table?.rows).toHaveLength(3);
		const [blank] = await readTables(csvFile('Time,Action\n \n'));
		expect(blank?.unread?.named).toMatchObject([
			{ line: 2, why: 'a row has 1 cells where the header has 2' },
		]);
	});

	test('the delimiter is the one the header uses most', () => {
		expect(String.fromCharCode(delimiterOf(bytesOf('a;b;c,d\n,,,,')))).toBe(';');
		expect(String.fromCharCode(delimiterOf(bytesOf('"a;b;c",d\n')))).toBe(',');
		expect(String.fromCharCode(delimiterOf(bytesOf('\r\na\tb\n')))).toBe('\t');
		expect(String.fromCharCode(delimiterOf(bytesOf('Time\n;;;\n')))).toBe(',');
	});
});

function formatted(text: string, quote: boolean): string {
	const mustQuote = quote || /["\r\n,;\t]/.test(text);
	return mustQuote ? `"${text.replaceAll('"', '""')}"` : text;
}

function encoded(text: string, encoding: string): Uint8Array {
	if (encoding === 'utf-8') return bytesOf(text);
	if (encoding === 'utf-8 with mark') return bytesOf(`\ufeff${text}`);
	const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
	return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

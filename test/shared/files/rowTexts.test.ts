import fc from 'fast-check';
import { CsvReader } from '../../../shared/files/csv';
import { type NamedColumn, RowTexts } from '../../../shared/files/rowTexts';
import { RowList } from '../../../shared/files/rowList';
import { bytesOf, csvInMemory } from '../../oracles/read';

interface Hashed {
	readonly cells: readonly (readonly string[])[];
	readonly hashes: readonly string[];
}

/** The rows below the header, with the hash of all their columns. */
function read(csv: string | Uint8Array, columns?: readonly NamedColumn[]): Hashed {
	const reader = new CsvReader(csvInMemory(csv));
	const indexes = [...reader.header.keys()];
	const named = columns ?? indexes.map((index) => ({ index, name: index + 1 }));
	const texts = new RowTexts(reader, indexes, { columns: named, timeColumn: -1 });
	const rows = new RowList(reader.room);
	const cells: string[][] = [];
	const hashes: string[] = [];
	while (reader.next()) {
		rows.setAll(reader.rows);
		texts.begin(rows);
		while (texts.next()) {
			cells.push([...texts.cells]);
			hashes.push(texts.hash);
		}
	}
	return { cells, hashes };
}

const hashOf = (...cells: string[]): string => {
	const header = cells.map((_, index) => `C${index}`).join(',');
	const line = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
	return read(`${header}\n${line}\n`).hashes[0] ?? '';
};

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', 'ä', '王', '🎉') });

test('texts of many rows are the texts of their cells', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(texts, texts, texts), { maxLength: 300 }), (rows) => {
			const lines = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`));
			expect(read(['A,B,C', ...lines.map((line) => line.join(','))].join('\n')).cells).toEqual(
				rows,
			);
		}),
	);
});

test('an unusually long row is read among others', () => {
	const long = ['x'.repeat(1_000_000), 'ä'.repeat(400_000), `"${'y'.repeat(900_000)}`];
	const rows = [['a', 'b', 'c'], long, ['d', 'e', 'f']];
	const lines = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
	expect(read(['A,B,C', ...lines].join('\n')).cells).toEqual(rows);
});

test('two halves of a character in two cells are not joined', () => {
	const csv = Buffer.from([...bytesOf('A,B\nx,y\n'), 0xc3, 0x2c, 0xa8, 0x0a]);
	expect(() => read(csv)).toThrow('a text is not UTF-8 (line 3, byte 8)');
});

test('different cells, or the same in other columns, have different hashes', () => {
	const cell = fc.string({ unit: fc.constantFrom('a', 'b', 'ä'), maxLength: 20 });
	fc.assert(
		fc.property(cell, cell, cell, cell, (a, b, c, d) => {
			expect(hashOf(a, b) === hashOf(c, d)).toBe(a === c && b === d);
		}),
		{ numRuns: 300 },
	);
	expect(hashOf('a', '')).not.toBe(hashOf('', 'a'));
	expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
});

test('neighboring bytes, quotes and the order of columns do not change a hash', () => {
	const rows = ['Weiß', 'x'.repeat(17), 'Mitten im Text, der länger ist'];
	const named = (order: readonly number[]): NamedColumn[] =>
		order.map((name, index) => ({ index, name: name + 1 }));
	for (const row of rows) {
		const first = read(`A,B,C\n"${row}",b,\n`, named([0, 1, 2])).hashes[0];
		const second = read(`C,B,A\n,"b","${row}"\nfollows,it,now\n`, named([2, 1, 0])).hashes[0];
		const third = read(`B,A,D,C\nb,"${row}",,""`, named([1, 0, 3, 2])).hashes[0];
		expect(new Set([first, second, third]).size).toBe(1);
	}
});

test('each changed bit changes about half of a hash, in each of its quarters', () => {
	for (const length of [7, 16, 40]) {
		const whole = hashOf('@'.repeat(length));
		const changed = [0, 0, 0, 0];
		let trials = 0;
		for (let at = 0; at < length; at++) {
			for (let bit = 0; bit < 6; bit++) {
				const cell = [...'@'.repeat(length)];
				cell[at] = String.fromCharCode(0x40 ^ (1 << bit));
				const other = hashOf(cell.join(''));
				trials++;
				changed.forEach((_, quarter) => {
					const words = [whole, other].map((hash) =>
						parseInt(hash.slice(quarter * 8, quarter * 8 + 8), 16),
					);
					const bits = ((words[0] ?? 0) ^ (words[1] ?? 0)) >>> 0;
					changed[quarter] = (changed[quarter] ?? 0) + bits.toString(2).replaceAll('0', '').length;
				});
			}
		}
		for (const bits of changed) {
			expect(bits / trials).toBeGreaterThan(13.5);
			expect(bits / trials).toBeLessThan(18.5);
		}
	}
});

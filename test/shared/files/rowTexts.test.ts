import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { CsvReader } from '../../../shared/files/csv';
import { type LabelledColumn, RowHashes } from '../../../shared/files/rowHashes';
import { RowTexts } from '../../../shared/files/rowTexts';
import { RowList } from '../../../shared/files/rowList';
import { runs } from '../../runs';
import { bytesOf, csvInMemory } from '../../oracles/read';

interface Hashed {
	readonly cells: readonly (readonly string[])[];
	readonly hashes: readonly string[];
}

/** The rows below the header, with the hash of all their columns. */
function read(csv: string | Uint8Array, columns?: readonly LabelledColumn[]): Hashed {
	const reader = new CsvReader(csvInMemory(csv));
	const indexes = [...reader.header.keys()];
	const all = columns ?? indexes.map((index) => ({ index, label: Uint8Array.of(index + 1) }));
	const identity = { columns: all, timeColumn: -1 };
	const texts = new RowTexts(reader, indexes, new RowHashes(reader.memory, identity));
	const rows = new RowList(reader.memory);
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
	expect(read(csv).cells).toEqual([['x', 'y']]);
});

test('different cells, or the same in other columns, have different hashes', () => {
	const cell = fc.string({ unit: fc.constantFrom('a', 'b', 'ä'), maxLength: 20 });
	fc.assert(
		fc.property(cell, cell, cell, cell, (a, b, c, d) => {
			expect(hashOf(a, b) === hashOf(c, d)).toBe(a === c && b === d);
		}),
		{ numRuns: runs(100) },
	);
	expect(hashOf('a', '')).not.toBe(hashOf('', 'a'));
	expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
});

test('neighboring bytes, quotes and the order of columns do not change a hash', () => {
	const rows = ['Weiß', 'x'.repeat(17), 'Mitten im Text, der länger ist'];
	const labelled = (order: readonly number[]): LabelledColumn[] =>
		order.map((index, at) => ({ index, label: Uint8Array.of(at + 1) }));
	for (const row of rows) {
		const first = read(`A,B,C\n"${row}",b,\n`, labelled([0, 1, 2])).hashes[0];
		const second = read(`C,B,A\n,"b","${row}"\nfollows,it,now\n`, labelled([2, 1, 0])).hashes[0];
		const third = read(`B,A,D,C\nb,"${row}",,""`, labelled([1, 0, 3, 2])).hashes[0];
		expect(new Set([first, second, third]).size).toBe(1);
	}
});

test('rows of any length, one that is longer than all that is usual among them, have the hashes that Node gives them', () => {
	const long = 'x"'.repeat(200_000);
	const rows = Array.from({ length: 400 }, (_, row) => [
		'a'.repeat(row),
		row === 250 ? long : '"'.repeat(row % 20),
	]);
	const lines = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
	expect(read(['A,B', ...lines].join('\n')).hashes).toEqual(
		rows.map((cells) => {
			const hash = createHash('blake2s256').update('row1');
			cells.forEach((cell, at) => {
				if (cell === '') return;
				const size = Buffer.from([255, 0, 0, 0, 0]);
				size.writeUInt32LE(cell.length, 1);
				hash.update(Uint8Array.of(at + 1));
				hash.update(cell.length < 255 ? Uint8Array.of(cell.length) : size).update(cell);
			});
			return hash.digest('hex').slice(0, 32);
		}),
	);
});

import fc from 'fast-check';
import { DictionaryColumn } from '../../../shared/reading/dictionaryColumn';
import { CsvReader } from '../../../shared/files/csv';
import { RowList } from '../../../shared/files/rowList';
import { csvInMemory } from '../../oracles/read';

/** All rows of the batch. */
function allRows(reader: CsvReader): RowList {
	const rows = new RowList(reader.memory);
	rows.setAll(reader.rows);
	return rows;
}

test('each cell has the value of its own text, however similar cells are', () => {
	const texts = fc.array(
		fc.oneof(
			fc.string({ unit: fc.constantFrom('a', 'b', '"', 'ä'), maxLength: 9 }),
			fc.integer({ max: 5000 }).map((number) => `05/21/2026 ${number}`),
			fc.constant('x'.repeat(200)),
		),
		{ maxLength: 300 },
	);
	fc.assert(
		fc.property(texts, fc.boolean(), (all, isQuoted) => {
			const rows = all.map((text) => {
				const quote = isQuoted || text.includes('"') ? '"' : '';
				return `1,${quote}${text.replaceAll('"', '""')}${quote}`;
			});
			const reader = new CsvReader(csvInMemory(['A,B', ...rows].join('\n')));
			const cells = new DictionaryColumn(reader, 1, (text) => ({ text }));
			let at = 0;
			while (reader.next()) {
				cells.encode(allRows(reader));
				for (let row = 0; row < reader.rows; row++) expect(cells.at(row).text).toBe(all[at++]);
			}
			expect(at).toBe(all.length);
		}),
	);
});

test('a repeated text is decoded once', () => {
	const reader = new CsvReader(csvInMemory(`A,B\n${'Ana,x\nBen,"y"\n'.repeat(3000)}`));
	let made = 0;
	const cells = new DictionaryColumn(reader, 0, (text) => ({ text, number: made++ }));
	while (reader.next()) cells.encode(allRows(reader));
	// Ana, Ben, and the empty cell.
	expect(made).toBe(3);
});

test('texts do not fill the hash table, however many there are', () => {
	const rows = Array.from({ length: 20_000 }, (_, row) => `x,${row}\n`);
	const reader = new CsvReader(csvInMemory(`A,B\n${rows.join('')}`));
	const cells = new DictionaryColumn(reader, 1, (text) => text);
	let at = 0;
	while (reader.next()) {
		cells.encode(allRows(reader));
		expect(cells.at(reader.rows - 1)).toBe(String(at + reader.rows - 1));
		at += reader.rows;
	}
	expect(at).toBe(20_000);
});

test('matching rows are kept, in their order, whatever their cells are', () => {
	const texts = fc.array(
		fc.constantFrom('', 'a', 'b', '"c"', 'ä', 'x'.repeat(200), 'y'.repeat(300)),
	);
	fc.assert(
		fc.property(texts, fc.func(fc.boolean()), (all, isMatch) => {
			const reader = new CsvReader(
				csvInMemory(`A,B\n${all.map((text) => `1,${text}\n`).join('')}`),
			);
			const cells = new DictionaryColumn(reader, 1, (text) => text, isMatch);
			if (!reader.next()) return;
			const rows = allRows(reader);
			cells.keepMatching(rows);
			const kept = Array.from({ length: rows.count }, (_, index) => rows.at(index));
			expect(kept).toEqual([...all.keys()].filter((row) => isMatch(reader.text(row, 1))));
			for (const row of kept) expect(cells.at(row)).toBe(reader.text(row, 1));
		}),
	);
});

test('a missing column is empty, for the filter too', () => {
	const reader = new CsvReader(csvInMemory('A\nx\ny\n'));
	reader.next();
	for (const isMatch of [true, false]) {
		const cells = new DictionaryColumn(
			reader,
			undefined,
			(text) => text,
			() => isMatch,
		);
		const rows = allRows(reader);
		cells.keepMatching(rows);
		expect(rows.count).toBe(isMatch ? 2 : 0);
		expect(cells.at(0)).toBe('');
	}
});

import fc from 'fast-check';
import { RepeatedCells } from '../../../shared/entries/repeatedCells';
import { CsvReader } from '../../../shared/files/csv';
import { csvInMemory } from '../../oracles/read';

test('what is found for a cell is what its own text makes, however cells resemble each other', () => {
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
			const cells = new RepeatedCells(reader, 1, (text) => ({ text }));
			let at = 0;
			while (reader.next()) {
				for (let row = 0; row < reader.rows; row++) expect(cells.at(row).text).toBe(all[at++]);
			}
			expect(at).toBe(all.length);
		}),
	);
});

test('a text that comes again is not made again', () => {
	const reader = new CsvReader(csvInMemory(`A,B\n${'Ana,x\nBen,"y"\n'.repeat(30)}`));
	let made = 0;
	const cells = new RepeatedCells(reader, 0, (text) => ({ text, number: made++ }));
	reader.next();
	for (let row = 0; row < reader.rows; row++) cells.at(row);
	// Ana, Ben, and what stands for an empty cell.
	expect(made).toBe(3);
});

test('texts nobody asks for do not fill the table', () => {
	const rows = Array.from({ length: 20_000 }, (_, row) => `x,${row}\n`);
	const reader = new CsvReader(csvInMemory(`A,B\n${rows.join('')}`));
	const cells = new RepeatedCells(reader, 1, (text) => text);
	let at = 0;
	while (reader.next()) {
		expect(cells.at(reader.rows - 1)).toBe(String(at + reader.rows - 1));
		at += reader.rows;
	}
	expect(at).toBe(20_000);
});

test('a column that is not there is empty', () => {
	const reader = new CsvReader(csvInMemory('A\nx\n'));
	reader.next();
	expect(new RepeatedCells(reader, undefined, (text) => text).at(0)).toBe('');
});

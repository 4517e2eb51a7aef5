import { CsvReader } from '../../../shared/files/csv';
import { csvInMemory } from '../../oracles/read';

const HEADER = 'Done By,Action,Module,Record Name,Audited Time';
const rowsOf = (count: number): string[] =>
	Array.from({ length: count }, (_, at) => {
		const minute = String(at % 60).padStart(2, '0');
		return `Marta Quill,updated,Deals,Deal ${at},05/21/2026 02:${minute} PM`;
	});

function read(lines: readonly string[], end = '\r\n') {
	const reader = new CsvReader(csvInMemory(lines.join('\r\n') + end));
	const rows: (string | undefined)[] = [];
	while (reader.next()) {
		for (let row = 0; row < reader.rows; row++) rows.push(reader.text(row, 3));
	}
	const { footers, headers, count } = reader.unread;
	return {
		rows,
		footers: footers.map(({ line, rows: before }) => [line, before]),
		headers: headers.map(({ line }) => line),
		unread: count,
	};
}

const named = (count: number): string[] => rowsOf(count).map((row) => row.split(',')[3] ?? '');

describe.each([3, 63, 64, 65, 2_000])('of %i rows', (count) => {
	const rows = rowsOf(count);
	const all = named(count);
	test.each([[0], [1], [2], [count]])('the header once more is no row, after row %i', (at) => {
		const again = [...rows.slice(0, at), HEADER, ...rows.slice(at)];
		const read_ = read([HEADER, ...again]);
		expect(read_).toEqual({ rows: all, footers: [], headers: [at + 2], unread: 0 });
		const marked = [...rows.slice(0, at), `\uFEFF${HEADER}`, HEADER, ...rows.slice(at)];
		const headers = [at + 2, at + 3];
		expect(read([HEADER, ...marked])).toEqual({ ...read_, headers });
	});
	test.each([HEADER, `\uFEFF${HEADER}`])('%j at the end without a line break is no row', (last) => {
		const found = read([HEADER, ...rows, last], '');
		expect(found).toEqual({ rows: all, footers: [], headers: [count + 2], unread: 0 });
	});
	test('a row that only begins as the header does is a row', () => {
		const longer = read([HEADER, ...rows, `${HEADER} (local)`], '');
		expect(longer.rows).toEqual([...all, 'Record Name']);
	});
	test('the header once more beside damage is no row', () => {
		const damaged = 'Marta "Q" Quill,updated';
		const found = read([HEADER, damaged, HEADER, ...rows, HEADER, damaged, ...rows]);
		expect(found.rows.filter((name) => name === 'Record Name')).toEqual([]);
	});
	test.each([
		'Total: N,,,,',
		',,,Total: N,',
		'Total,N,,,',
		'"Total","N","","",""',
		'N records in all,,,,',
	])('a total with as many cells as rows have is none: %s', (pattern) => {
		const total = pattern.replace('N', String(count));
		const isClear = count >= 10 || /[:,]\s?"?N/.test(pattern);
		for (const end of ['', '\r\n', '\r\n\r\n']) {
			const found = read([HEADER, ...rows, total], end);
			expect(found.rows).toHaveLength(isClear ? count : count + 1);
			expect(found.footers).toEqual(isClear ? [[count + 2, count]] : []);
		}
	});
	test.each([
		'Total: 7777,,,,',
		'Marta Quill,updated,Deals,Total: N,',
		'Total: N,,,,05/21/2026 02:00 PM',
	])('what may be an entry stays one: %s', (pattern) => {
		const line = pattern.replace('N', String(count));
		expect(read([HEADER, ...rows, line]).rows).toHaveLength(count + 1);
	});
	test('a total in another place stays a row', () => {
		const [first = '', ...others] = rows;
		const total = `Total: ${count},,,,`;
		expect(read([HEADER, first, total, ...others]).rows).toHaveLength(count + 1);
	});
});

test('where any cell of a row may be empty, a line that states a number stays a row', () => {
	const sparse = ['Marta Quill,,,,', ',updated,Deals,Deal 1,05/21/2026 02:00 PM'];
	const found = read([HEADER, ...sparse, 'Total: 2,,,,']);
	expect([found.rows.length, found.footers]).toEqual([3, []]);
});

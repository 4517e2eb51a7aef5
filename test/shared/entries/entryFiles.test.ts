import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { entriesAsCsv } from '../../../shared/entries/entryFiles';
import { runs } from '../../runs';

const ENTRY: AuditLogEntry = {
	event_id: 'e1',
	audited_time: '2026-11-27T10:00:00Z',
	action: 'updated',
	source: null,
	module: 'Deals',
	done_by: { id: '1', name: 'Jane' },
	record: { id: '2', name: 'Acme' },
	record_url: null,
	related_module: null,
	related_record: null,
	account_name: null,
	field_history: null,
	raw: {},
};

async function csvOf(...names: string[]): Promise<string> {
	async function* batches() {
		yield names.map((name) => ({ ...ENTRY, record: { id: '2', name } }));
	}
	const parts: Uint8Array[] = [];
	for await (const part of entriesAsCsv(batches())) parts.push(part);
	return Buffer.concat(parts).toString();
}

/** As a spreadsheet that splits at commas reads it; or at this, whatever it makes of quotes then. */
function cells(csv: string, separator: string): string[] {
	if (separator === ',') return (parse(csv, { bom: true }) as string[][]).flat();
	return csv.split(/[\r\n]/).flatMap((line) => line.split(separator));
}

const SEPARATORS = [',', ';', '\t', '|'];
/** A tab or line break at the beginning is dropped by some spreadsheets. */
const isFormula = (cell: string): boolean => /^[\s"]*[=+\-@＝＋－＠]/u.test(cell);

test.each([
	'=1+1',
	'+1',
	'-1',
	'@SUM(A1)',
	'＝1',
	'＠x',
	'x;=1',
	'x\t=1',
	'x|@y',
	'x\n=1',
	'x;"=1"',
	'x; -1',
	'\t=1',
])('%j is no formula, whatever the spreadsheet splits at', async (name) => {
	const csv = await csvOf(name);
	for (const separator of SEPARATORS) {
		expect(cells(csv, separator).filter(isFormula)).toEqual([]);
	}
});

test.each(['\t1', '\r1', '\n1'])('%j has a quote before what may be dropped', async (name) => {
	expect(cells(await csvOf(name), ',')).toContain(`'${name}`);
});

test('a text without one stays as it is', async () => {
	for (const name of ['a-b', 'Acme; Ltd', 'x = 1', "O'Neil", 'a@b.example', '日本-支社', '5|6']) {
		expect(cells(await csvOf(name), ',')).toContain(name);
	}
});

test('no text is one, and with commas each cell is the text but for the quotes added', async () => {
	const part = fc.constantFrom(...'=+-@＝＋－＠,;|"\' \t\r\na1'.split(''), 'name');
	await fc.assert(
		fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
			const name = parts.join('');
			const csv = await csvOf(name);
			for (const separator of SEPARATORS) {
				expect(cells(csv, separator).filter(isFormula)).toEqual([]);
			}
			const row = parse(csv, { bom: true }) as string[][];
			expect(row[1]?.[4]?.replaceAll("'", '')).toBe(name.replaceAll("'", ''));
		}),
		{ numRuns: runs(300) },
	);
});

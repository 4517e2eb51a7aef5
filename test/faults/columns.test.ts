import type { Switches, ZohoSetup } from '../zoho/zoho';
import { getAuditLog } from '../nodes/parameters';
import { fault, faultInNode, faultInServer } from './house';

const kinds: readonly (readonly [string, Partial<Switches>, RegExp | null])[] = [
	['a header in capitals', { csvTitles: 'upper_case' }, null],
	['a header in CamelCase', { csvTitles: 'camel_case' }, null],
	['a header with dots', { csvTitles: 'dotted' }, null],
	['blanks around and between the words of the header', { csvTitles: 'spaced' }, null],
	['a zone in the title of the time', { csvTimeTitle: '{title} (GMT+5:30)' }, null],
	['a footer that states the number of rows', { csvFooter: ['Total: {rows}'] }, /states how many/],
	['such a footer in two cells', { csvFooter: ['Total,{rows}'] }, /states how many/],
	['a footer after an empty line', { csvFooter: ['', 'Exported by Jane'] }, /empty line is before/],
	[
		'a footer without a line break at its end',
		{ csvFooter: ['', '', '(c) Zoho Corp'], csvLastLineEnd: false },
		/"\(c\) Zoho Corp" \(a footer/,
	],
	['a German header', { csvTitles: 'german' }, /"Geprüft am" was taken for the time/],
	['a Japanese header', { csvTitles: 'japanese' }, /"監査日時" was taken for the time/],
	['no header', { csvTitles: 'none' }, /has no header/],
	['a title before the header', { csvTitleLine: 'Audit Log' }, /before the header/],
	['date and time in two columns', { csvTimeColumns: 'two' }, null],
];

for (const [what, switches, note] of kinds) {
	fault(
		62,
		`every entry is read from a file with ${what}, and what was inferred is named`,
		async (house) => {
			const { error, total, notes, entries, manifest } = await house.door.downloadExport(
				await house.finished(),
			);
			expect([error, total]).toEqual([null, house.zoho.log.length]);
			if (note) expect(notes.join(' ')).toMatch(note);
			expect(manifest).toMatchObject({ complete: true, rows_refused: 0 });
			const without = entries.filter(({ audited_time, time = audited_time }) => time === null);
			expect(without.length).toBeLessThan(2);
		},
		{ entries: 300, switches },
	);
}

const without = (column: string): ZohoSetup => ({
	entries: 200,
	switches: { csvWithout: [column], settingsAuditLog: 404 },
});
const needs: readonly (readonly [string, string, string, string])[] = [
	['Done By', 'user', 'users', 'Marta Quill'],
	['Module', 'module', 'modules', 'Deals'],
	['Action', 'action', 'actions', 'deleted'],
	['Record Name', 'record', 'record', 'Acme'],
];
for (const [column, what, parameter, value] of needs) {
	const list = parameter === 'record' ? value : [value];
	fault(
		64,
		`it is named in a note, and nothing is left out: the ${what}`,
		async (house) => {
			const { error, total, notes } = await house.door.downloadExport(await house.finished());
			expect([error, total]).toEqual([null, house.zoho.log.length]);
			expect(notes.join(' ')).toContain(`The file has no column for the ${what}.`);
		},
		without(column),
	);
	faultInNode(
		64,
		`a filter that needs it is refused with the header and the way out: the ${what}`,
		async ({ door }) => {
			const filters = { [parameter]: list };
			const said = await door.run({
				resource: 'auditLog',
				operation: 'getAuditLog',
				period: 'wholeLog',
				options: { source: 'export' },
				returnAll: true,
				filters,
			});
			expect(said.error).toMatch(
				new RegExp(`no column for the ${what}.*Its header is.*File Columns`, 's'),
			);
			expect(said.entries).toEqual([]);
		},
		without(column),
	);
	faultInServer(
		64,
		`a filter or a count that needs it is refused with the header and the way out: the ${what}`,
		async ({ door }) => {
			const refused = new RegExp(
				`no column for the ${what}.*Its header is.*ZOHO_AUDIT_COLUMNS`,
				's',
			);
			const asked = await door.call('get_audit_log', {
				from: '2024-01-01',
				to: 'now',
				[what]: value,
			});
			expect([asked.error, asked.total]).toEqual([expect.stringMatching(refused), 0]);
			const counted = await door.call('summarize_audit_log', {
				from: '2024-01-01',
				to: 'now',
				group_by: [what],
			});
			expect(counted.error).toMatch(refused);
			// What was learned of the file by then changes nothing.
			const all = await door.call('get_audit_log', { from: '2024-01-01', to: 'now' });
			expect(all.total).toBeGreaterThan(0);
			const again = await door.call('get_audit_log', {
				from: '2024-01-01',
				to: 'now',
				[what]: value,
			});
			expect(again.error).toMatch(refused);
		},
		without(column),
	);
}

faultInNode(
	62,
	'a column that no one could know is read where the form says which it is',
	async ({ door, zoho }) => {
		const { entries } = await door.createExport();
		const said = await door.run({
			resource: 'export',
			operation: 'downloadExport',
			exportId: { __rl: true, mode: 'id', value: String(entries[0]?.['id']) },
			returnAll: true,
			filters: { record: 'Acme' },
			options: { columns: { column: [{ is: 'record', title: 'Datensatzname' }] } },
		});
		expect(said.error).toBeNull();
		const truth = zoho.log.filter(({ record }) => record?.name.includes('Acme'));
		expect(said.total).toBe(truth.length);
		expect(truth.length).toBeGreaterThan(0);
	},
	{ entries: 600, switches: { csvTitles: 'german' } },
);

for (const [module, sentence] of [
	['Quotes', /an older page of Zoho's help lists deletions alone/],
	['Products', /does not say what is logged of Products/],
	['Field_Trials', /does not say what is logged of /],
] as const) {
	faultInNode(
		78,
		`an answer about it says what is logged there: ${module}`,
		async ({ door }) => {
			const options = { source: 'export', continueIfNotFound: true };
			const parameters = { ...getAuditLog, options };
			const filters = { modules: [module] };
			const said = await door.run({ ...parameters, returnAll: true, filters });
			expect(said.error).toBeNull();
			expect(said.notes.join(' ')).toMatch(sentence);
		},
		{ entries: 50 },
	);
	faultInServer(
		78,
		`an answer about it says what is logged there: ${module}`,
		async ({ door }) => {
			for (const tool of ['get_audit_log', 'summarize_audit_log']) {
				const args = { from: '30d', module, ...(tool[0] === 's' && { group_by: ['user'] }) };
				const said = await door.call(tool, args);
				expect(said.error).toBeNull();
				expect(said.notes.join(' ')).toMatch(sentence);
			}
			const leads = await door.call('get_audit_log', { from: '30d', module: 'Leads' });
			expect(leads.notes.join(' ')).not.toMatch(/Zoho's help/);
		},
		{ entries: 50 },
	);
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MARKS } from '../../mcp/commands/liveCheck';
import { TOOL_NAMES } from '../../mcp/config/toolNames';
import { ASSUMPTIONS } from '../../mcp/liveCheck/run';
import { operations } from '../../nodes/ZohoCrmAuditLog/operations';
import { DATA_CENTERS } from '../../shared/dataCenters';
import { SCOPES } from '../../shared/http/crmApi';
import { ROOT } from '../packed';
import { page, pages } from './markdown';

const RESOURCES = { auditLog: 'Audit Log', export: 'Export' } as const;
const OPERATIONS = operations.map(
	({ resource, option }) => `${RESOURCES[resource]}: ${option.name}`,
);

type Table = readonly (readonly string[])[];

/** The tables of a page that have most of the names as cells. */
function tablesOf(file: string, text: string, names: readonly string[]): Table[] {
	return page(file, text).tables.filter((table) => {
		const cells = table.flat();
		return names.filter((name) => cells.includes(name)).length > names.length / 2;
	});
}

/** Names that are missing or repeated, and cells that look like a name and are not one. */
function problems(table: Table, names: readonly string[], pattern: RegExp): string[] {
	const cells = table.flat();
	return [
		...names.filter((name) => cells.filter((cell) => cell === name).length !== 1),
		...cells.filter((cell) => pattern.test(cell) && !names.includes(cell)),
	];
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const TOOL = /^[a-z]+(_[a-z]+)+$/;
const OPERATION = /^(Audit Log|Export): [A-Z]/;

test.each(['README.md', 'mcp/README.md'])('%s has a table of all tools', (file) => {
	const tables = tablesOf(file, read(file), TOOL_NAMES);
	expect(tables.length).toBeGreaterThan(0);
	for (const table of tables) expect(problems(table, TOOL_NAMES, TOOL)).toEqual([]);
});

test('README.md has a table of all operations', () => {
	const tables = tablesOf('README.md', read('README.md'), OPERATIONS);
	expect(tables.length).toBeGreaterThan(0);
	for (const table of tables) expect(problems(table, OPERATIONS, OPERATION)).toEqual([]);
});

test('the table of folders in docs/house.md has every folder of code', () => {
	const cells = page('docs/house.md', read('docs/house.md')).tables.flat(2);
	const folders = ['.', 'shared', 'mcp'].flatMap((parent) =>
		readdirSync(path.join(ROOT, parent), { withFileTypes: true })
			.filter((it) => it.isDirectory() && !/^\.|^(node_modules|dist|coverage)$/.test(it.name))
			.map(({ name }) => `${path.posix.join(parent, name)}/`),
	);
	expect(folders.filter((folder) => !cells.includes(folder))).toEqual([]);
});

test('docs/live-check.md shows a report as it is printed, and explains each mark', () => {
	const text = read('docs/live-check.md');
	const [, name = '', assumed = '', places = '', name2 = ''] =
		/VARIANT (.+)\n +assumed: (.+)\n +came: .+\n +in: +(.+), test\/zoho\/switches.ts (\w+)\n/.exec(
			text,
		) ?? [];
	const assumption = ASSUMPTIONS.find((it) => it.name === name);
	expect(assumption).toMatchObject({ assumed, places: places.split(', '), switches: [name2] });
	const marks = Object.values(MARKS).map((mark) => mark.trim());
	const [table = []] = tablesOf('docs/live-check.md', text, marks);
	expect(table.map(([mark]) => mark)).toEqual(expect.arrayContaining(marks));
});

test('docs/zoho-setup.md sends people of each data center to its accounts server', () => {
	const rows = page('docs/zoho-setup.md', read('docs/zoho-setup.md')).tables.flat();
	for (const { id, accounts } of DATA_CENTERS) {
		const row = rows.filter((cells) => cells.includes(id));
		expect(row.map((cells) => cells.filter((cell) => /\/accounts\./.test(cell)))).toEqual([
			[accounts],
		]);
	}
});

test.each(pages().map(({ file, text }) => [file, text] as const))(
	'%s names only scopes that the code requests',
	(_, text) => {
		const named = [...text.matchAll(/\bZoho(?:CRM|Files)\.[\w.]*\w/g)].map(([name]) => name);
		const requested = [...Object.values<string>(SCOPES), 'ZohoCRM.modules.Deals.READ'];
		expect(named.filter((name) => !requested.includes(name))).toEqual([]);
	},
);

test('a missing tool and an unknown one are detected', () => {
	const rows = ['get_all', ...TOOL_NAMES.slice(1)].map((name) => `| \`${name}\` |`);
	const [table] = tablesOf('README.md', ['| tool |', '| --- |', ...rows].join('\n'), TOOL_NAMES);
	expect(problems(table ?? [], TOOL_NAMES, TOOL)).toEqual([TOOL_NAMES[0], 'get_all']);
});

import { csvOf, entriesIn as entriesOf, essence, readExport as read } from './exportOf';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { ENGLISH, HEADERS, ROWS } from './headers';

let truth: unknown[][] = [];
beforeAll(async () => {
	truth = (await entriesOf(csvOf([ENGLISH, ...ROWS]))).entries.map(essence);
	expect(truth).toHaveLength(4);
});

test.each(Object.entries(HEADERS))('a header with %s is read', async (_, header) => {
	const { entries, notes } = await entriesOf(csvOf([header, ...ROWS]));
	expect(entries.map(essence)).toEqual(truth);
	// A column is read, or it is named as one that is not there.
	for (const [key, what] of [
		['record', 'the record'],
		['related_record', 'the related record'],
		['account_name', 'the account'],
	] as const) {
		expect(entries[0]?.[key] !== null || notes.includes(`no column for ${what}`)).toBe(true);
	}
	if (!/^[\x20-\x7e\uff00-\uffee\u00a0\u00ad\ufeff]*$/.test(header.join('')))
		expect(notes).toMatch(/was taken for the user by what it holds/);
});

const SHAPES: Readonly<Record<string, (rows: readonly (readonly string[])[]) => string>> = {
	'no header': (rows) => csvOf(rows),
	'a title before the header': (rows) => `Audit Log\r\n${csvOf([ENGLISH, ...rows])}`,
	'a title with a period and a blank line': (rows) =>
		`Audit Log,2026-09-01 - 2026-09-02\r\n\r\n${csvOf([ENGLISH, ...rows])}`,
	'a title and no header': (rows) => `Audit Log\r\n${csvOf(rows)}`,
	'sep=;': (rows) => `sep=;\r\n${csvOf([ENGLISH, ...rows], ';')}`,
	'sep=|': (rows) => `sep=|\r\n${csvOf([ENGLISH, ...rows], '|')}`,
	'date and time in two columns': (rows) =>
		csvOf([[...ENGLISH.slice(0, 7), 'Date', 'Time'], ...rows.map(split)]),
	'the same in another language': (rows) =>
		csvOf([[...(HEADERS['German'] ?? []).slice(0, 7), 'Datum', 'Uhrzeit'], ...rows.map(split)]),
	'the same without a header': (rows) => csvOf(rows.map(split)),
	'columns in another order': (rows) =>
		csvOf([ENGLISH.toReversed(), ...rows.map((row) => row.toReversed())]),
	'columns in another order without a header': (rows) => csvOf(rows.map((row) => row.toReversed())),
};

function split(row: readonly string[]): string[] {
	const [, date = '', time = ''] = /^(\S+) (.+)$/.exec(row[7] ?? '') ?? [];
	return [...row.slice(0, 7), date, time];
}

test.each(Object.entries(SHAPES))('a file with %s is read', async (what, shape) => {
	const { entries, notes } = await entriesOf(shape(ROWS));
	expect(entries.map(essence)).toEqual(truth);
	if (what.includes('title') || what.includes('sep=')) expect(notes).toMatch(/before the header/);
	if (/no header|without a header/.test(what)) expect(notes).toMatch(/has no header/);
});

test('two columns that may both be the time are no guess: the file is refused, with its header and the way out', async () => {
	const german = HEADERS['German'] ?? [];
	const header = [...german.slice(0, 6), 'Erstellt am', 'Geprüft am'];
	const rows = ROWS.map((row) => [...row.slice(0, 6), row[7], row[7]]);
	await expect(entriesOf(csvOf([header, ...rows]))).rejects.toThrow(
		/more than one.*Erstellt am, Geprüft am.*ZOHO_AUDIT_COLUMNS/s,
	);
	const declaredColumns = { audited_time: 'Geprüft am' };
	const { entries } = await entriesOf(csvOf([header, ...rows]), {}, { declaredColumns });
	expect(entries.map(essence)).toEqual(truth);
});

const FILTERS: readonly (readonly [string, AuditLogFilter, readonly string[]])[] = [
	['user', { users: ['Marta'] }, ['Done By']],
	['module', { modules: ['Deals'] }, ['Module']],
	['action', { actions: ['deleted'] }, ['Action']],
	['record', { record: 'order' }, ['Record Name']],
];
for (const [what, filter, gone] of FILTERS) {
	test(`a filter by ${what} is refused when the file has no such column; without it a note names it`, async () => {
		const kept = ENGLISH.filter((title) => !gone.includes(title));
		const rows = ROWS.map((row) => row.filter((_, index) => kept.includes(ENGLISH[index] ?? '')));
		const text = csvOf([kept, ...rows]);
		await expect(entriesOf(text, filter)).rejects.toThrow(
			new RegExp(`no column for the ${what}.*Its header is: `, 's'),
		);
		const { entries, notes } = await entriesOf(text);
		expect(entries).toHaveLength(4);
		expect(notes).toContain(`The file has no column for the ${what}.`);
	});
	test(`counts by ${what} are refused when the file has no such column`, async () => {
		const kept = ENGLISH.filter((title) => !gone.includes(title));
		const rows = ROWS.map((row) => row.filter((_, index) => kept.includes(ENGLISH[index] ?? '')));
		const { client, download } = read(csvOf([kept, ...rows]));
		const by = [what as 'user'];
		await expect(client.countEntries([download], { keys: by })).rejects.toThrow(/no column for/);
	});
}

test('an export without entries has none, whatever its header and whatever is asked for', async () => {
	const text = csvOf([HEADERS['German'] ?? []]);
	for (const filter of [{}, { users: ['Marta'] }, { record: '7610000000000123456' }]) {
		const { entries, notes } = await entriesOf(text, filter);
		expect(entries).toEqual([]);
		expect(notes).not.toMatch(/no column/);
	}
	const { client, download } = read(text);
	const { entries } = await client.countEntries([download], { keys: ['user'] });
	expect(entries.total).toBe(0);
});

test('a record given by its id is not looked for where the file has no ids', async () => {
	await expect(
		entriesOf(csvOf([ENGLISH, ...ROWS]), { record: '7610000000000123456' }),
	).rejects.toThrow(/no column for the record's id/);
});

test('ids of entries do not depend on what a sample showed', async () => {
	const header = HEADERS['German'] ?? [];
	const [first] = (await entriesOf(csvOf([header, ...ROWS]))).entries;
	// Of this row alone neither module nor action could be told.
	const other = csvOf([
		header,
		ROWS[0],
		['Nobody', 'x', 'y', '', '', '', '', '09/01/2026 12:10 AM'],
		['No', 'x', 'y', '', '', '', '', '09/01/2026 11:59 PM'],
	]);
	const second = (await entriesOf(other)).entries.find(
		({ event_id }) => event_id === first?.event_id,
	);
	expect(second).toBeDefined();
});

import { keptDialect } from '../../../shared/dialect/keptDialect';
import { certainDialect, readAsKept } from '../../../shared/reading/dialect/exportsDialect';
import { csvOf, entriesIn, essence, readExport } from './exportOf';
import { ENGLISH, ROWS } from './headers';

/** The times of these rows lie in what was asked for only where they are in UTC, and the exporter's zone is another. */
const whole = csvOf([ENGLISH, ...ROWS]);
const headerAlone = csvOf([ENGLISH]);
let truth: unknown[][] = [];
beforeAll(async () => {
	truth = (await entriesIn(whole)).entries.map(essence);
	expect(truth.map(([, , , time]) => time)).toContain(Date.parse('2026-09-01T23:59:00Z'));
});

test.each([
	['a header alone', [whole, headerAlone]],
	['a header alone, twice', [whole, headerAlone, headerAlone]],
	[
		'one row in the middle of what was asked for',
		[csvOf([ENGLISH, ...ROWS.slice(1)]), csvOf([ENGLISH, ...ROWS.slice(0, 1)])],
	],
])('the last of several files may prove nothing of times: %s', async (_, files) => {
	const { entries, notes } = await entriesIn(files);
	const found = entries.map(essence).map(String).sort();
	expect(found).toEqual(truth.map(String).sort());
	expect(notes).not.toMatch(/does not show|could not be read/);
});

test('an export of several files without rows has no entries, whatever is asked for', async () => {
	const { entries } = await entriesIn([headerAlone, headerAlone], {
		record: '7610000000000123456',
	});
	expect(entries).toEqual([]);
});

test('files are read on as they were begun, when the last one is a header alone', async () => {
	const { client, download } = readExport([whole, headerAlone]);
	const dialect = await certainDialect(client.session, download, {});
	if (!dialect) throw new Error('They prove how they are written.');
	const kept = keptDialect(dialect);
	expect(await readAsKept(client.session, download, kept, {})).toMatchObject({ header: ENGLISH });
});

test('a column that only one of several files lacks is named, with that file', async () => {
	const without = csvOf([ENGLISH.slice(1), ...ROWS.map((row) => row.slice(1))]);
	const { notes } = await entriesIn([without, whole]);
	expect(notes).toContain('The file AuditLog.csv has no column for the user.');
	expect(notes).not.toContain('The file has no column');
});

test('a column whose title people misspelt is named', async () => {
	const declaredColumns = { done_by: 'Doen By' };
	const { entries, notes } = await entriesIn(whole, {}, { declaredColumns });
	expect(entries.map(essence)).toEqual(truth);
	expect(notes).toContain('call "Doen By" the one for the user, and the file has no such column');
});

const parted = ROWS.map((row) => {
	const [, date = '', clock = ''] = /^(\S+) (.+)$/.exec(row[7]) ?? [];
	return [...row.slice(0, 7), date, clock];
});
test.each([
	['Audited Date', 'Audited Time'],
	['Audit Date', 'Audit Time'],
	['Audit Date', 'Time'],
	['Action Date', 'Action Time'],
	['Date', 'Timestamp'],
	['Datum', 'Audited Time'],
])('%s and %s are one time', async (date, clock) => {
	const { entries } = await entriesIn(csvOf([[...ENGLISH.slice(0, 7), date, clock], ...parted]));
	expect(entries.map(essence)).toEqual(truth);
	const reversed = parted.map((row) => [...row.slice(0, 7), row[8] ?? '', row[7] ?? '']);
	const other = await entriesIn(csvOf([[...ENGLISH.slice(0, 7), clock, date], ...reversed]));
	expect(other.entries.map(essence)).toEqual(truth);
});

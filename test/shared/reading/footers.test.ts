import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { totalNote } from '../../../shared/files/rows/footerNotes';
import { all, europe } from '../host';

const MINUTE = 60_000;

/** What is read, and said, of an export whose file ends with these lines. */
async function read(csvFooter: readonly string[]) {
	const { client, time, zoho } = europe({ entries: 40, switches: { csvFooter } });
	const { job } = await client.createExport({});
	time.pass(20 * MINUTE);
	const finished = finishedOrThrow(await client.getExport(job.id));
	const download = await client.downloadExport(finished);
	const reading = client.readEntries([download]);
	const entries = await all(reading);
	const { coverage: counted } = await client.countEntries([download], { keys: ['user'] });
	const overview = await client.exportOverview(download, 5);
	const coverages = [reading.coverage, counted, overview.coverage];
	expect(entries).toHaveLength(zoho.log.length);
	const said = coverages.map(({ notes }) => notes.filter((note) => note.includes('"')));
	expect(new Set(said.map(String)).size).toBe(1);
	expect(new Set(coverages.map(({ complete }) => complete)).size).toBe(1);
	return reading.coverage;
}

test('a footer is named in every kind of answer, and takes nothing from it', async () => {
	for (const lines of [['Total: {rows}'], ['', 'Exported by Jane'], ['', 'Total: {rows}']]) {
		const { complete, notes, rows_refused } = await read(lines);
		expect([complete, rows_refused]).toEqual([true, 0]);
		expect(notes.join(' ')).toContain(`"${lines.at(-1)?.replace('{rows}', '40')}" (a footer: `);
	}
});

test('a total that is another one than there are rows is a lack', async () => {
	const { complete, notes } = await read(['', 'Total: 41']);
	expect(complete).toBe(false);
	expect(notes.join(' ')).toContain(
		'The file AuditLog.csv ends with "Total: 41", and it has 40 rows: entries may be missing.',
	);
});

test('a total may be that of all files of an export', () => {
	const footer = { file: 'a.csv', line: 9, lastLine: 9, proof: 'blank line' } as const;
	const footers = [{ ...footer, text: 'Total: 12', stated: 12, rows: 7 }];
	expect(totalNote(footers, 12)).toBeNull();
	expect(totalNote(footers, 11)).not.toBeNull();
});

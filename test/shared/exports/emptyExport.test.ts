import { emptyFile } from '../../../shared/exports/emptyFile';
import { UnexpectedAnswerError } from '../../../shared/errors';
import type { Switches } from '../../zoho/zoho';
import { all, europe } from '../host';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array =>
	new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
const holds = (bytes: Uint8Array): string | undefined =>
	emptyFile({ name: 'AuditLog.csv', bytes })?.holds;

test.each([
	'No records found',
	'No records found.',
	'"No Records Found"\r\n',
	'\ufeffno data available',
	'No audit logs found',
	'There are no records to export.',
	'No matching records found for the given criteria',
	'no  data',
	'No entries were found in the selected period!',
])('"%s" alone is a file without entries', (text) => {
	expect(holds(bytesOf(text))).toBe('sentence');
	expect(holds(utf16(text.replace('\ufeff', '')))).toBe('sentence');
});

test('a row without a header is a row', () => {
	expect(holds(bytesOf('Done By,Action,Audited Time\n'))).toBe('header');
	expect(holds(bytesOf('Ana,deleted,Deals,Acme,09/01/2026 08:00 AM\n'))).toBeUndefined();
});

test.each([
	'No records could be exported because of a timeout',
	'No records found, the export was interrupted',
	'No permission',
	'No content is available to this user',
	'No se encontraron registros',
	'Records found',
	'no records found\nno records found',
	'No records exported',
	'Es gibt hier nichts, Marta.',
	'Es gibt hier nichts, Marta',
	'Ikke noe, ikke her, ikke i dag, aldri.',
	'"Nada, nadie, nunca, jamás!"',
	'Error',
	'<html>No records found</html>',
	'{"message":"No records found"}',
])('"%s" is refused and not taken for nothing', async (text) => {
	expect(holds(bytesOf(text))).toBeUndefined();
	const { client } = europe({ jobSeconds: 0, entries: 1, switches: textFile(text) });
	const reading = async () => {
		const answer = await client.getAuditLog(LATELY, { source: 'export' });
		if (answer.state === 'ready') await all(answer);
	};
	await expect(reading()).rejects.toBeInstanceOf(UnexpectedAnswerError);
});

test('an unknown text is in the message', async () => {
	const { client } = europe({ jobSeconds: 0, entries: 1, switches: textFile('Keine Einträge') });
	const answer = await client.getAuditLog(LATELY, { source: 'export' });
	if (answer.state !== 'ready') throw new Error('not ready');
	await expect(all(answer)).rejects.toThrow(/Keine Einträge/);
});

test('a header alone, and nothing, are known; a row and other bytes are not', () => {
	expect(holds(bytesOf('Audited Time,Done By\r\n'))).toBe('header');
	expect(holds(bytesOf(''))).toBe('nothing');
	expect(holds(bytesOf('\ufeff\r\n \n'))).toBe('nothing');
	expect(holds(bytesOf('Audited Time,Done By\r\n2026-09-01T08:00:00Z,Marta\r\n'))).toBeUndefined();
	expect(
		holds(Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)])),
	).toBeUndefined();
	expect(holds(Uint8Array.from([0x1f, 0x8b, 8, 0]))).toBeUndefined();
	expect(holds(Uint8Array.from([0xff, 0x00, 0x41]))).toBeUndefined();
});

/** A day of which the log has nothing. */
const LATELY = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
const textFile = (emptyText: string): Partial<Switches> => ({ emptyLinks: 'text_file', emptyText });

test.each<[string, Partial<Switches>, RegExp, boolean]>([
	['null links', { emptyLinks: 'null' }, /gave no file/, true],
	['an empty list of links', { emptyLinks: 'empty' }, /gave no file/, true],
	['no links at all', { emptyLinks: 'absent' }, /gave no file/, true],
	['a header', { emptyLinks: 'header_only_file' }, /AuditLog\.csv holds a header and no row/, true],
	['a sentence', textFile('No records found'), /the sentence "No records found"/, true],
	['an empty file', textFile(''), /AuditLog\.csv is empty/, false],
])('%s is an export of nothing', async (_, switches, note, complete) => {
	const { client, time } = europe({ jobSeconds: 0, entries: 1, switches });
	const began = time.now();
	const answer = await client.getAuditLog(LATELY, { source: 'export' });
	if (answer.state !== 'ready') throw new Error('not ready');
	expect(await all(answer)).toEqual([]);
	expect(answer.coverage).toMatchObject({ entries_read: 0, complete });
	expect(answer.coverage.notes.join(' ')).toMatch(note);
	const counted = await client.countEntries(answer.exports ?? [], { keys: ['user'] });
	expect(counted.coverage).toMatchObject({ entries_read: 0, complete });
	const manifest = await answer.manifest?.();
	expect(manifest).toMatchObject({ rows: 0, complete });
	expect(manifest?.notes.join(' ')).toMatch(note);
	expect(time.now() - began).toBeLessThan(15_000);
});

test('an empty file is looked at twice', async () => {
	const { client, zoho } = europe({ jobSeconds: 0, entries: 5 });
	const empty = { status: 200, headers: { 'content-length': '0' }, body: new Uint8Array() };
	zoho.faults.add({ on: 'download', refuse: () => empty });
	const answer = await client.getAuditLog({}, { source: 'export' });
	if (answer.state !== 'ready') throw new Error('not ready');
	expect(await all(answer)).toHaveLength(5);
});

test('an empty answer that does not say that it is whole is refused', async () => {
	const { client, zoho } = europe({ jobSeconds: 0, entries: 5 });
	const silent = { status: 200, headers: {}, body: new Uint8Array() };
	zoho.faults.add({ on: 'download', times: 2, refuse: () => silent });
	await expect(client.getAuditLog({}, { source: 'export' })).rejects.toThrow(/empty file/);
});

test('links that are no texts are refused and not passed over', async () => {
	for (const link of [{ url: 'https://download.zoho.eu/' }, 7, true]) {
		const { client, zoho } = europe({ jobSeconds: 0, entries: 5 });
		for (const on of ['getExport', 'listExports'] as const) {
			zoho.faults.add({
				on,
				times: Infinity,
				answer: (_, normal) => {
					const text = Buffer.from(normal.body).toString();
					const changed = text.replace(
						/"download_links":\["[^"]*"\]/,
						() => `"download_links":[${JSON.stringify(link)}]`,
					);
					return { ...normal, body: Buffer.from(changed) };
				},
			});
		}
		await expect(client.getAuditLog({}, { source: 'export' })).rejects.toThrow(
			/Nothing was sent there/,
		);
	}
});

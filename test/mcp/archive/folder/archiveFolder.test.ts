import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import type { DownloadedExport } from '../../../../shared/exports/downloadedExport';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const header = { name: 'empty.csv', bytes: Buffer.from('Done By,Audited Time') };
const sentence = { name: 'none.csv', bytes: Buffer.from('No records found') };
const DOWNLOAD: DownloadedExport = {
	id: '4876876000000990001',
	startedAt: '2026-05-22T00:00:00+02:00',
	createdById: '48768761000',
	criteria: null,
	organizations: ['20001'],
	settings: { dateFormat: 'dd/MM/yyyy', timeFormat: null, locale: null, timeZone: 'Europe/Berlin' },
	files: [{ name: '../../a "b".csv', bytes: Buffer.from('Done By\nAna') }, header],
	emptyFiles: [
		{ ...header, holds: 'header', text: '' },
		{ ...sentence, holds: 'sentence', text: 'No records found' },
	],
};

test('an export comes back as it was kept, and its names are ours', async () => {
	await (await ArchiveFolder.open(folder, 'write')).keep(DOWNLOAD);
	const found = await (await ArchiveFolder.open(folder, 'read')).find(DOWNLOAD.id ?? '');
	expect(found).toEqual(DOWNLOAD);
	const names = readdirSync(folder);
	for (const name of names) expect(name).toMatch(/^\d+(-[123]-[0-9a-f]{16}\.csv|\.json)$/);
	expect(names).toHaveLength(4);
});

test('two processes that keep the same export write the same bytes, and a later one changes nothing', async () => {
	const [one, other] = [
		await ArchiveFolder.open(folder, 'write'),
		await ArchiveFolder.open(folder, 'write'),
	];
	await Promise.all([one.keep(DOWNLOAD), other.keep(DOWNLOAD)]);
	const all = (): unknown[] =>
		readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]);
	const before = all();
	await (
		await ArchiveFolder.open(folder, 'write')
	).keep({ ...DOWNLOAD, files: [], emptyFiles: [] });
	expect(all()).toEqual(before);
	expect(await one.all()).toHaveLength(1);
});

test('a file without a job is not kept, because nobody could say later what it is', async () => {
	const archive = await ArchiveFolder.open(folder, 'write');
	await archive.keep({ ...DOWNLOAD, id: null });
	await archive.keep({ ...DOWNLOAD, startedAt: null });
	expect(readdirSync(folder)).toEqual([]);
});

test('a manifest that leads elsewhere, or is of another export, is refused by its name', async () => {
	const archive = await ArchiveFolder.open(folder, 'write');
	await archive.keep(DOWNLOAD);
	const file = path.join(folder, `${DOWNLOAD.id}.json`);
	const manifest = readFileSync(file, 'utf8');
	for (const text of [
		manifest.replace(/"stored": "[^"]+"/, '"stored": "../../etc/passwd"'),
		manifest.replace(/"export_id": "\d+"/, '"export_id": "1"'),
		manifest.slice(0, 40),
	]) {
		writeFileSync(file, text);
		const reader = await ArchiveFolder.open(folder, 'read');
		await expect(reader.all()).rejects.toThrow(`${DOWNLOAD.id}.json`);
	}
});

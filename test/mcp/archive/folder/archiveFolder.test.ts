import { createHash } from 'node:crypto';
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
	for (const name of names)
		expect(name).toMatch(/^(\d+-[123]-[0-9a-f]{16}\.csv|0{7}1\.json|head\.json)$/);
	expect(names).toHaveLength(5);
});

test('two processes that keep the same export keep it once, and a later one changes nothing', async () => {
	const [one, other] = [
		await ArchiveFolder.open(folder, 'write'),
		await ArchiveFolder.open(folder, 'write'),
	];
	await Promise.all([one.keep(DOWNLOAD), other.keep(DOWNLOAD)]);
	const manifests = readdirSync(folder).filter((name) => name.endsWith('.json'));
	expect(manifests.sort()).toEqual(['00000001.json', 'head.json']);
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

test('a manifest that leads elsewhere, or is in the place of another one, is refused by its name', async () => {
	const archive = await ArchiveFolder.open(folder, 'write');
	await archive.keep(DOWNLOAD);
	const file = path.join(folder, '00000001.json');
	rmSync(path.join(folder, 'head.json'));
	const manifest = readFileSync(file, 'utf8');
	for (const text of [
		manifest.replace(/"stored": "[^"]+"/, '"stored": "../../etc/passwd"'),
		manifest.replace('"number": 1', '"number": 2'),
		manifest.replace('"before": null', `"before": "${'0'.repeat(64)}"`),
		manifest.slice(0, 40),
	]) {
		writeFileSync(file, text);
		const reader = await ArchiveFolder.open(folder, 'read');
		await expect(reader.all()).rejects.toThrow('00000001.json');
	}
});

test('exports that several processes keep at once stand one after another, each with the digest of the one before', async () => {
	const writers = await Promise.all(
		Array.from({ length: 4 }, async () => await ArchiveFolder.open(folder, 'write')),
	);
	const ids = Array.from({ length: 24 }, (_, index) => String(100 + index));
	await Promise.all(
		ids.map(async (id, index) => await writers[index % 4]?.keep({ ...DOWNLOAD, id })),
	);
	const reader = await ArchiveFolder.open(folder, 'read');
	expect((await reader.all()).map(({ id }) => id).sort()).toEqual([...ids].sort());
	const numbered = readdirSync(folder).filter((name) => /^\d{8}\.json$/.test(name));
	let before: string | null = null;
	for (const name of numbered.sort()) {
		const text = readFileSync(path.join(folder, name), 'utf8');
		expect(JSON.parse(text)).toMatchObject({ before });
		before = createHash('sha256').update(text).digest('hex');
	}
	const head: unknown = JSON.parse(readFileSync(path.join(folder, 'head.json'), 'utf8'));
	expect(head).toEqual({ number: 24, sha256: before });
});

test('files that a killed process left without a manifest are removed, and not those that are being written', async () => {
	await (await ArchiveFolder.open(folder, 'write')).keep(DOWNLOAD);
	const before = readdirSync(folder);
	const left = path.join(folder, `77-1-${'0'.repeat(16)}.csv`);
	const written = path.join(folder, `78-1-${'0'.repeat(16)}.csv`);
	// Of a machine that this one does not see.
	const mark = path.join(folder, `.78.json.${process.pid}-${'0'.repeat(8)}.partial`);
	for (const file of [left, written, mark]) writeFileSync(file, '');
	await ArchiveFolder.open(folder, 'write');
	const names = [...before, path.basename(written), path.basename(mark)];
	expect(readdirSync(folder).sort()).toEqual(names.sort());
});

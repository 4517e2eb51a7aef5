import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verify } from '../../../mcp/commands/verify';
import { type Session, session } from '../session';

const folder = mkdtempSync(path.join(tmpdir(), 'manifest-'));
let it: Session;
let manifest: string;
let archived: string;

beforeAll(async () => {
	it = await session({ jobSeconds: 0, rowsPerFile: 300 });
	const created = await it.call('create_export', {});
	const { export_id } = created.result['export'] as { export_id: string };
	const { result } = await it.call('download_export', { export_id, manifest: true });
	manifest = path.join(folder, 'manifest.json');
	writeFileSync(manifest, JSON.stringify(result['manifest']));
	const job = await (await it.app.client()).getExport(export_id);
	if (job.state !== 'finished') throw new Error('not finished');
	const { files } = await (await it.app.client()).downloadExport(job);
	archived = path.join(folder, 'AuditLog_001.zip');
	writeFileSync(archived, files[0]?.bytes ?? '');
	expect(result['manifest']).toMatchObject({ rows: it.zoho.log.length, complete: true });
}, 60_000);

afterAll(async () => {
	await it.close();
	rmSync(folder, { recursive: true });
});

async function output(...words: string[]): Promise<[number, string]> {
	const lines: string[] = [];
	const code = await verify(words, (line) => lines.push(line));
	return [code, lines.join('\n')];
}

test('an archived file is verified against the manifest that download_export returned', async () => {
	const [code, text] = await output(manifest, archived);
	expect([code, text]).toEqual([0, 'Verified: every file byte for byte, 2000 rows.']);
});

test('a different file is reported, with both digests', async () => {
	const other = path.join(folder, 'other.zip');
	writeFileSync(other, 'PK');
	const [code, text] = await output(manifest, other);
	expect(code).toBe(1);
	expect(text).toMatch(/SHA-256 \w{64}[^]*Not verified\.$/);
});

test.each([
	[[], 'Give a manifest and its files'],
	[['nowhere.json', 'nowhere.zip'], 'There is no file or folder nowhere.json.'],
])('%j leaves nothing to compare', async (words, sentence) => {
	const [code, text] = await output(...words);
	expect(code).toBe(2);
	expect(text).toContain(sentence);
});

test('a name that would steer the terminal is printed without what steers it', async () => {
	const other = path.join(folder, 'a\u001b[2K\u202eb.zip');
	writeFileSync(other, 'PK');
	const [, text] = await output(manifest, other);
	expect(text).toContain('a[2Kb.zip');
	expect(text).not.toMatch(/[^\P{C}\n]/u);
});

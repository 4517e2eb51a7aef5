import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publicKeyIn, signerIn } from '../../mcp/config/ed25519';
import { type Session, session } from '../mcp/session';
import { ROOT } from '../packed';

const DAY = '2026-11-24';
const text = readFileSync(path.join(ROOT, 'docs/archive.md'), 'utf8');
const folder = mkdtempSync(path.join(tmpdir(), 'archive-'));
const manifest = path.join(folder, `${DAY}-manifest.json`);
const archived = path.join(folder, `${DAY}-7610000000000990001-AuditLog.csv`);
let it: Session;

/** The code blocks of a language, without the indentation of a list. */
const blocks = (language: string): string[] =>
	[...text.matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm)]
		.filter(([, , name]) => name === language)
		.map(([, indent = '', , block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));

/** Runs a command of the page in the archive, with the built server. */
function run(command = ''): string {
	const own = command.replaceAll(
		'npx -y zoho-crm-audit-log-mcp',
		`"${process.execPath}" "${path.join(ROOT, 'dist/mcp/cli.js')}"`,
	);
	const { stdout, stderr } = spawnSync('sh', ['-c', own], { cwd: folder, encoding: 'utf8' });
	return stdout + stderr;
}

beforeAll(async () => {
	it = await session({ jobSeconds: 0 });
	const created = await it.call('create_export', {});
	const { export_id } = created.result['export'] as { export_id: string };
	const { result } = await it.call('download_export', { export_id, manifest: true });
	const client = await it.app.client();
	const job = await client.getExport(export_id);
	if (job.state !== 'finished') throw new Error('not finished');
	const { files } = await client.downloadExport(job);
	writeFileSync(manifest, JSON.stringify(result['manifest'], null, '\t'));
	writeFileSync(archived, files[0]?.bytes ?? '');
}, 60_000);

afterAll(async () => {
	await it.close();
	rmSync(folder, { recursive: true });
});

const [check, incomplete, old] = blocks('sh');

test('the page has the commands that are tested here', () => {
	const others = blocks('sh').slice(3);
	// They start the server with a folder, or check one: test/mcp/archive.
	const ofAFolder =
		/^(openssl|npx -y zoho-crm-audit-log-mcp (.*--archive|verify \/srv\/audit-log\n$))/;
	expect(others.filter((block) => !ofAFolder.test(block))).toEqual([]);
	expect(old).toBeDefined();
});

test('a complete archive prints what the page says', () => {
	expect(run(check)).toBe(blocks('text')[0]);
	expect(run(incomplete)).toBe('');
	expect(run(old)).toBe('');
});

test('an incomplete day is named', () => {
	const [bytes, facts] = [readFileSync(archived), readFileSync(manifest, 'utf8')];
	writeFileSync(archived, Buffer.concat([bytes.subarray(0, -1), Buffer.from('!')]));
	expect(run(check)).toContain(`Look at ${DAY}`);
	writeFileSync(manifest, facts.replace('"complete": true', '"complete": false'));
	expect(run(incomplete)).toBe(`${DAY}-manifest.json\n`);
	writeFileSync(archived, bytes);
	writeFileSync(manifest, facts);
});

test('a day without a file is named', () => {
	rmSync(archived);
	expect(run(check)).toContain(`Look at ${DAY}`);
});

test('the keys that the page makes sign manifests and check them', () => {
	const made = blocks('sh').find((block) => block.startsWith('openssl')) ?? '';
	run(made.split('\n').slice(0, 2).join('\n'));
	const pem = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
	expect(signerIn(pem('archive-key.pem'))).toBeDefined();
	expect(publicKeyIn(pem('archive-public.pem'))).toBeDefined();
	for (const name of ['archive-key.pem', 'archive-public.pem']) rmSync(path.join(folder, name));
});

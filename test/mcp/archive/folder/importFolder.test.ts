import {
	appendFileSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { importFolder } from '../../../../mcp/archive/folder/importFolder';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { session } from '../../session';

let [from, into] = ['', ''];
beforeEach(() => {
	[from, into] = [0, 1].map(() => mkdtempSync(path.join(tmpdir(), 'archive-'))) as [string, string];
});
afterEach(() => {
	for (const folder of [from, into]) rmSync(folder, { recursive: true, force: true });
});

const PERIOD = { from: '2026-11-01', to: '2026-11-19' } as const;

/** The files and the manifest of an export of the log, named as the nightly workflow names them. */
async function nightly(): Promise<number> {
	const { call, close } = await session(
		{ switches: { settingsAuditLog: 404 } },
		{ ZOHO_AUDIT_DOWNLOAD_DIR: from },
	);
	const answer = await call('summarize_audit_log', { ...PERIOD, group_by: ['action'] });
	const listed = (await call('list_exports')).result['exports'] as { export_id: string }[];
	await call('download_export', { export_id: listed[0]?.export_id, manifest: true });
	for (const name of readdirSync(from)) {
		const nightlyName = name.endsWith('.json') ? 'manifest.json' : name;
		renameSync(path.join(from, name), path.join(from, `2026-11-01-${nightlyName}`));
	}
	await close();
	return Number(answer.result['total_matched']);
}

const files = (): string[] => readdirSync(from).filter((name) => !name.endsWith('.json'));

test('what the nightly workflow kept answers questions like what the server kept', async () => {
	const total = await nightly();
	expect(total).toBeGreaterThan(0);
	const folder = await ArchiveFolder.open(into, 'write');
	const first = await importFolder(from, folder);
	expect(first).toEqual({ added: [expect.stringMatching(/^\d+$/)], known: [], problems: [] });
	expect(await importFolder(from, folder)).toEqual({ added: [], known: first.added, problems: [] });
	expect((await verifyFolder(into)).findings).toEqual([]);
	const offline = { ZOHO_AUDIT_ARCHIVE: into, ZOHO_AUDIT_OFFLINE: 'true' };
	const { call, close } = await session({}, offline);
	const answer = await call('summarize_audit_log', { ...PERIOD, group_by: ['action'] });
	await close();
	expect(answer.result['total_matched']).toBe(total);
});

test('without a connection its times are those that the workflow read, because the exporting user is not known', async () => {
	await nightly();
	await importFolder(from, await ArchiveFolder.open(into, 'write'));
	const online = await session({ switches: { settingsAuditLog: 404 } });
	const offline = await session({}, { ZOHO_AUDIT_ARCHIVE: into, ZOHO_AUDIT_OFFLINE: 'true' });
	const args = { ...PERIOD, time_zone: 'Europe/Berlin', group_by: ['hour'], top: 24 };
	const [expected, answer] = [
		await online.call('summarize_audit_log', args),
		await offline.call('summarize_audit_log', args),
	];
	for (const one of [online, offline]) await one.close();
	expect(answer.result['groups']).toEqual(expected.result['groups']);
});

test('an export of which a file was edited or is missing is not taken, and what is no manifest is named', async () => {
	await nightly();
	writeFileSync(path.join(from, 'package.json'), '{}');
	appendFileSync(path.join(from, files()[0] ?? ''), 'x');
	const folder = await ArchiveFolder.open(into, 'write');
	expect(await importFolder(from, folder)).toEqual({
		added: [],
		known: [],
		problems: [
			expect.stringMatching(
				/^2026-11-01-manifest\.json: .* is missing, or is not as it was; the export \d+ was not taken\.$/,
			),
			'package.json is not the manifest of a download.',
		],
	});
	expect(await folder.all()).toEqual([]);
});

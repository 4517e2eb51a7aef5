import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOUR } from '../../../shared/durations';
import { ArchiveFolder } from '../../../mcp/archive/folder/archiveFolder';
import { readConfig } from '../../../mcp/config/config';
import { createLog } from '../../../mcp/log';
import type { App } from '../../../mcp/questions/app';
import { createApp } from '../../../mcp/server/app';
import { axiosExchange } from '../../../mcp/zoho/exchange';
import { staff } from '../../zoho/organization/staff';
import { connect, entriesOf, environment, type Session, session } from '../session';

const QUESTION = { from: '2026-11-10', to: 'now', limit: 200 } as const;
const { signal } = new AbortController();

let folder = '';
let it: Session;
const apps: App[] = [];

beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(async () => {
	for (const app of apps.splice(0)) {
		app.refresh.end();
		await app.archive.database.close();
	}
	await it.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Another server for the same organization, with the same clock and folder. */
function another(): App {
	const variables = { ...environment(it.zoho, it.served.url), ZOHO_AUDIT_ARCHIVE: folder };
	const app = createApp(readConfig(variables), {
		version: '1.2.3',
		exchange: axiosExchange('test'),
		log: createLog('error', () => undefined),
		now: () => it.clock.now,
		ticks: () => it.clock.now,
		sleep: async (milliseconds) => {
			it.clock.now += milliseconds;
			await new Promise((resolve) => setTimeout(resolve, 1));
		},
	});
	apps.push(app);
	return app;
}

test('three servers over one folder refresh it with one export, whatever of them is asked', async () => {
	it = await session({ switches: { settingsAuditLog: 404 } }, { ZOHO_AUDIT_ARCHIVE: folder });
	await it.call('get_audit_log', QUESTION);
	it.clock.now += 3 * HOUR;
	const servers = [another(), another(), another()];
	const clients = await Promise.all(servers.map(async (app) => await connect(app)));
	const ask = async () =>
		await Promise.all(
			clients.map(async (client) => {
				const answer = await client.callTool({ name: 'get_audit_log', arguments: QUESTION });
				return answer.structuredContent as { scope: { complete: boolean } };
			}),
		);
	for (const { scope } of await ask()) expect(scope.complete).toBe(false);
	await Promise.all(servers.map(async (app) => await app.refresh.settled(20_000, signal)));
	for (const { scope } of await ask()) expect(scope.complete).toBe(true);
	for (const client of clients) await client.close();
	expect(await (await ArchiveFolder.open(folder, 'read')).all()).toHaveLength(2);
	const posts = it.zoho.requests.filter(({ operation }) => operation === 'createExport');
	expect(posts.filter(({ status }) => status < 300)).toHaveLength(2);
});

test('pages that were begun at the endpoint go on there, also when an archive could answer by then', async () => {
	it = await session(
		{ switches: { settingsAuditLog: 'audit_log' } },
		{ ZOHO_AUDIT_ARCHIVE: folder },
	);
	const args = { from: '2026-11-20', to: 'now', limit: 9, detail: 'full' };
	const first = await it.call('get_audit_log', args);
	expect(first.result['scope']).toMatchObject({ source: 'endpoint' });
	const job = await (await it.app.creatingClient()).createExport({ from: '2026-11-10T00:00:00Z' });
	await it.call('download_export', { export_id: job.job.id, wait_seconds: 20 });
	const second = await it.call('get_audit_log', { ...args, cursor: first.result['next_cursor'] });
	expect(second.result['scope']).toMatchObject({ source: 'endpoint' });
	const ids = [...entriesOf(first), ...entriesOf(second)].map((entry) => entry['event_id']);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids.length).toBeGreaterThan(9);
});

test("another user's long export is why nothing newer comes, without that user's name where people are hidden", async () => {
	it = await session(
		{ switches: { settingsAuditLog: 404 } },
		{ ZOHO_AUDIT_NAMES: 'pseudonym', ZOHO_AUDIT_PSEUDONYM_KEY: 'k'.repeat(40) },
	);
	await it.call('get_audit_log', QUESTION);
	it.clock.now += 3 * HOUR;
	await it.call('list_exports');
	await (await it.app.client()).names.currentUser({});
	const { switches } = it.zoho;
	const own = { tokenUser: switches.tokenUser, jobOutcome: switches.jobOutcome };
	Object.assign(switches, { tokenUser: staff.leo.id, jobOutcome: 'stuck' });
	await (await it.app.creatingClient()).createExport({ from: '2026-11-01T00:00:00Z' });
	Object.assign(switches, own);
	await it.call('get_audit_log', QUESTION);
	await it.app.refresh.settled(20_000, signal);
	const answer = await it.call('get_audit_log', QUESTION);
	expect(answer.text).toContain('The refresh failed');
	expect(answer.text).toMatch(/the export \d+ of (?!another user).* has been running/);
	for (const { full_name } of it.zoho.users) expect(answer.text).not.toContain(full_name);
});

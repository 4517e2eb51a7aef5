import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { version } from '../../../mcp/package.json';
import { bundledServer } from '../bundle';

const cli = bundledServer();
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'zoho-demo-'));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

describe('--demo', () => {
	async function connected(args: string[], env: Record<string, string> = {}): Promise<Client> {
		const client = new Client({ name: 'new', version: '0' });
		await client.connect(
			new StdioClientTransport({
				command: process.execPath,
				// Any use of the network fails.
				args: ['--require', path.join(folder, 'noNetwork.cjs'), cli, '--demo', ...args],
				env,
			}),
		);
		return client;
	}

	beforeEach(() => {
		writeFileSync(
			path.join(folder, 'noNetwork.cjs'),
			"const net = require('node:net'); net.Socket.prototype.connect = () => { throw new Error('network'); };",
		);
	});

	test('answers every tool without account and network, and says that it is a demo', async () => {
		const client = await connected([], {
			ZOHO_CLIENT_ID: 'of-somebody',
			ZOHO_REFRESH_TOKEN_FILE: '/nothing',
		});
		expect(client.getServerVersion()).toMatchObject({
			title: 'Zoho CRM Audit Log (demo data)',
			version,
		});
		const export_id = '7610000000070000000';
		for (const [name, args] of Object.entries({
			get_audit_log: { record: 'Acme', from: 'last week' },
			summarize_audit_log: { from: '30d' },
			get_record_history: { record: 'Acme – Renewal 2026', from: '60d' },
			list_exports: {},
			get_export: { export_id },
			download_export: { export_id },
			create_export: { from: 'yesterday' },
		})) {
			const answer = await client.callTool({ name, arguments: args });
			expect([name, answer.isError ?? false]).toEqual([name, false]);
			expect(JSON.stringify(answer.structuredContent)).toContain('Demo data');
		}
		await client.close();
	});

	test('read-only it answers from the existing export', async () => {
		const client = await connected(['--read-only']);
		const answer = await client.callTool({ name: 'summarize_audit_log', arguments: {} });
		expect(answer.structuredContent).toMatchObject({ status: 'ready' });
		await client.close();
	});

	test('its clock can be set', async () => {
		const client = await connected([], { ZOHO_AUDIT_NOW: '2025-03-04T10:00:00Z' });
		const answer = await client.callTool({
			name: 'get_audit_log',
			arguments: { from: 'yesterday' },
		});
		const { scope } = answer.structuredContent as { scope: { from: string } };
		expect(scope.from).toBe('2025-03-03T00:00:00+01:00');
		await client.close();
	});
});

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { serveZoho } from '../../zoho/serve';
import { createZoho } from '../../zoho/zoho';
import { bundledServer } from '../bundle';
import { environment } from '../session';

jest.setTimeout(60_000);

const HOUR = 3_600;

test('a job that does not finish is reported with its id, and can be continued from it', async () => {
	let ahead = 0;
	const zoho = createZoho({ entries: 600, now: () => Date.now() + ahead, jobSeconds: HOUR });
	const served = await serveZoho(zoho);
	const client = new Client({ name: 'host', version: '0' });
	try {
		await client.connect(
			new StdioClientTransport({
				command: process.execPath,
				args: [bundledServer()],
				env: { ...environment(zoho, served.url), ZOHO_AUDIT_WAIT_SECONDS: '1' },
			}),
		);
		const call = async (name: string, args: Record<string, unknown>) => {
			const { structuredContent, isError } = await client.callTool({ name, arguments: args });
			expect(isError).not.toBe(true);
			return structuredContent as Record<string, unknown> & { export_id: string };
		};
		const query = { from: '7d', module: 'Deals' };
		const preparing = await call('get_audit_log', query);
		expect(preparing).toMatchObject({ status: 'preparing', export_id: expect.any(String) });
		const { export_id } = preparing;

		const current = await call('get_export', { export_id, wait_seconds: 0 });
		expect(current).toMatchObject({
			export: { export_id, status: expect.stringMatching(/scheduled|in_progress/) },
		});
		expect(await call('get_audit_log', query)).toMatchObject({ status: 'preparing', export_id });

		ahead = HOUR * 1_000;
		const finished = await call('get_export', { export_id, wait_seconds: 20 });
		expect(finished).toMatchObject({ export: { export_id, status: 'finished' } });
		let answer = await call('get_audit_log', query);
		// The waiting query may be between two polls.
		for (let more = 0; answer['status'] === 'preparing' && more < 20; more++) {
			answer = await call('get_audit_log', query);
		}
		expect(answer).toMatchObject({ status: 'ready', scope: { source: 'export' } });
		const created = zoho.requests.filter(({ operation }) => operation === 'createExport');
		expect(created).toHaveLength(1);
	} finally {
		await client.close();
		await served.close();
	}
});

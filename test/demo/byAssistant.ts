import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import path from 'node:path';
import { ROOT } from '../packed';
import { heading, print, progress, table } from './printing';

type Structured = Record<string, unknown>;

/** Calls the built server for three questions, as a host does for its model. */
export async function byAssistant(url: string, credentials: Record<string, string>): Promise<void> {
	heading('2. Three questions to the MCP server');
	const client = new Client({ name: 'demo', version: '1.0.0' });
	await client.connect(
		new StdioClientTransport({
			command: process.execPath,
			args: [path.join(ROOT, 'dist/mcp/cli.js')],
			env: {
				ZOHO_EMULATOR_URL: url,
				ZOHO_CLIENT_ID: credentials['client_id'] ?? '',
				ZOHO_CLIENT_SECRET: credentials['client_secret'] ?? '',
				ZOHO_REFRESH_TOKEN: credentials['refresh_token'] ?? '',
			},
		}),
	);
	const call = async (name: string, input: Structured): Promise<Structured> => {
		print(`  → ${name} ${JSON.stringify(input)}`);
		const onprogress = ({ message }: { message?: string | undefined }): void =>
			progress(message ?? 'working');
		const result = await client.callTool({ name, arguments: input }, { onprogress });
		if (result.isError || result.structuredContent === undefined) {
			throw new Error(JSON.stringify(result.content));
		}
		return result.structuredContent as Structured;
	};
	try {
		const { tools } = await client.listTools();
		print(`  Tools: ${tools.map(({ name }) => name).join(', ')}`);

		print('\n  “Who changed the Acme deal last week?”');
		const input = { record: 'Acme', module: 'Deals', from: 'last week' };
		let answer = await call('get_audit_log', input);
		while (answer['status'] === 'preparing') answer = await call('get_audit_log', input);
		entries(answer);

		print('\n  “Who exported data in the last 30 days?”');
		entries(await call('get_audit_log', { action: 'exported', from: '30d', limit: 5 }));

		print('\n  “Export what was deleted in the last 14 days, and show me the first entries.”');
		const created = await call('create_export', { from: '14d', action: 'deleted' });
		const { export_id } = created['export'] as { export_id: string };
		await call('get_export', { export_id, wait_seconds: 20 });
		entries(await call('download_export', { export_id, preview_entries: 3 }));
	} finally {
		await client.close();
	}
}

function entries(answer: Structured): void {
	const found = (answer['entries'] ?? []) as Record<string, string | null>[];
	print(`  ${String(answer['total_matched'])} entries match:`);
	table(
		found.map(({ time, user, action, module, record }) =>
			[time, user, action, module, record].map((cell) => cell ?? '–'),
		),
	);
}

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TOOL_NAMES } from '../../../mcp/config/toolNames';
import { PROMPTS } from '../../../mcp/server/prompts';
import { ROOT } from '../../packed';
import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import { MCP_TOKEN, startMcpServer } from './mcpServer';

/** The part of the first SDK's client that is used here; each version is loaded separately. */
interface OlderClient {
	connect(transport: object): Promise<void>;
	listTools(): Promise<{ tools: { name: string }[] }>;
	callTool(call: object): Promise<{ isError?: boolean; structuredContent?: { status?: string } }>;
	listPrompts(): Promise<{ prompts: object[] }>;
	close(): Promise<void>;
}
type Loaded = Record<string, new (...parameters: never[]) => never>;

const ARGUMENTS = { from: 'last week', toolCallId: 'x', user: null, module: '', record: 'Acme' };

/** Clients of the first SDK over stdio and HTTP, with arguments that hosts add or leave empty. */
export async function checkOlderClients(
	checks: Checks,
	clients: readonly { readonly version: string; readonly folder: string }[],
): Promise<void> {
	const server = await startMcpServer(['--demo'], { ZOHO_AUDIT_HTTP_TOKEN: MCP_TOKEN });
	for (const { version, folder } of clients) {
		const load = async (file: string): Promise<Loaded> => {
			const esm = path.join(folder, 'node_modules/@modelcontextprotocol/sdk/dist/esm', file);
			return (await import(pathToFileURL(esm).href)) as Loaded;
		};
		const { Client } = await load('client/index.js');
		const { StdioClientTransport } = await load('client/stdio.js');
		const { StreamableHTTPClientTransport } = await load('client/streamableHttp.js');
		const construct = (type: Loaded[string] | undefined, ...parameters: unknown[]): object => {
			if (!type) throw new Error('the SDK has renamed a class');
			return new type(...(parameters as never[])) as object;
		};
		const args = [path.join(ROOT, 'dist/mcp/cli.js'), '--demo'];
		const requestInit = { headers: { authorization: `Bearer ${MCP_TOKEN}` } };
		const transports = {
			stdio: () => construct(StdioClientTransport, { command: process.execPath, args }),
			HTTP: () => construct(StreamableHTTPClientTransport, new URL(server.url), { requestInit }),
		};
		for (const [name, transport] of Object.entries(transports)) {
			await checks.check(`SDK ${version} works over ${name}`, async () => {
				const client = construct(Client, { name: 'older', version: '0' }) as OlderClient;
				await client.connect(transport());
				await checkOffers(client);
				await client.close();
			});
		}
	}
	await server.stop();
}

async function checkOffers(client: OlderClient): Promise<void> {
	assertEqual((await client.listTools()).tools.length, TOOL_NAMES.length, 'tools');
	assertEqual((await client.listPrompts()).prompts.length, PROMPTS.length, 'prompts');
	for (const name of [
		'get_audit_log',
		'summarize_audit_log',
		'get_record_history',
		'review_audit_log',
		'list_users',
		'list_deleted_records',
		'save_audit_log',
	]) {
		const { structuredContent } = await client.callTool({ name, arguments: ARGUMENTS });
		if (!structuredContent?.status) throw new Error(`${name} has no status`);
	}
	const refused = await client.callTool({ name: 'get_export', arguments: { export_id: '1' } });
	if (refused.isError !== true) throw new Error('an unknown export is no error');
}

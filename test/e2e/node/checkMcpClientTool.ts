import type { INode, INodePropertyOptions } from 'n8n-workflow';
import { TOOL_NAMES } from '../../../mcp/config/toolNames';
import { renewal } from '../../zoho/log/story';
import type { Checks } from '../host/checks';
import { assertSucceeded, itemsIn } from '../n8n/commandLine';
import type { CommandLine } from '../n8n/commandLine';
import type { Line } from '../n8n/lines';

import { assertEqual } from '../host/assertions';
import { MCP_TOKEN, type McpServer, startMcpServer } from '../assistants/mcpServer';
import type { Server } from '../n8n/server';
import { type SavedWorkflow, SETTINGS } from '../n8n/workflows';
import { openAccount } from '../n8n/zohoAccount';

const TOOL_TYPE = '@n8n/n8n-nodes-langchain.mcpClientTool';
const TYPE_VERSION = 1.4;
const CREDENTIAL = { id: 'e2eCredentialMcp', name: 'MCP server' };

/** The MCP server that n8n calls, with a Zoho of its own: other checks count the requests to theirs. */
export interface ServerForN8n extends McpServer {
	/** The number of entries about one deal in the emulator's log. */
	readonly entries: number;
}

export async function startServerForN8n(): Promise<ServerForN8n> {
	const account = await openAccount();
	const { client_id, client_secret, refresh_token } = account.zoho.credentials;
	const server = await startMcpServer([], {
		ZOHO_EMULATOR_URL: account.url,
		ZOHO_CLIENT_ID: client_id,
		ZOHO_CLIENT_SECRET: client_secret,
		ZOHO_REFRESH_TOKEN: refresh_token,
		ZOHO_AUDIT_HTTP_TOKEN: MCP_TOKEN,
	});
	return {
		...server,
		entries: account.zoho.log.filter(({ record }) => record?.name === renewal).length,
		async stop() {
			await server.stop();
			await account.close();
		},
	};
}

/** Runs n8n's own MCP Client Tool with the arguments that an agent would choose. */
export async function checkMcpClientToolCall(
	checks: Checks,
	n8n: CommandLine,
	line: Line,
	server: ServerForN8n,
): Promise<void> {
	await checks.check("n8n's MCP Client Tool calls a tool of the MCP server", async () => {
		const data = { token: MCP_TOKEN };
		await n8n.importCredentials({ ...CREDENTIAL, type: 'httpBearerAuth', data });
		const saved = workflow(server.url, line);
		await n8n.importWorkflows([saved]);
		const run = await n8n.execute(saved.id);
		assertSucceeded(run);
		const text = JSON.stringify(itemsIn(run, 'MCP Client').map(({ json }) => json));
		const total = /\\?"total_matched\\?":(\d+)/.exec(text)?.[1];
		assertEqual(Number(total), server.entries, 'entries');
		return `${total} entries`;
	});
}

/** Lists tools as the editor does when tools are chosen. */
export async function checkMcpClientToolList(
	checks: Checks,
	n8n: Server,
	server: ServerForN8n,
): Promise<void> {
	await checks.check("n8n's MCP Client Tool lists the tools of the MCP server", async () => {
		const { data } = (await n8n.post('/rest/dynamic-node-parameters/options', {
			nodeTypeAndVersion: { name: TOOL_TYPE, version: TYPE_VERSION },
			currentNodeParameters: parameters(server.url),
			credentials: { httpBearerAuth: CREDENTIAL },
			path: 'parameters.includeTools',
			methodName: 'getTools',
		})) as { data: INodePropertyOptions[] };
		const missing = TOOL_NAMES.find((name) => !data.some(({ value }) => value === name));
		if (missing) throw new Error(`${missing} is missing`);
		assertEqual(data.length, TOOL_NAMES.length, 'tools');
		return data.map(({ value }) => value).join(', ');
	});
}

function parameters(endpointUrl: string) {
	return {
		endpointUrl,
		serverTransport: 'httpStreamable',
		authentication: 'bearerAuth',
		include: 'all',
		options: { timeout: 60_000 },
	};
}

function workflow(endpointUrl: string, line: Line): SavedWorkflow {
	const call = {
		tool: line.toolName('MCP Client', 'get_audit_log'),
		record: renewal,
		from: '30d',
		to: null,
		user: '',
	};
	const nodes: INode[] = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Arguments', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify(call),
			options: {},
		}),
		{
			...node('MCP Client', TOOL_TYPE, TYPE_VERSION, parameters(endpointUrl)),
			credentials: { httpBearerAuth: CREDENTIAL },
		},
	];
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return {
		id: 'e2eMcpClient0001',
		name: 'MCP Client Tool',
		active: false,
		settings: SETTINGS,
		nodes,
		connections: { Start: to('Arguments'), Arguments: to('MCP Client') },
	};
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	nodeParameters: INode['parameters'],
): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters: nodeParameters };
}

import { McpServer, type McpServerFactory, type ServerContext } from '@modelcontextprotocol/server';
import { UnavailableError } from '../shared/errors';
import type { App } from './app';
import { instructions } from './instructions';
import { annotationsOf } from './tools/annotations';
import { answer } from './tools/answer';
import { TOOLS } from './tools/index';
import type { Call, Tool } from './tools/tool';

/** No call takes longer: hosts give up after a minute. */
const LONGEST_CALL_MS = 55_000;
/** Two messages a second are as many as anybody reads. */
const PROGRESS_PAUSE_MS = 500;

/**
 * Makes a server for a connection; it is cheap and made often, everything that lasts is in the app.
 * Nothing else knows the SDK's servers.
 */
export function createFactory(app: App): McpServerFactory {
	return () => {
		const { readOnly } = app.config;
		const server = new McpServer(
			{ name: 'zoho-crm-audit-log', title: 'Zoho CRM Audit Log', version: app.version },
			{
				instructions: instructions(readOnly),
				capabilities: { tools: { listChanged: false } },
				cacheHints: { 'tools/list': { ttlMs: 3_600_000, cacheScope: 'private' } },
			},
		);
		for (const tool of TOOLS) {
			if (!(readOnly && tool.access === 'creates')) register(server, app, tool);
		}
		return server;
	};
}

function register(server: McpServer, app: App, tool: Tool): void {
	const { name, title, input, output, access } = tool;
	const { readOnly } = app.config;
	const config = {
		title,
		description: tool.description(readOnly),
		inputSchema: input,
		outputSchema: output,
		annotations: annotationsOf(access, readOnly),
	};
	server.registerTool(name, config, async (given, context) => {
		const { call, end } = callOf(context);
		try {
			return await answer(app, name, async () => await tool.run(app, given, call));
		} finally {
			end();
		}
	});
}

/** What a tool is told of its caller; after `end` nothing is sent any more. */
function callOf({ mcpReq }: ServerContext): { call: Call; end: () => void } {
	const deadline = new AbortController();
	const timer = setTimeout(() => deadline.abort(tooLong()), LONGEST_CALL_MS);
	const progressToken = mcpReq._meta?.progressToken;
	let [isOver, sentAt, sent] = [false, -Infinity, -Infinity];
	return {
		call: {
			signal: AbortSignal.any([mcpReq.signal, deadline.signal]),
			progress(done, total, message) {
				const now = Date.now();
				const isDue = now - sentAt >= PROGRESS_PAUSE_MS && done > sent;
				if (progressToken === undefined || isOver || !isDue) return;
				[sentAt, sent] = [now, done];
				const params = { progressToken, progress: done, total: Math.max(total, done), message };
				mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
			},
		},
		end() {
			isOver = true;
			clearTimeout(timer);
		},
	};
}

function tooLong(): UnavailableError {
	return new UnavailableError('Zoho did not answer in time.');
}

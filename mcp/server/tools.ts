import type { McpServer, RegisteredTool, ServerContext } from '@modelcontextprotocol/server';
import { UnavailableError } from '../../shared/errors';
import { mayCreate } from '../config/config';
import type { App } from '../questions/app';
import type { Call } from '../questions/queryContext';
import { answer } from '../tools/answer';
import { TOOLS } from '../tools/index';
import { annotationsOf } from '../tools/schema/annotations';
import type { Tool } from '../tools/tool';

/** Hosts give up after a minute. */
const MAX_CALL_MS = 55_000;
/** Two messages a second are as many as people can read. */
const PROGRESS_PAUSE_MS = 500;

/** The tools that the settings leave. */
export function offered({ config: { readOnly, tools, people } }: App): readonly Tool[] {
	return TOOLS.filter(
		({ name, access }) =>
			// A list of people is for those who may know them.
			!(people && name === 'list_users') &&
			(tools === null || tools.includes(name)) &&
			!(readOnly && access === 'creates'),
	);
}

export function registerTool(server: McpServer, app: App, tool: Tool): RegisteredTool {
	const { name, title, input, output, access } = tool;
	const config = {
		title,
		description: tool.description(mayCreate(app.config)),
		inputSchema: input,
		outputSchema: output,
		annotations: annotationsOf(access, app.config),
	};
	return server.registerTool(name, config, async (args, context) => {
		const { call, end } = callOf(context);
		try {
			const { signal } = context.mcpReq;
			return await answer(app, name, async () => await tool.run(app, args, call), signal);
		} finally {
			end();
		}
	});
}

/** What a tool knows of its call; after `end`, no progress is sent. */
function callOf({ mcpReq }: ServerContext): { call: Call; end: () => void } {
	const deadline = new AbortController();
	const timer = setTimeout(() => deadline.abort(tooLong()), MAX_CALL_MS);
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

import {
	completable,
	McpServer,
	type McpServerFactory,
	ProtocolError,
	ProtocolErrorCode,
	type RegisteredTool,
	ResourceNotFoundError,
	ResourceTemplate,
	type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { disclosureOf } from '../config/disclosure';
import { InputError, UnavailableError } from '../../shared/errors';
import type { App } from '../questions/app';
import { complete } from './completions';
import { ICON } from './icon';
import { instructions } from './instructions';
import { type Prompt, promptArgument, PROMPTS } from './prompts';
import { EXPORT_FILE, exportFileText, GUIDE_RESOURCE, storedFiles } from './resources';
import { mayCreate } from '../config/config';
import { annotationsOf } from '../tools/schema/annotations';
import { answer, UNTRUSTED } from '../tools/answer';
import { TOOLS } from '../tools/index';
import type { Call } from '../questions/queryContext';
import type { Tool } from '../tools/tool';
import { isDrawn, linkView, registerView, showsViews } from './view';
import { hasSaid, type OneHost } from './viewSession';

/** Hosts give up after a minute. */
const MAX_CALL_MS = 55_000;
/** Two messages a second are as many as people can read. */
const PROGRESS_PAUSE_MS = 500;
/** For lists that do not change while the process lives. */
const FIXED = { ttlMs: 3_600_000, cacheScope: 'private' } as const;

/**
 * Makes a server for a connection: cheap and made often, because all lasting state is in the app.
 * Nothing else knows the SDK's servers. Which SDK, and why: docs/decisions/mcp-sdk.md
 */
export function createFactory(app: App, host?: OneHost): McpServerFactory {
	return ({ requestInfo }) => {
		const server = new McpServer(
			{
				name: 'zoho-crm-audit-log',
				title: app.config.isDemo ? 'Zoho CRM Audit Log (demo data)' : 'Zoho CRM Audit Log',
				version: app.version,
				icons: [ICON],
			},
			{
				instructions: instructions(app),
				capabilities: {
					tools: { listChanged: false },
					resources: { listChanged: false },
					prompts: { listChanged: false },
				},
				cacheHints: {
					'tools/list': FIXED,
					'prompts/list': FIXED,
					'resources/templates/list': FIXED,
				},
			},
		);
		const tools = offered(app);
		const isShown = (): boolean =>
			hasSaid(requestInfo) || host?.shows() || showsViews(server.server.getClientCapabilities());
		for (const tool of tools) {
			const registered = registerTool(server, app, tool);
			if (app.view !== null) linkView(registered, tool.name, isShown);
		}
		registerGuide(server);
		if (app.view !== null && isDrawn(tools)) registerView(server, app.view, isShown, FIXED);
		if (disclosureOf(app.config).rows) registerExportFiles(server, app);
		for (const prompt of PROMPTS) registerPrompt(server, app, prompt);
		return server;
	};
}

function offered({ config: { readOnly, tools, people } }: App): readonly Tool[] {
	return TOOLS.filter(
		({ name, access }) =>
			// A list of people is for those who may know them.
			!(people && name === 'list_users') &&
			(tools === null || tools.includes(name)) &&
			!(readOnly && access === 'creates'),
	);
}

function registerTool(server: McpServer, app: App, tool: Tool): RegisteredTool {
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

function registerGuide(server: McpServer): void {
	const { name, uri, title, description, mimeType, text } = GUIDE_RESOURCE;
	server.registerResource(name, uri, { title, description, mimeType, cacheHint: FIXED }, () => ({
		contents: [{ uri, mimeType, text }],
	}));
}

function registerExportFiles(server: McpServer, app: App): void {
	const { name, pattern, title, description, mimeType } = EXPORT_FILE;
	const template = new ResourceTemplate(pattern, {
		list: () => ({
			resources: storedFiles(app).map((file) => ({
				uri: file.uri,
				name: file.name,
				title: `${file.name} of export ${file.exportId}`,
				mimeType,
			})),
		}),
		complete: {
			export_id: async (typed) => await complete(app, 'export_id', typed),
			file: async (typed, context) => await complete(app, 'file', typed, context?.arguments),
		},
	});
	server.registerResource(
		name,
		template,
		{ title, description, mimeType },
		async (uri, _variables, { mcpReq }) => {
			const contents = await exportFileText(app, uri, mcpReq.signal).catch((error: unknown) => {
				if (error instanceof InputError) {
					throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
				}
				return [];
			});
			if (contents.length > 0) {
				return {
					contents: contents.map(({ page, ...text }) => ({
						...text,
						_meta: { ...UNTRUSTED, ...page },
					})),
				};
			}
			throw new ResourceNotFoundError(
				app.log.redacted(uri.href),
				'There is no such file in memory (any more): call download_export with the export_id, then read the uri it names.',
			);
		},
	);
}

function registerPrompt(server: McpServer, app: App, prompt: Prompt): void {
	const { name, title, description } = prompt;
	const shape: Record<string, z.ZodType> = {};
	for (const [argument, facts] of Object.entries(prompt.arguments)) {
		const { completion, isRequired } = facts;
		const described = promptArgument.describe(facts.description);
		const schema = completion
			? completable(described, async (typed) => await complete(app, completion, typed))
			: described;
		// In the other order nothing would be completed.
		shape[argument] = isRequired ? schema : schema.optional();
	}
	server.registerPrompt(name, { title, description, argsSchema: z.object(shape) }, (args) => ({
		messages: [
			{
				role: 'user',
				content: { type: 'text', text: prompt.text(args as Record<string, string | undefined>) },
			},
		],
	}));
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

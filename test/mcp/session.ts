import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, type McpServer } from '@modelcontextprotocol/server';
import type { AnySchema } from 'ajv';
import type { App } from '../../mcp/questions/app';
import { createApp } from '../../mcp/server/app';
import { readConfig } from '../../mcp/config/config';
import { createLog } from '../../mcp/log';
import { createFactory } from '../../mcp/server/factory';
import { axiosExchange } from '../../mcp/zoho/exchange';
import { type ZohoServer, serveZoho } from '../zoho/serve';
import { createZoho, type Zoho, type ZohoSetup } from '../zoho/zoho';
import { ajvValidator, clientValidator } from './validators';

/** Noon of a Tuesday in Berlin. */
export const NOON = Date.parse('2026-11-24T11:00:00Z');

/** Whether exports are kept in a folder where a test does not say it: `npm run test:folder`. */
const IN_FOLDER = process.env['TEST_ARCHIVE'] === 'folder';

/** A test of what only memory does: it evicts. */
export function ofMemory(name: string, run: () => Promise<void>): void {
	(IN_FOLDER ? test.skip : test)(name, run);
}

/** A tool's answer: its text, and its result unless it is an error. */
export interface ToolAnswer {
	readonly isError: boolean;
	readonly text: string;
	readonly result: Record<string, unknown> & { notes: string[] };
}

export interface Session {
	readonly zoho: Zoho;
	readonly served: ZohoServer;
	readonly app: App;
	readonly client: Client;
	/** Lines on stderr. */
	readonly log: string[];
	/** Sleeping advances it; nothing really waits. */
	readonly clock: { now: number };
	call(
		tool: string,
		args?: Record<string, unknown>,
		options?: { signal?: AbortSignal; onprogress?: (progress: { progress: number }) => void },
	): Promise<ToolAnswer>;
	close(): Promise<void>;
}

/** The environment for an emulated Zoho. */
export function environment(zoho: Zoho, url: string): Record<string, string> {
	return {
		ZOHO_EMULATOR_URL: url,
		ZOHO_CLIENT_ID: zoho.credentials.client_id,
		ZOHO_CLIENT_SECRET: zoho.credentials.client_secret,
		ZOHO_REFRESH_TOKEN: zoho.credentials.refresh_token,
	};
}

/** Opens sessions that are closed after each test. */
export function sessions(): typeof session {
	const open: Session[] = [];
	afterEach(async () => {
		for (const one of open.splice(0)) await one.close();
	});
	return async (...args) => {
		const one = await session(...args);
		open.push(one);
		return one;
	};
}

/** The same with a new folder for each test, which is removed when its sessions are closed. */
export function sessionsWithFolder(begin: (folder: string) => void): typeof session {
	const opened = sessions();
	let folder = '';
	beforeEach(() => begin((folder = mkdtempSync(path.join(tmpdir(), 'archive-')))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	return opened;
}

/** A client connected to the server in memory, the server to a Zoho on loopback. */
export async function session(
	setup: ZohoSetup = {},
	variables: Record<string, string> = {},
	/** Of a host that shows views, and the page that it shows. */
	shows?: { readonly view: string; readonly capabilities: object },
): Promise<Session> {
	const clock = { now: NOON };
	const zoho = createZoho({ now: () => clock.now, ...setup });
	const served = await serveZoho(zoho);
	const log: string[] = [];
	const folder = IN_FOLDER ? mkdtempSync(path.join(tmpdir(), 'archive-')) : null;
	const config = readConfig({
		...(folder !== null && { ZOHO_AUDIT_ARCHIVE: folder }),
		...environment(zoho, served.url),
		...variables,
	});
	const app = createApp(config, {
		version: '1.2.3',
		view: shows?.view ?? null,
		exchange: axiosExchange('test'),
		log: createLog('debug', (line) => log.push(line)),
		now: () => clock.now,
		ticks: () => clock.now,
		sleep: async (milliseconds, signal) => {
			signal?.throwIfAborted();
			clock.now += milliseconds;
			// Yields to the event loop.
			await new Promise((resolve) => setTimeout(resolve, 1));
		},
	});
	const client = await connect(app, shows?.capabilities);
	const { tools } = await client.listTools();
	const schemas = new Map(
		tools.map((tool) => [tool.name, ajvValidator(tool.outputSchema as AnySchema)]),
	);
	return {
		zoho,
		served,
		app,
		client,
		log,
		clock,
		async call(tool, args = {}, options = {}) {
			const answer = await client.callTool({ name: tool, arguments: args }, options);
			const [content] = answer.content;
			const text = content?.type === 'text' ? content.text : '';
			if (!answer.isError) {
				const validate = schemas.get(tool);
				if (!validate?.(answer.structuredContent)) {
					throw new Error(`${tool}: ${JSON.stringify(validate?.errors)}`);
				}
				expect(JSON.parse(text)).toEqual(answer.structuredContent);
			}
			const result = (answer.structuredContent ?? {}) as ToolAnswer['result'];
			return { isError: answer.isError === true, text, result };
		},
		async close() {
			app.refresh.end();
			await client.close();
			await served.close();
			await app.archive.settled();
			await app.archive.database.close();
			if (folder !== null) rmSync(folder, { recursive: true, force: true });
		},
	};
}

export async function connect(app: App, capabilities: object = {}): Promise<Client> {
	const server = (await createFactory(app)({} as never)) as McpServer;
	const client = new Client(
		{ name: 'test', version: '0' },
		{ capabilities, jsonSchemaValidator: clientValidator },
	);
	const [ours, theirs] = InMemoryTransport.createLinkedPair();
	await Promise.all([server.connect(theirs), client.connect(ours)]);
	return client;
}

/** Operations that reached Zoho, except for tokens. */
export function operationsOf(zoho: Zoho): string[] {
	return zoho.requests.filter(({ operation }) => operation !== 'token').map((it) => it.operation);
}

export function entriesOf(answer: ToolAnswer): Record<string, unknown>[] {
	return answer.result['entries'] as Record<string, unknown>[];
}

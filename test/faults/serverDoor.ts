import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { environment } from '../mcp/session';
import type { Zoho } from '../zoho/zoho';
import { asText, type Door, type Said } from './door';
import { SPEED } from './outside.cjs';

export interface ServerDoor extends Door {
	call(
		name: string,
		args?: Record<string, unknown>,
		options?: { readonly signal?: AbortSignal },
	): Promise<Said>;
	readonly pid: number;
	/** The folders of the process: where it runs and may put temporary files, and its downloads. */
	readonly places: { readonly work: string; readonly downloads: string };
	/** Ends the process with SIGKILL; a call that is under way is never answered. */
	kill(): Promise<void>;
	/** Everything the process wrote to stderr. */
	log(): string;
}

const nothing: Said = { error: null, notes: [], total: 0, entries: [], text: '', manifest: null };

/** A model would come back as often. */
const MOST_CALLS = 6;

/** The server as its own process with a folder of its own, spoken to over stdio. */
export async function serverDoor(
	cli: string,
	zoho: Zoho,
	source: string,
	folder: string,
): Promise<ServerDoor> {
	const places = { work: path.join(folder, 'work'), downloads: path.join(folder, 'downloads') };
	for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
	const connections = path.join(folder, 'connections');
	writeFileSync(connections, '');
	const transport = new StdioClientTransport({
		command: process.execPath,
		args: ['--require', path.join(__dirname, 'outside.cjs'), cli],
		env: {
			...environment(zoho, zoho.origins.api),
			PATH: process.env['PATH'] ?? '',
			ZOHO_AUDIT_SOURCE: source,
			ZOHO_AUDIT_LOG_LEVEL: 'debug',
			ZOHO_AUDIT_DOWNLOAD_DIR: places.downloads,
			TMPDIR: places.work,
			FAULTS_CONNECTIONS: connections,
		},
		cwd: places.work,
		stderr: 'pipe',
	});
	let log = '';
	transport.stderr?.on('data', (chunk: Buffer) => void (log += chunk.toString()));
	const client = new Client({ name: 'faults', version: '0' });
	// The client's own patience is counted in this process's fast time.
	await client.connect(transport, { timeout: 60_000 * SPEED });
	const pid = transport.pid ?? 0;
	const gone = new Promise<void>((resolve) => (client.onclose = resolve));
	const once = async (
		name: string,
		args: Record<string, unknown>,
		options: { readonly signal?: AbortSignal } = {},
	): Promise<Said> => {
		// The client's own patience is of this process's fast time.
		const patience = { timeout: 60_000 * SPEED, ...options };
		const answer = await client.callTool({ name, arguments: args }, patience);
		const [content] = answer.content;
		const said = content?.type === 'text' ? content.text : '';
		const result = (answer.structuredContent ?? {}) as Record<string, unknown>;
		const entries = (result['entries'] ?? result['exports'] ?? []) as Record<string, unknown>[];
		// Only where no entry can be expected: of an empty export nothing is shown.
		const job = name === 'download_export' ? undefined : (result['export'] as Said['entries'][0]);
		const isFailed = result['status'] === 'failed';
		return {
			error: answer.isError === true || isFailed ? said : null,
			notes: (result['notes'] ?? []) as string[],
			total: Number(result['total_matched'] ?? entries.length),
			entries: entries.length === 0 && job ? [job] : entries,
			text: asText(answer),
			manifest: (result['manifest'] ?? null) as Said['manifest'],
		};
	};
	const call: ServerDoor['call'] = async (name, args = {}, options = {}) => {
		for (let calls = 1; ; calls++) {
			const said = await once(name, args, options);
			if (!said.text.includes('"status":"preparing"') || calls === MOST_CALLS) return said;
		}
	};
	const words = ({ from, to }: { readonly from?: string; readonly to?: string }) => ({
		...(from && { from }),
		...(to && { to }),
	});
	return {
		name: 'server',
		call,
		pid,
		places,
		async kill() {
			process.kill(pid, 'SIGKILL');
			await gone;
		},
		log: () => log,
		getAuditLog: async (question = {}) =>
			await call('get_audit_log', { from: '2024-01-01', limit: 200, ...words(question) }),
		createExport: async (limits = {}) => await call('create_export', words(limits)),
		listExports: async () => await call('list_exports'),
		getExport: async (id) => await call('get_export', { export_id: id, wait_seconds: 50 }),
		downloadExport: async (id) =>
			await call('download_export', { export_id: id, wait_seconds: 20, preview_entries: 50 }),
		getExports: async (ids) =>
			await Promise.all(
				ids.map(async (id) => await call('get_export', { export_id: id, wait_seconds: 0 })),
			),
		downloadCancelled: async (id, signal) =>
			await call('download_export', { export_id: id }, { signal }).catch((error: unknown) => ({
				...nothing,
				error: String(error),
			})),
		connections: () => readFileSync(connections, 'utf8').trim().split('\n').filter(Boolean),
		close: async () => await client.close(),
	};
}

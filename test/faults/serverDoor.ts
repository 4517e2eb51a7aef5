import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { hostedServer } from '../mcp/hostedServer';
import { environment } from '../mcp/session';
import type { Zoho } from '../zoho/zoho';
import { type Asking, asText, type Door, type Said } from './door';
import { SPEED, watchConnections } from './outside.cjs';

export interface ServerDoor extends Door {
	call(
		name: string,
		args?: Record<string, unknown>,
		options?: { readonly signal?: AbortSignal },
	): Promise<Said>;
	/** Everything the server wrote to stderr. */
	log(): string;
}

/** The server as a process of its own. */
export interface ProcessDoor extends ServerDoor {
	readonly pid: number;
	/** The folders of the process: where it runs and may put temporary files, and its downloads. */
	readonly places: Places;
	/** Ends the process with SIGKILL; a call that is under way is never answered. */
	kill(): Promise<void>;
}

interface Places {
	readonly work: string;
	readonly downloads: string;
}

/** A server that was started, before anyone speaks to it. */
interface Started {
	readonly transport: Transport;
	readonly log: () => string;
	readonly connections: () => readonly string[];
	/** After its end. */
	readonly stopped?: () => void;
}

const nothing: Said = { error: null, notes: [], total: 0, entries: [], text: '', manifest: null };

/** A model comes back as long as an answer is being prepared. */
const CALL_SECONDS = 20;
const isPreparing = ({ status }: Record<string, unknown>): boolean => status === 'preparing';

/** The built server in this process, spoken to in the words of stdio. */
export async function serverDoor(
	cli: string,
	zoho: Zoho,
	asking: Asking,
	folder: string,
): Promise<ServerDoor> {
	const { transport, stderr } = hostedServer(cli, variables(zoho, asking, placesIn(folder)), {
		speed: SPEED,
	});
	const seen: string[] = [];
	const stopped = watchConnections((target) => void seen.push(target));
	return await opened({ transport, log: textOf(stderr), connections: () => seen, stopped }, asking);
}

/** The server as its own process with a folder of its own, spoken to over stdio. */
export async function processDoor(
	cli: string,
	zoho: Zoho,
	asking: Asking,
	folder: string,
): Promise<ProcessDoor> {
	const places = placesIn(folder);
	const connections = path.join(folder, 'connections');
	writeFileSync(connections, '');
	const transport = new StdioClientTransport({
		command: process.execPath,
		args: ['--require', path.join(__dirname, 'outside.cjs'), cli],
		env: {
			...variables(zoho, asking, places),
			PATH: process.env['PATH'] ?? '',
			TMPDIR: places.work,
			FAULTS_CONNECTIONS: connections,
		},
		cwd: places.work,
		stderr: 'pipe',
	});
	const gone = new Promise<void>((resolve) => (transport.onclose = resolve));
	const door = await opened(
		{
			transport,
			log: textOf(transport.stderr),
			connections: () => readFileSync(connections, 'utf8').trim().split('\n').filter(Boolean),
		},
		asking,
	);
	const pid = transport.pid ?? 0;
	return {
		...door,
		pid,
		places,
		async kill() {
			process.kill(pid, 'SIGKILL');
			await gone;
		},
	};
}

function placesIn(folder: string): Places {
	const places = { work: path.join(folder, 'work'), downloads: path.join(folder, 'downloads') };
	for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
	return places;
}

function variables(zoho: Zoho, { source }: Asking, { downloads }: Places): Record<string, string> {
	return {
		...environment(zoho, zoho.origins.api),
		ZOHO_AUDIT_SOURCE: source,
		ZOHO_AUDIT_LOG_LEVEL: 'debug',
		ZOHO_AUDIT_DOWNLOAD_DIR: downloads,
	};
}

function textOf(stream: { on(name: 'data', listener: (chunk: Buffer) => void): unknown } | null) {
	let text = '';
	stream?.on('data', (chunk) => void (text += chunk.toString()));
	return () => text;
}

async function opened(started: Started, { waitSeconds, isPatient }: Asking): Promise<ServerDoor> {
	const client = new Client({ name: 'faults', version: '0' });
	// The client's own patience is counted in this process's fast time.
	await client.connect(started.transport, { timeout: 60_000 * SPEED });
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
		const entries = (result['entries'] ??
			result['exports'] ??
			result['deleted_records'] ??
			[]) as Record<string, unknown>[];
		// Only where no entry can be expected: of an empty export nothing is shown.
		const job = name === 'download_export' ? undefined : (result['export'] as Said['entries'][0]);
		const isFailed = result['status'] === 'failed';
		return {
			error: answer.isError === true || isFailed ? said : null,
			notes: (result['notes'] ?? []) as string[],
			// What is being prepared says nothing of how many there are.
			total: isPreparing(result) ? null : Number(result['total_matched'] ?? entries.length),
			entries: entries.length === 0 && job ? [job] : entries,
			text: asText(answer),
			manifest: (result['manifest'] ?? null) as Said['manifest'],
		};
	};
	const call: ServerDoor['call'] = async (name, args = {}, options = {}) => {
		for (let calls = 1; ; calls++) {
			const said = await once(name, args, options);
			if (said.total !== null) return said;
			if (!isPatient && calls * CALL_SECONDS > waitSeconds) return said;
		}
	};
	const words = ({ from, to }: { readonly from?: string; readonly to?: string }) => ({
		...(from && { from }),
		...(to && { to }),
	});
	return {
		name: 'server',
		call,
		log: started.log,
		getAuditLog: async (question = {}) => {
			const all = question.from === undefined ? { from: '2024-01-01', to: 'now' } : {};
			return await call('get_audit_log', { ...all, limit: 200, ...words(question) });
		},
		listDeletedRecords: async () => await call('list_deleted_records', { limit: 200 }),
		createExport: async (limits = {}) => await call('create_export', words(limits)),
		listExports: async () => await call('list_exports'),
		getExport: async (id) =>
			await call('get_export', { export_id: id, wait_seconds: Math.min(50, waitSeconds) }),
		downloadExport: async (id) =>
			await call('download_export', {
				export_id: id,
				wait_seconds: Math.min(CALL_SECONDS, waitSeconds),
				preview_entries: 50,
			}),
		getExports: async (ids) =>
			await Promise.all(
				ids.map(async (id) => await call('get_export', { export_id: id, wait_seconds: 0 })),
			),
		downloadCancelled: async (id, signal) =>
			await call('download_export', { export_id: id }, { signal }).catch((error: unknown) => ({
				...nothing,
				error: String(error),
			})),
		connections: started.connections,
		async close() {
			await client.close();
			started.stopped?.();
		},
	};
}

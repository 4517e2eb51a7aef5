import { AuditLogClient } from '../../shared/client';
import { CredentialError } from '../../shared/errors';
import type { Sleep } from '../../shared/http/transport';
import { AccessToken } from '../zoho/accessToken';
import { type Config, mayCreate, secretsOf } from '../config/config';
import type { Exchange } from '../zoho/exchange';
import { Archive, type FolderAccess } from '../archive/archive';
import { ArchiveFolder } from '../archive/folder/archiveFolder';
import { keepingNames, offlineTransport } from '../archive/folder/names';
import { zlibGunzip } from '../archive/gunzip';
import type { Log } from '../log';
import type { App } from '../questions/app';
import { Refresh } from '../questions/kept/refresh';
import { withoutPosts } from '../questions/noExport';
import { Runs } from '../questions/runs';
import { SeenRecords } from '../questions/seenRecords';
import { Turns } from '../questions/turns';
import { sleep } from '../zoho/sleep';
import { axiosTransport } from '../zoho/transport';

/** What the process provides; tests provide their own. */
export interface Host {
	readonly version: string;
	readonly log: Log;
	readonly exchange: Exchange;
	/** The page that draws answers, where it was built. */
	readonly view?: string | null;
	/** Milliseconds; this machine's clock. */
	readonly now: () => number;
	/** Of a monotonic clock; the process's by default. */
	readonly ticks?: () => number;
	readonly sleep?: Sleep;
}

/** A client caches users and modules as long as it lives, and people join and leave. */
const CLIENT_MS = 3_600_000;
/** More at once would only share the processors, and each takes memory. */
const MAX_SCANS = 3;
const MEBIBYTE = 1024 * 1024;

export function createApp(config: Config, host: Host): App {
	const { version, log, now, exchange } = host;
	const { credentials, missing, dataCenter } = config;
	for (const secret of secretsOf(config)) log.hide(secret);
	const token =
		credentials && !config.isOffline
			? new AccessToken(credentials, dataCenter, { exchange, now, log })
			: null;
	const folder = folderOf(config);
	const archive = new Archive(config.cacheMegabytes * MEBIBYTE, folder, config.archiveDir);
	const unkept = (): void => log.write('warn', 'Names of users and modules are not kept.');

	/** How Zoho is asked, and where. */
	const connection = async (signal?: AbortSignal) => {
		if (config.isOffline && folder) return { transport: offlineTransport(await folder()) };
		if (!token) {
			throw new CredentialError(
				`This server has no access to Zoho: ${missing.join(', ')} not set. "zoho-crm-audit-log-mcp login" makes a refresh token, --demo needs none.`,
			);
		}
		const transport = axiosTransport(token, exchange);
		// The token's answer names the host that serves the account.
		const apiOrigin = await token.apiOrigin(signal);
		if (!folder) return { transport, apiOrigin };
		return { transport: keepingNames(transport, await folder(), unkept), apiOrigin };
	};

	/** One client at a time, replaced every hour. */
	const clientThat = (creates: boolean) => {
		let client: AuditLogClient | null = null;
		let made = -Infinity;
		return async (signal?: AbortSignal): Promise<AuditLogClient> => {
			const { transport, apiOrigin } = await connection(signal);
			if (client && now() - made < CLIENT_MS) return client;
			made = now();
			client = new AuditLogClient({
				transport: creates ? transport : withoutPosts(transport),
				dataCenter,
				apiOrigin,
				apiVersion: config.apiVersion,
				sleep: host.sleep ?? sleep,
				gunzip: zlibGunzip,
				now,
				ticks: host.ticks,
				store: archive,
				// Only the resource of a file shows rows as received.
				withRaw: false,
				declaredTimes: {
					...(config.dateFormat !== null && { dateFormat: config.dateFormat }),
					...(config.fileTimeZone !== null && { timeZone: config.fileTimeZone }),
				},
				declaredColumns: config.columns ?? {},
			});
			return client;
		};
	};
	const client = clientThat(mayCreate(config));
	return {
		version,
		config,
		log,
		view: config.withView ? (host.view ?? null) : null,
		runs: new Runs(),
		archive,
		refresh: new Refresh({ now, log, freshSeconds: config.freshSeconds }),
		seenRecords: new SeenRecords(),
		scans: new Turns(MAX_SCANS),
		now,
		client,
		creatingClient: mayCreate(config) || config.readOnly ? client : clientThat(true),
	};
}

/** Opened once. */
function folderOf({ archiveDir, isOffline, signingKey }: Config): FolderAccess | null {
	if (archiveDir === null) return null;
	let opened: Promise<ArchiveFolder> | undefined;
	return async () =>
		await (opened ??= ArchiveFolder.open(archiveDir, isOffline ? 'read' : 'write', signingKey));
}

/** The real time, or one that starts at another. */
export function clockFrom(start: number | null): () => number {
	if (start === null) return Date.now;
	const started = performance.now();
	return () => start + Math.floor(performance.now() - started);
}

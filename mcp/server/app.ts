import { AuditLogClient } from '../../shared/client';
import { CredentialError } from '../../shared/errors';
import type { Sleep } from '../../shared/http/transport';
import { AccessToken } from '../zoho/accessToken';
import type { Config } from '../config/config';
import { axiosExchange, type Exchange } from '../zoho/exchange';
import { ExportStore } from '../archive/exportStore';
import type { Log } from '../log';
import type { App } from '../questions/app';
import { withoutPosts } from '../questions/noExport';
import { Runs } from '../questions/runs';
import { SeenRecords } from '../questions/seenRecords';
import { sleep } from '../zoho/sleep';
import { axiosTransport } from '../zoho/transport';

/** What the process lends; tests lend their own. */
export interface Host {
	readonly version: string;
	readonly log: Log;
	readonly exchange?: Exchange;
	readonly sleep?: Sleep;
	readonly now?: () => number;
	readonly isDemo?: boolean;
}

/** A client keeps the lists of users and modules as long as it lives; people join and leave. */
const NAMES_KEPT_MS = 3_600_000;

export function createApp(config: Config, host: Host): App {
	const { version, log, isDemo = false } = host;
	const { credentials, missing, dataCenter } = config;
	const now = host.now ?? clockFrom(config.clockStart);
	const exchange = host.exchange ?? axiosExchange(`zoho-crm-audit-log-mcp/${version}`);
	if (credentials) {
		log.hide(credentials.clientSecret);
		log.hide(credentials.refreshToken);
	}
	if (config.http.token !== null) log.hide(config.http.token);
	const token = credentials && new AccessToken(credentials, dataCenter, { exchange, now, log });
	const store = new ExportStore(config.cacheBytes);

	/** One client at a time, and another one every hour. */
	const clientThat = (mayCreate: boolean) => {
		let client: AuditLogClient | null = null;
		let made = -Infinity;
		return async (signal?: AbortSignal): Promise<AuditLogClient> => {
			if (!token) {
				throw new CredentialError(
					`This server has no access to Zoho: ${missing.join(', ')} not set. "zoho-crm-audit-log-mcp login" makes a refresh token, --demo needs none.`,
				);
			}
			const transport = axiosTransport(token, exchange);
			// The token's answer tells where the account is served.
			const apiOrigin = await token.apiOrigin(signal);
			if (client && now() - made < NAMES_KEPT_MS) return client;
			made = now();
			client = new AuditLogClient({
				transport: mayCreate ? transport : withoutPosts(transport),
				dataCenter,
				apiOrigin,
				apiVersion: config.apiVersion,
				sleep: host.sleep ?? sleep,
				now,
				store,
				rows: (file, context) => store.rowsOf(file, context),
				// Only the resource of a file shows rows as received.
				withRaw: false,
				declaredTimes: config.dateFormat === null ? undefined : { dateFormat: config.dateFormat },
			});
			return client;
		};
	};
	const mayCreate = !config.readOnly && config.autoExport;
	const client = clientThat(mayCreate);
	return {
		version,
		config,
		log,
		runs: new Runs(),
		store,
		seenRecords: new SeenRecords(),
		isDemo,
		now,
		client,
		creatingClient: mayCreate || config.readOnly ? client : clientThat(true),
	};
}

/** The real time, or one that starts elsewhere and goes on from there. */
export function clockFrom(start: number | null): () => number {
	if (start === null) return Date.now;
	const begun = performance.now();
	return () => start + Math.floor(performance.now() - begun);
}

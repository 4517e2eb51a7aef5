import { AuditLogClient } from '../shared/client';
import { CredentialError, InputError } from '../shared/errors';
import type { Sleep, Transport } from '../shared/http/transport';
import { AccessToken } from './accessToken';
import type { Config } from './config';
import type { Log } from './log';
import { Runs } from './runs';
import { sleep } from './sleep';
import { axiosExchange, type Exchange } from './exchange';
import { axiosTransport } from './transport';

/** What outlives a connection. */
export interface App {
	readonly version: string;
	readonly config: Config;
	readonly log: Log;
	readonly runs: Runs;
	/** @throws CredentialError when a variable is missing or Zoho gives no token. */
	client(signal?: AbortSignal): Promise<AuditLogClient>;
}

/** What the process lends; tests lend their own. */
export interface Host {
	readonly version: string;
	readonly log: Log;
	readonly exchange?: Exchange;
	readonly sleep?: Sleep;
	readonly now?: () => number;
}

/** A client keeps the lists of users and modules as long as it lives; people join and leave. */
const NAMES_KEPT_MS = 3_600_000;

export function createApp(config: Config, host: Host): App {
	const { version, log, now = Date.now } = host;
	const { credentials, missing, dataCenter } = config;
	const exchange = host.exchange ?? axiosExchange(`zoho-crm-audit-log-mcp/${version}`);
	if (credentials) {
		log.hide(credentials.clientSecret);
		log.hide(credentials.refreshToken);
	}
	const token = credentials && new AccessToken(credentials, dataCenter, { exchange, now, log });
	let client: AuditLogClient | null = null;
	let made = -Infinity;
	return {
		version,
		config,
		log,
		runs: new Runs(),
		async client(signal) {
			if (!token) {
				throw new CredentialError(
					`This server has no access to Zoho: ${missing.join(', ')} not set.`,
				);
			}
			const transport = axiosTransport(token, exchange);
			// The token's answer tells where the account is served.
			const apiOrigin = await token.apiOrigin(signal);
			if (client && now() - made < NAMES_KEPT_MS) return client;
			made = now();
			client = new AuditLogClient({
				transport: config.readOnly ? withoutPosts(transport) : transport,
				dataCenter,
				apiOrigin,
				apiVersion: config.apiVersion,
				sleep: host.sleep ?? sleep,
				now,
				declaredTimes: config.dateFormat === null ? undefined : { dateFormat: config.dateFormat },
			});
			return client;
		},
	};
}

/** The last door of a read-only server: whatever is asked of it, nothing is created. */
function withoutPosts(transport: Transport): Transport {
	return async (request) => {
		if (request.method === 'GET') return await transport(request);
		throw new InputError(
			'This server is read-only and creates no export, and no export of its own user covers the period. Call list_exports to see what there is, then repeat the call with the export_id of one.',
		);
	};
}

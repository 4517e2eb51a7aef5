import { readConfig } from '../../../mcp/config/config';
import { commandLine } from '../../../mcp/config/commandLine';
import type { Line } from '../../../mcp/liveCheck/assumption';
import { liveCheck } from '../../../mcp/liveCheck/run';
import { createLog } from '../../../mcp/log';
import type { Exchange } from '../../../mcp/zoho/exchange';
import { createZoho, type Zoho, type ZohoSetup } from '../../zoho/zoho';
import { NOON } from '../session';

export interface LiveChecked {
	readonly zoho: Zoho;
	readonly lines: readonly Line[];
	readonly progress: readonly string[];
	/** From the first request to the last, in milliseconds of the emulator's clock. */
	readonly took: number;
}

export interface LiveCheckOptions {
	readonly args?: readonly string[];
	/** After the emulator has started; may return other variables. */
	readonly arrange?: (zoho: Zoho) => Record<string, string> | undefined;
	readonly env?: Record<string, string>;
	readonly signal?: AbortSignal;
	/** Between the emulator and the command. */
	readonly around?: (exchange: Exchange, zoho: Zoho) => Exchange;
	/** Called with each line. */
	readonly onLine?: (line: Line) => void;
}

const OLDER: ZohoSetup = { entries: 600, olderExport: true, ownExport: true };

/** The emulator as the European data center, in the process: nothing really waits. */
export async function liveChecked(
	setup: ZohoSetup = {},
	{ args = [], arrange, env, signal, around = (it) => it, onLine }: LiveCheckOptions = {},
): Promise<LiveChecked> {
	let now = NOON;
	const zoho = createZoho({ ...OLDER, now: () => now, ...setup });
	const { client_id, client_secret, refresh_token } = zoho.credentials;
	const variables = {
		ZOHO_DATA_CENTER: 'eu',
		ZOHO_CLIENT_ID: client_id,
		ZOHO_CLIENT_SECRET: client_secret,
		ZOHO_REFRESH_TOKEN: refresh_token,
		...env,
		...arrange?.(zoho),
	};
	const config = readConfig(variables, commandLine(['live-check', ...args]));
	const exchange: Exchange = async ({ method, url, headers, body = '' }) => {
		now += 20;
		return zoho.answer({ method, url, headers, body });
	};
	const [lines, progress]: [Line[], string[]] = [[], []];
	const host = {
		log: createLog('error', () => undefined),
		exchange: around(exchange, zoho),
		now: () => now,
		ticks: () => now,
		sleep: async (milliseconds: number, stop?: AbortSignal) => {
			stop?.throwIfAborted();
			now += milliseconds;
			await new Promise((resolve) => setImmediate(resolve));
		},
		signal: signal ?? new AbortController().signal,
		progress: (text: string) => void progress.push(text),
	};
	for await (const line of liveCheck(config, host)) {
		lines.push(line);
		onLine?.(line);
	}
	return { zoho, lines, progress, took: now - NOON };
}

/** A refresh token that was granted other scopes than usual. */
export function tokenWith(zoho: Zoho, scopes: readonly string[]): Record<string, string> {
	const { client_id, client_secret } = zoho.credentials;
	const form = new URLSearchParams({
		...{ client_id, client_secret, grant_type: 'authorization_code', code: zoho.grantCode(scopes) },
	});
	const { body } = zoho.answer({
		method: 'POST',
		url: `${zoho.origins.accounts}/oauth/v2/token`,
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: form.toString(),
	});
	const answer = JSON.parse(Buffer.from(body).toString()) as { refresh_token: string };
	return { ZOHO_REFRESH_TOKEN: answer.refresh_token };
}

export function different(lines: readonly Line[]): Line[] {
	return lines.filter(({ state }) => state === 'variant' || state === 'new');
}

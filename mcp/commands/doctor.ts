import { AuditLogError, CredentialError } from '../../shared/errors';
import type { DataCenter } from '../../shared/dataCenters';
import { missingScopes } from '../../shared/http/grantedScopes';
import { newestFirst } from '../../shared/exports/exportJob';
import { seesEverything } from '../../shared/org/users';
import type { App } from '../questions/app';
import { createApp, type Host } from '../server/app';
import { cleanText } from '../questions/cleanText';
import type { Config } from '../config/config';
import type { Exchange } from '../zoho/exchange';
import { neededScopes } from '../config/scopes';

/** `note`: worth knowing, and nothing has to be done. */
export type CheckState = 'ok' | 'note' | 'failed';

export interface Check {
	readonly name: string;
	readonly state: CheckState;
	/** One sentence; of a failed check with what to do. */
	readonly text: string;
}

const MOST_CLOCK_MS = 60_000;

/** What must be true for the server to answer, one by one. It only reads, besides the call for a token. */
export async function* doctor(
	config: Config,
	host: Host & { readonly exchange: Exchange },
): AsyncGenerator<Check> {
	if (config.missing.length > 0) {
		yield {
			name: 'variables',
			state: 'failed',
			text: `${config.missing.join(', ')} not set. "zoho-crm-audit-log-mcp login" makes a refresh token; --demo needs none.`,
		};
		return;
	}
	yield {
		name: 'variables',
		state: 'ok',
		text: 'Client id, client secret and refresh token are set.',
	};
	const heard = new Heard(host.exchange);
	const app = createApp({ ...config, readOnly: true }, { ...host, exchange: heard.exchange });
	const connection = await checked('token', async () => await connected(app, config.dataCenter));
	yield connection;
	if (connection.state === 'failed') return;
	yield scopesCheck(heard.scopes, config.readOnly);
	const client = await app.client();
	yield await checked('organization', async () => {
		const { name, timeZone } = await client.names.organization({});
		return ok(`${cleanText(name ?? 'without a name', 80)}, time zone ${timeZone ?? 'unknown'}.`);
	});
	yield await checked('visibility', async () => {
		const user = await client.names.currentUser({});
		if (!user)
			return note(
				'Who the connection belongs to cannot be read; whether it sees every entry is not known.',
			);
		const who = `${cleanText(user.name, 80)}, profile ${cleanText(user.profile ?? 'unknown', 60)}`;
		return seesEverything(user)
			? ok(`${who}: sees every entry.`)
			: note(
					`${who}: sees own entries and those of subordinates. For all of them connect as somebody with the Administrator profile or the CEO's role.`,
				);
	});
	yield await checked('exports', async () => {
		const jobs = await client.listExports();
		return ok(`The list of exports can be read: ${jobs.length} in it.`);
	});
	yield await checked('settings/audit_log', async () => {
		try {
			const answer = await client.getAuditLog({}, { source: 'endpoint', limit: 1 });
			if (answer.state === 'ready') for await (const _ of answer) break;
			return ok('GET /settings/audit_log answers: short questions need no export.');
		} catch (error) {
			if (!(error instanceof AuditLogError) || error.facts.isTokenDead) throw error;
			return note(
				'GET /settings/audit_log, which Zoho does not document, is not offered here: questions are answered from exports.',
			);
		}
	});
	yield await checked('file host', async () => {
		const [job] = newestFirst(await client.listExports()).filter(
			({ state }) => state === 'finished',
		);
		if (job?.state !== 'finished')
			return note('There is no finished export to try a download with.');
		const { files } = await client.downloadExport(job);
		const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
		return ok(`The newest export can be downloaded: ${bytes.toLocaleString('en')} bytes.`);
	});
	yield clockCheck(client.now() - app.now());
	yield creditsCheck(heard.credits);
}

async function connected(app: App, { name, accounts }: DataCenter): Promise<Omit<Check, 'name'>> {
	await app.client();
	return ok(`Zoho gives tokens: data center ${name}, ${accounts}.`);
}

function scopesCheck(granted: readonly string[] | null, readOnly: boolean): Check {
	const name = 'scopes';
	if (granted === null) {
		return {
			name,
			...note('Zoho does not say which scopes the connection has; the checks below use them.'),
		};
	}
	const missing = missingScopes(granted, neededScopes(readOnly));
	if (missing.length === 0) return { name, ...ok('All scopes are granted.') };
	return {
		name,
		state: 'failed',
		text: `Missing: ${missing.join(', ')}. Run login again with all scopes it shows.`,
	};
}

function clockCheck(difference: number): Check {
	const seconds = Math.round(difference / 1000);
	const name = 'clock';
	if (Math.abs(difference) <= MOST_CLOCK_MS) {
		return { name, ...ok(`This machine and Zoho are ${Math.abs(seconds)} seconds apart.`) };
	}
	return {
		name,
		...note(
			`This machine is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'behind' : 'ahead of'} Zoho. Periods follow Zoho's clock; set this one.`,
		),
	};
}

function creditsCheck(remaining: string | null): Check {
	const name = 'credits';
	// Zoho names the rest only when half of it is used. https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
	if (remaining === null)
		return { name, ...ok("Less than half of the day's API credits are used.") };
	return { name, ...note(`${remaining} of the day's API credits are left.`) };
}

async function checked(name: string, check: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
	try {
		return { name, ...(await check()) };
	} catch (error) {
		if (!(error instanceof AuditLogError)) {
			return { name, state: 'failed', text: 'A fault of this program; please report it.' };
		}
		const fix =
			error instanceof CredentialError ? ' Run login again if the connection is at fault.' : '';
		return { name, state: 'failed', text: `${cleanText(error.message, 500)}${fix}` };
	}
}

function ok(text: string): Omit<Check, 'name'> {
	return { state: 'ok', text };
}

function note(text: string): Omit<Check, 'name'> {
	return { state: 'note', text };
}

/** What Zoho says beside its answers. */
class Heard {
	scopes: readonly string[] | null = null;
	credits: string | null = null;

	constructor(private readonly send: Exchange) {}

	readonly exchange: Exchange = async (request) => {
		const response = await this.send(request);
		const left = response.headers['x-api-credits-remaining'];
		if (left !== undefined && /^\d{1,12}$/.test(left)) this.credits = left;
		if (request.method === 'POST') this.scopes = scopesIn(response.body) ?? this.scopes;
		return response;
	};
}

function scopesIn(body: Uint8Array): readonly string[] | null {
	try {
		const { scope } = JSON.parse(new TextDecoder().decode(body)) as { scope?: unknown };
		return typeof scope === 'string' ? scope.split(/[\s,]+/) : null;
	} catch {
		return null;
	}
}

import type { AuditLogClient } from '../../shared/client';
import { AuditLogError, CredentialError } from '../../shared/errors';
import { newestFirst } from '../../shared/exports/exportJob';
import { missingScopes } from '../../shared/http/grantedScopes';
import { readTokenAnswer } from '../../shared/http/tokenAnswer';
import type { ZohoResponse } from '../../shared/http/transport';
import { seesEverything } from '../../shared/org/users';
import type { Config } from '../config/config';
import { neededScopes, OPTIONAL_SCOPE } from '../config/scopes';
import { cleanText } from '../../shared/disclosure/cleanText';
import { createApp, type Host } from '../server/app';
import { tryRecycleBin } from '../../shared/recycleBin/readBin';
import type { Exchange } from '../zoho/exchange';

/** What a check found; `note`: worth knowing, nothing has to be done. */
interface Finding {
	readonly state: 'ok' | 'note' | 'failed';
	/** One sentence; of a failed check with what to do. */
	readonly text: string;
}

export interface Check extends Finding {
	readonly name: string;
}

const MAX_CLOCK_SKEW_MS = 60_000;

/** What must be true for the server to answer, one by one. Only reads, apart from the call for a token. */
export async function* checks(config: Config, host: Host): AsyncGenerator<Check> {
	const { missing, dataCenter, readOnly } = config;
	yield await check('variables', () => variables(missing));
	if (missing.length > 0) return;
	const side = new SideChannel(host.exchange);
	const app = createApp({ ...config, readOnly: true }, { ...host, exchange: side.exchange });
	const token = await check('token', async () => {
		await app.client();
		return ok(`Zoho gives tokens: data center ${dataCenter.name}, ${dataCenter.accounts}.`);
	});
	yield token;
	if (token.state === 'failed') return;
	const client = await app.client();
	yield await check('scopes', () => scopes(side.scopes, readOnly));
	yield await check('recycle bin', async () => await recycleBin(client));
	yield await check('organization', async () => await organization(client));
	yield await check('visibility', async () => await visibility(client));
	yield await check('exports', async () => {
		const jobs = await client.listExports();
		return ok(`The list of exports can be read: ${jobs.length} in it.`);
	});
	yield await check('settings/audit_log', async () => await endpoint(client));
	yield await check('file host', async () => await fileHost(client));
	yield await check('clock', () => clock(client.now() - app.now()));
	yield await check('credits', () => credits(side.credits));
}

async function check(name: string, find: () => Finding | Promise<Finding>): Promise<Check> {
	try {
		return { name, ...(await find()) };
	} catch (error) {
		if (!(error instanceof AuditLogError)) {
			return { name, ...failed('A fault of this program; please report it.') };
		}
		const fix =
			error instanceof CredentialError ? ' Run login again if the connection is at fault.' : '';
		return { name, ...failed(`${cleanText(error.message, 500)}${fix}`) };
	}
}

function ok(text: string): Finding {
	return { state: 'ok', text };
}

function note(text: string): Finding {
	return { state: 'note', text };
}

function failed(text: string): Finding {
	return { state: 'failed', text };
}

function variables(missing: readonly string[]): Finding {
	if (missing.length === 0) return ok('Client id, client secret and refresh token are set.');
	return failed(
		`${missing.join(', ')} not set. "zoho-crm-audit-log-mcp login" makes a refresh token; --demo needs none.`,
	);
}

function scopes(granted: readonly string[] | null, readOnly: boolean): Finding {
	if (granted === null) {
		return note('Zoho does not say which scopes the connection has; the checks below use them.');
	}
	const missing = missingScopes(granted, neededScopes(readOnly));
	if (missing.length === 0) return ok('All scopes are granted.');
	return failed(`Missing: ${missing.join(', ')}. Run login again with all scopes it shows.`);
}

async function recycleBin(client: AuditLogClient): Promise<Finding> {
	try {
		await tryRecycleBin(client.session, {});
		return ok('The recycle bin can be read: list_deleted_records says what can be restored.');
	} catch (error) {
		if (!(error instanceof AuditLogError) || error.facts.isTokenDead) throw error;
		if (error.facts.missingScope === undefined) return note(cleanText(error.message, 500));
		return note(
			`The optional scope ${OPTIONAL_SCOPE} is not granted, so list_deleted_records cannot answer; all else can. login --recycle-bin asks for it.`,
		);
	}
}

async function organization(client: AuditLogClient): Promise<Finding> {
	const { name, timeZone } = await client.names.organization({});
	return ok(`${cleanText(name ?? 'without a name', 80)}, time zone ${timeZone ?? 'unknown'}.`);
}

async function visibility(client: AuditLogClient): Promise<Finding> {
	const user = await client.names.currentUser({});
	if (!user) {
		return note(
			"The connection's user cannot be read, so it is not known whether it sees every entry.",
		);
	}
	const who = `${cleanText(user.name, 80)}, profile ${cleanText(user.profile ?? 'unknown', 60)}`;
	if (seesEverything(user)) return ok(`${who}: sees every entry.`);
	return note(
		`${who}: sees own entries and those of subordinates. To see all, connect as a user with the Administrator profile or the CEO's role.`,
	);
}

async function endpoint(client: AuditLogClient): Promise<Finding> {
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
}

async function fileHost(client: AuditLogClient): Promise<Finding> {
	const job = newestFirst(await client.listExports()).find(({ state }) => state === 'finished');
	if (job?.state !== 'finished') return note('There is no finished export to try a download with.');
	const { files } = await client.downloadExport(job);
	const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
	return ok(`The newest export can be downloaded: ${bytes.toLocaleString('en')} bytes.`);
}

function clock(difference: number): Finding {
	const seconds = Math.abs(Math.round(difference / 1000));
	if (Math.abs(difference) <= MAX_CLOCK_SKEW_MS) {
		return ok(`This machine and Zoho are ${seconds} seconds apart.`);
	}
	return note(
		`This machine is ${seconds} seconds ${difference > 0 ? 'behind' : 'ahead of'} Zoho. Periods follow Zoho's clock; set this one.`,
	);
}

function credits(remaining: string | null): Finding {
	// Zoho sends the rest only when half of it is used. https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
	if (remaining === null) return ok("Less than half of the day's API credits are used.");
	return note(`${remaining} of the day's API credits are left.`);
}

/** What Zoho reports beside its answers. */
class SideChannel {
	scopes: readonly string[] | null = null;
	credits: string | null = null;

	constructor(private readonly send: Exchange) {}

	readonly exchange: Exchange = async (request) => {
		const response = await this.send(request);
		const left = response.headers['x-api-credits-remaining'];
		if (left !== undefined && /^\d{1,12}$/.test(left)) this.credits = left;
		if (request.method === 'POST') this.scopes = scopesIn(response) ?? this.scopes;
		return response;
	};
}

function scopesIn(response: ZohoResponse): readonly string[] | null {
	try {
		return readTokenAnswer(response).scopes;
	} catch {
		return null;
	}
}

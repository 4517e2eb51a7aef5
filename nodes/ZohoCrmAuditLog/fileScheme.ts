import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';

import { CredentialError } from '../../shared/errors';
import { isScopeCode } from '../../shared/http/codes';
import { noAnswer } from '../../shared/http/noAnswer';
import { isDeadToken, isDeadTokenCode, refusalIn } from '../../shared/http/refusal';
import type { Transport, ZohoRequest, ZohoResponse } from '../../shared/http/transport';

/** The ways in which a file can be requested. */
interface Ways {
	/** As n8n signs it. */
	readonly ask: Transport;
	/** The same, once more after a renewal where the token has expired. */
	readonly bearer: Transport;
	/** With Zoho's own header. */
	readonly zoho: Transport;
	/** Lets n8n renew the token if this request is refused for it. */
	readonly renewBy: (request: ZohoRequest) => Promise<unknown>;
	readonly token: () => Promise<string>;
}

/**
 * The header each file host takes, found out once in a run: `Bearer`, which n8n writes, or the one on
 * Zoho's page for the download. See docs/decisions/file-host-header.md
 */
export class FileScheme {
	private readonly taken = new Map<string, 'bearer' | 'zoho'>();
	/** A request that the API has answered in this run. */
	private api: ZohoRequest | undefined;

	constructor(private readonly ways: Ways) {}

	/** The API has taken the token. */
	noteApi(request: ZohoRequest): void {
		if (request.method === 'GET') this.api = request;
	}

	async send(request: ZohoRequest): Promise<ZohoResponse> {
		const { origin } = new URL(request.url);
		const scheme = this.taken.get(origin);
		if (scheme === 'zoho') return await this.asZoho(request);
		// Where the API has not taken the token, a refusal may well be about the token.
		if (scheme === 'bearer' || !this.api) return await this.ways.bearer(request);
		const response = await this.ways.ask(request);
		if (!isHeaderRefused(response)) {
			// A redirect may come before any look at the header.
			if (response.status < 300) this.taken.set(origin, 'bearer');
			return response;
		}
		const own = await this.asZoho(request);
		// Refused under both headers for another reason: not asked twice again.
		this.taken.set(origin, isHeaderRefused(own) && !isDeadToken(own) ? 'bearer' : 'zoho');
		return own;
	}

	private async asZoho(request: ZohoRequest): Promise<ZohoResponse> {
		const { ways, api } = this;
		const before = await ways.token();
		const response = await ways.zoho(request);
		if (!isDeadToken(response)) return response;
		// Not the file: a host that refuses the header might never say that the token has expired.
		if (api) await ways.renewBy({ ...api, signal: request.signal });
		// The API still takes it, and this host does not.
		if ((await ways.token()) === before) await ways.renewBy(request);
		return await ways.zoho(request);
	}
}

/** Whether another header could change the answer; nothing but a scope helps where that is missing. */
function isHeaderRefused(response: ZohoResponse): boolean {
	if (response.status < 400) return false;
	const code = refusalIn(response, 0)?.code ?? null;
	if (code === 'AUTHENTICATION_FAILURE' || isDeadTokenCode(code)) return true;
	return response.status === 401 && !isScopeCode(code);
}

/** The access token that n8n keeps; renewed when n8n has renewed it. */
export async function tokenOf(
	context: Pick<IAllExecuteFunctions, 'getCredentials'>,
	credential: string,
): Promise<string> {
	const data = await context.getCredentials(credential).catch((error: unknown) => {
		throw noAnswer(error);
	});
	const token = (data['oauthTokenData'] as IDataObject | undefined)?.['access_token'];
	if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
	throw new CredentialError('n8n has no token for this credential. Connect it again.');
}

import { createHash } from 'node:crypto';
import { html, json } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { MINUTE, SECOND } from '../durations';
import type { Switches } from '../switches';
import { formOf } from './form';
import { everyScope } from './scopes';
import { tooManyTokens } from './tooManyTokens';

/** https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html */
const ACCESS_TOKEN_SECONDS = 3_600;
const LIMIT = { tokens: 10, per: 10 * MINUTE };
/** Grant codes: two minutes for web clients, three for self clients. */
const CODE_LIFE = { web: 2 * MINUTE, self: 3 * MINUTE };

interface Grant {
	readonly refresh_token: string;
	readonly scopes: readonly string[];
	/** When its access tokens were issued. */
	issued: number[];
	/** Live access tokens, oldest first. */
	live: string[];
}

interface Code {
	readonly scopes: readonly string[];
	readonly expires: number;
	readonly redirect_uri: string | null;
	readonly offline: boolean;
}

export interface Credentials {
	readonly client_id: string;
	readonly client_secret: string;
	readonly refresh_token: string;
}

/** The accounts server: https://www.zoho.com/accounts/protocol/oauth/web-apps.html */
export class Tokens {
	readonly credentials: Credentials;
	private readonly codes = new Map<string, Code>();
	private readonly grants = new Map<string, Grant>();
	private readonly access = new Map<string, { scopes: readonly string[]; expires: number }>();
	private consented = false;
	private made = 0;

	constructor(
		private readonly seed: number,
		private readonly now: () => number,
		private readonly switches: Switches,
	) {
		this.credentials = {
			client_id: `1000.${this.hex().slice(0, 30).toUpperCase()}`,
			client_secret: this.hex() + this.hex().slice(0, 10),
			refresh_token: this.grant(everyScope).refresh_token,
		};
	}

	/** A live access token that does not count against the limit. */
	accessToken(scopes: readonly string[] = everyScope): string {
		const token = this.value();
		this.access.set(token, { scopes, expires: this.now() + ACCESS_TOKEN_SECONDS * SECOND });
		return token;
	}

	/** A code as the console of a self client shows it. */
	grantCode(scopes: readonly string[] = everyScope): string {
		return this.code({
			scopes,
			expires: this.now() + CODE_LIFE.self,
			redirect_uri: null,
			offline: true,
		});
	}

	/** The scopes of a live access token, else null. */
	scopesOf(token: string): readonly string[] | null {
		const found = this.access.get(token);
		return found && found.expires > this.now() ? found.scopes : null;
	}

	/** POST {accounts}/oauth/v2/token */
	token(request: ZohoRequest, api_domain: string): ZohoAnswer {
		if (request.method !== 'POST') return html(405, 'Method Not Allowed');
		const form = formOf(request);
		// Errors have HTTP 200 and no status key: reported by several parties, not documented by Zoho.
		const error = (name: string) => json(200, { error: name });
		if (form.get('client_id') !== this.credentials.client_id) return error('invalid_client');
		if (form.get('client_secret') !== this.credentials.client_secret) {
			return error('invalid_client_secret');
		}
		switch (form.get('grant_type')) {
			case 'refresh_token': {
				const grant = this.grants.get(form.get('refresh_token') ?? '');
				return grant ? this.issue(grant, api_domain, false) : error('invalid_code');
			}
			case 'authorization_code': {
				const value = form.get('code') ?? '';
				const code = this.codes.get(value);
				this.codes.delete(value);
				if (!code || code.expires <= this.now()) return error('invalid_code');
				if (code.redirect_uri !== null && code.redirect_uri !== form.get('redirect_uri')) {
					return error('invalid_redirect_uri');
				}
				return this.issue(this.grant(code.scopes), api_domain, code.offline);
			}
			default:
				return error('general_error');
		}
	}

	/** POST {accounts}/oauth/v2/token/revoke?token=… The wording of its answers is not documented by Zoho. */
	revoke(request: ZohoRequest): ZohoAnswer {
		if (request.method !== 'POST') return html(405, 'Method Not Allowed');
		const token = formOf(request).get('token') ?? '';
		const grant = this.grants.get(token);
		grant?.live.forEach((live) => this.access.delete(live));
		const known = this.grants.delete(token) || this.access.delete(token);
		return known ? json(200, { status: 'success' }) : json(400, { error: 'invalid_token' });
	}

	/**
	 * {accounts}/oauth/v2/auth, consenting immediately. Scopes are separated by
	 * commas, and a refresh token comes only with access_type=offline, after the first time only
	 * with prompt=consent: https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html
	 */
	authorize(request: ZohoRequest, accounts: string): ZohoAnswer {
		const query = new URL(request.url).searchParams;
		const redirect_uri = query.get('redirect_uri') ?? '';
		const scopes = (query.get('scope') ?? '').split(',');
		if (query.get('client_id') !== this.credentials.client_id) {
			return html(400, 'invalid_client');
		}
		if (query.get('response_type') !== 'code') return html(400, 'invalid_response_type');
		if (!URL.canParse(redirect_uri)) return html(400, 'invalid_redirect_uri');
		if (!scopes.every((scope) => /^Zoho\w+(\.\w+)+$/.test(scope))) {
			return html(400, 'invalid_scope');
		}
		const requested = query.get('access_type') === 'offline';
		const offline = requested && (!this.consented || query.get('prompt') === 'consent');
		this.consented = true;
		const back = new URL(redirect_uri);
		const state = query.get('state');
		if (state !== null) back.searchParams.set('state', state);
		const expires = this.now() + CODE_LIFE.web;
		back.searchParams.set('code', this.code({ scopes, expires, redirect_uri, offline }));
		back.searchParams.set('location', locationOf(accounts));
		back.searchParams.set('accounts-server', accounts);
		const headers = { location: back.href, 'content-length': '0' };
		return { status: 302, headers, body: new Uint8Array() };
	}

	private issue(grant: Grant, api_domain: string, withRefreshToken: boolean): ZohoAnswer {
		const now = this.now();
		grant.issued = grant.issued.filter((time) => time > now - LIMIT.per);
		if (grant.issued.length >= LIMIT.tokens) return tooManyTokens();
		grant.issued.push(now);
		const access_token = this.accessToken(grant.scopes);
		grant.live.push(access_token);
		while (grant.live.length > this.switches.liveAccessTokens) {
			this.access.delete(grant.live.shift() ?? '');
		}
		return json(200, {
			access_token,
			...(withRefreshToken && { refresh_token: grant.refresh_token }),
			...(this.switches.scopeInTokenAnswer && { scope: grant.scopes.join(' ') }),
			api_domain,
			token_type: 'Bearer',
			expires_in: ACCESS_TOKEN_SECONDS,
		});
	}

	private grant(scopes: readonly string[]): Grant {
		const grant: Grant = { refresh_token: this.value(), scopes, issued: [], live: [] };
		this.grants.set(grant.refresh_token, grant);
		return grant;
	}

	private code(code: Code): string {
		const value = this.value();
		this.codes.set(value, code);
		return value;
	}

	private value(): string {
		return `1000.${this.hex()}.${this.hex()}`;
	}

	private hex(): string {
		const text = `${this.seed}:${this.made++}`;
		return createHash('sha256').update(text).digest('hex').slice(0, 32);
	}
}

/** `us` for accounts.zoho.com, `au` for accounts.zoho.com.au; a loopback address counts as `eu`. */
function locationOf(accounts: string): string {
	const [last = ''] = /[a-z]+$/.exec(new URL(accounts).hostname) ?? [];
	return last === 'com' ? 'us' : last || 'eu';
}

import { AuditLogClient } from '../../shared/client';
import type { Criteria } from '../../shared/exports/criteria';
import { guarded } from '../../shared/http/guarded';
import { parseJson } from '../../shared/http/json';
import { refusalIn } from '../../shared/http/refusal';
import { retrying } from '../../shared/http/retrying';
import type { Sleep, Transport, ZohoRequest, ZohoResponse } from '../../shared/http/transport';
import { zlibGunzip } from '../archive/gunzip';
import type { Config } from '../config/config';
import type { Log } from '../log';
import { AccessToken } from '../zoho/accessToken';
import type { Exchange } from '../zoho/exchange';

/** What a process provides. */
export interface LiveHost {
	readonly log: Log;
	readonly exchange: Exchange;
	/** Milliseconds; this machine's clock. */
	readonly now: () => number;
	/** Milliseconds of a monotonic clock, for durations. */
	readonly ticks: () => number;
	readonly sleep: Sleep;
	readonly signal: AbortSignal;
	/** For people who wait: one line, without anything of the organization. */
	readonly progress: (text: string) => void;
}

/** Zoho allows ten requests at once and thousands a day; these are in no hurry. */
const PAUSE_MS = 200;
/** Of one run. Waiting for two exports takes half of them at most. */
const MAX_REQUESTS = 200;
/** Of one run with `--create`. */
const MAX_EXPORTS = 2;
const MAX_JSON_BYTES = 32 * 1024 * 1024;
/** In the form of Zoho's tokens, and invalid. */
const STRANGER = '1000.00000000000000000000000000000000.00000000000000000000000000000000';

/** No more requests are sent, for the reason that the message gives. */
export class Refrained extends Error {}

/** An answer of Zoho's, before anything is made of it. */
export interface Answer extends ZohoResponse {
	/** Undefined where the body is not JSON. */
	readonly json: unknown;
	readonly isJson: boolean;
	/** Zoho's code of a refusal. */
	readonly code: string | null;
}

/** How a request is signed: as the client does, as n8n does, with an invalid token, or not at all. */
export type Signed = 'own' | 'bearer' | 'stranger' | 'unsigned';

/** The one way from here to Zoho: slowly, only so often, and without a write unless that is allowed. */
export class Connection {
	/** Answers to requests for files, redirects among them, without their bodies. */
	readonly fileAnswers: Omit<ZohoResponse, 'body'>[] = [];
	/** The answer of the accounts server. */
	tokenAnswer: ZohoResponse | null = null;
	requests = 0;
	/** Exports that Zoho took. */
	created = 0;
	/** Whether any answer had an id that is not a text, and whether all had the time. */
	hasNumericIds = false;
	hasDates = true;
	/** How far this machine's clock is from Zoho's. */
	clockDifference: number | null = null;
	private readonly token: AccessToken;
	private last = -Infinity;
	private base = '';
	private known: AuditLogClient | undefined;

	constructor(
		readonly config: Config,
		readonly host: LiveHost,
	) {
		const { credentials, dataCenter } = config;
		if (!credentials) throw new Error('without credentials there is nothing to check');
		const exchange: Exchange = async (request) => {
			const response = await this.paced(request.url, async () => await host.exchange(request));
			this.tokenAnswer = response;
			return response;
		};
		this.token = new AccessToken(credentials, dataCenter, { ...host, exchange });
	}

	/** @throws AuditLogError when there is no token. */
	async open(): Promise<void> {
		const { config, host } = this;
		const origin = await this.token.apiOrigin(host.signal);
		this.base = `${origin}/crm/${config.apiVersion}`;
		this.known = new AuditLogClient({
			transport: this.transport('own'),
			dataCenter: config.dataCenter,
			apiOrigin: origin,
			apiVersion: config.apiVersion,
			sleep: host.sleep,
			now: host.now,
			ticks: host.ticks,
			gunzip: zlibGunzip,
		});
	}

	/** The client as it is, over this connection. */
	get client(): AuditLogClient {
		if (!this.known) throw new Error('not open');
		return this.known;
	}

	/** Zoho's time where an answer had it. */
	now(): number {
		return this.host.now() - (this.clockDifference ?? 0);
	}

	async get(path: string, signed: Signed = 'own'): Promise<Answer> {
		return await this.file(this.base + path, signed);
	}

	/** A file, or anything else with a whole address. */
	async file(
		url: string,
		signed: Signed = 'own',
		headers: Readonly<Record<string, string>> = {},
		maxBytes = MAX_JSON_BYTES,
	): Promise<Answer> {
		const { sleep, now, signal } = this.host;
		const sent = guarded(this.transport(signed), this.config.dataCenter);
		const send = retrying(sent, { sleep, now, random: Math.random });
		return answerOf(await send({ method: 'GET', url, headers, maxBytes, signal }));
	}

	/** One attempt to create an export. */
	async create(criteria: Criteria): Promise<Answer> {
		if (!this.config.create || this.config.readOnly) {
			throw new Refrained('nothing is created without --create');
		}
		if (this.created >= MAX_EXPORTS) throw new Refrained('two exports were created');
		const { signal } = this.host;
		const send = guarded(this.transport('own', true), this.config.dataCenter);
		const url = `${this.base}/settings/audit_log_export`;
		const body = { audit_log_export: [{ criteria }] };
		const request: ZohoRequest = { method: 'POST', url, body, maxBytes: MAX_JSON_BYTES, signal };
		const answer = answerOf(await send(request));
		if (answer.status < 300 && answer.code === null) this.created++;
		return answer;
	}

	private transport(signed: Signed, mayCreate = false): Transport {
		return async ({ method, url, body, headers, maxBytes, signal = this.host.signal }) => {
			if (method !== 'GET' && !mayCreate) throw new Refrained('this only reads');
			const response = await this.paced(url, async () => {
				const authorization = await this.authorization(signed, signal);
				return await this.host.exchange({
					method,
					url,
					headers: {
						...headers,
						...(body && { 'content-type': 'application/json' }),
						...(authorization && { authorization }),
					},
					body: body && JSON.stringify(body),
					maxBytes,
					signal,
				});
			});
			this.note(url, response);
			return response;
		};
	}

	private async authorization(signed: Signed, signal: AbortSignal): Promise<string | undefined> {
		if (signed === 'unsigned') return undefined;
		if (signed === 'stranger') return `Zoho-oauthtoken ${STRANGER}`;
		const scheme = signed === 'bearer' ? 'Bearer' : 'Zoho-oauthtoken';
		return `${scheme} ${await this.token.get(signal)}`;
	}

	private async paced(url: string, send: () => Promise<ZohoResponse>): Promise<ZohoResponse> {
		const { ticks, sleep, signal, progress } = this.host;
		signal.throwIfAborted();
		if (this.requests >= MAX_REQUESTS) throw new Refrained(`${MAX_REQUESTS} requests were sent`);
		this.requests++;
		await sleep(Math.max(0, this.last + PAUSE_MS - ticks()), signal);
		this.last = ticks();
		progress(`request ${this.requests}: ${placeOf(url)}`);
		return await send();
	}

	private note(url: string, { status, headers, body }: ZohoResponse): void {
		const date = Date.parse(headers['date'] ?? '');
		if (Number.isNaN(date)) this.hasDates = false;
		else this.clockDifference = this.host.now() - date;
		if (!url.startsWith(`${this.base}/`)) this.fileAnswers.push({ status, headers });
		else if (NUMERIC_ID.test(new TextDecoder().decode(body))) this.hasNumericIds = true;
	}
}

const NUMERIC_ID = /"(?:\w+_)?id"\s*:\s*-?\d/i;

export function answerOf(response: ZohoResponse): Answer {
	const code = refusalIn(response, 0)?.code ?? null;
	try {
		const json = parseJson(response.body);
		return { ...response, json, isJson: json !== undefined, code };
	} catch {
		return { ...response, json: undefined, isJson: false, code };
	}
}

/** The call without what is of the organization: ids, tokens, names. */
function placeOf(url: string): string {
	const { pathname } = new URL(url);
	if (pathname.startsWith('/oauth/')) return 'a token';
	if (!pathname.startsWith('/crm/')) return 'a file';
	const known = /\/(settings\/\w+|users|org|__apis|__timeline)/.exec(pathname)?.[1];
	return known ?? 'Zoho CRM';
}

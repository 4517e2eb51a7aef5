import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { DataCenter } from '../../shared/dataCenters';
import { allowedUrl } from '../../shared/http/allowedUrls';
import { AuditLogError, CredentialError } from '../../shared/errors';
import { BrokenAnswer, wholeAnswer } from '../../shared/http/brokenAnswer';
import { noAnswer } from '../../shared/http/noAnswer';
import { asObject } from '../../shared/http/json';
import { purposeOf } from '../../shared/http/guarded';
import { isDeadToken } from '../../shared/http/refusal';
import { tokenRefusal } from '../../shared/http/tokenAnswer';
import type { Transport, ZohoRequest, ZohoResponse } from '../../shared/http/transport';
import { FileScheme, tokenOf } from './fileScheme';
import { limitsWithin, TIME_LIMITS, TimeLimit } from './timeLimit';

/** The part of an n8n context that sends requests. */
export type Requesting = Pick<IAllExecuteFunctions, 'helpers' | 'getCredentials'>;

type Body = AsyncIterable<Uint8Array> & { destroy(): void };
type Answer = { statusCode: number; headers: Record<string, unknown>; body: Body | string };

/**
 * Sends through n8n, which holds the token and writes it as `Bearer` (any other type would go into the
 * URL). n8n renews the token on every 401 that is thrown, also for a missing scope, and Zoho issues ten
 * tokens in ten minutes. So statuses are returned, not thrown; only for an expired token is the request
 * sent in the form that makes n8n renew, once however many requests meet it. A file host that does not
 * take `Bearer` gets Zoho's own header. See docs/decisions/token-renewal.md and
 * docs/decisions/file-host-header.md
 */
export function n8nTransport(
	context: Requesting,
	credential: string,
	dataCenter: DataCenter,
	limits = TIME_LIMITS,
): Transport {
	let renewal: Promise<ZohoResponse | AuditLogError | undefined> | undefined;
	const sent = async (
		request: ZohoRequest,
		send: (options: IHttpRequestOptions) => Promise<Answer>,
		toFailure: (error: unknown) => AuditLogError = noAnswer,
	): Promise<ZohoResponse> => {
		request.signal?.throwIfAborted();
		const timeLimits = limitsWithin(limits, request.deadline);
		const limit = new TimeLimit(timeLimits, request.signal);
		// n8n watches until the headers arrive; it would replace any signal passed to it with its own.
		const options = { ...optionsFor(request, dataCenter), timeout: timeLimits.idleMs };
		try {
			return await responseOf(await send(options), request, limit);
		} catch (error) {
			// n8n's own errors hold the request, and with it the token: none of them may get out.
			request.signal?.throwIfAborted();
			throw (error instanceof BrokenAnswer ? null : limit.expired) ?? toFailure(error);
		} finally {
			limit.end();
		}
	};
	const ask = async (
		request: ZohoRequest,
		throwsOn401 = false,
		toFailure?: (error: unknown) => AuditLogError,
	): Promise<ZohoResponse> => {
		const form = { ignoreHttpStatusErrors: !throwsOn401 };
		const send = async (options: IHttpRequestOptions): Promise<Answer> =>
			await context.helpers.httpRequestWithAuthentication.call(
				context as IAllExecuteFunctions,
				credential,
				{ ...options, ...form },
			);
		return await sent(request, send, toFailure);
	};
	const token = async (): Promise<string> => await tokenOf(context, credential);
	/** With Zoho's own header, for a file host alone. */
	const askAsZoho = async (request: ZohoRequest): Promise<ZohoResponse> => {
		const url = allowedUrl(request.url, 'file', dataCenter);
		const Authorization = `Zoho-oauthtoken ${await token()}`;
		const send = async (options: IHttpRequestOptions): Promise<Answer> => {
			const headers = { ...options.headers, Authorization };
			const signed = { ...options, headers, ignoreHttpStatusErrors: true };
			return await context.helpers.httpRequest.call(context as IAllExecuteFunctions, signed);
		};
		return await sent({ ...request, url }, send);
	};
	const renew = async (request: ZohoRequest): Promise<ZohoResponse | AuditLogError | undefined> => {
		let refusal: AuditLogError | undefined;
		try {
			return await ask(
				request,
				true,
				(error) => (refusal = renewalRefusal(error)) ?? noAnswer(error),
			);
		} catch {
			// Whether anything else worked shows when the request is repeated.
			return refusal;
		} finally {
			renewal = undefined;
		}
	};

	/** Renews with this request; its answer, when it has one. */
	const renewBy = async (request: ZohoRequest): Promise<ZohoResponse | undefined> => {
		const isFirst = renewal === undefined;
		// A POST is never the one that renews: its answer might be lost.
		const { body: _, ...withoutBody } = request;
		renewal ??= renew({ ...withoutBody, method: 'GET' });
		const renewed = await renewal;
		if (renewed instanceof AuditLogError) throw renewed;
		return isFirst && request.method === 'GET' ? renewed : undefined;
	};
	const bearer: Transport = async (request) => {
		const response = await ask(request);
		if (!isDeadToken(response)) return response;
		return (await renewBy(request)) ?? (await ask(request));
	};
	const files = new FileScheme({ ask, bearer, zoho: askAsZoho, renewBy, token });

	return async (request) => {
		if (purposeOf(request.url, dataCenter) === 'file') return await files.send(request);
		const response = await bearer(request);
		if (response.status < 300) files.noteApi(request);
		return response;
	};
}

/** Zoho's refusal of a new token, which n8n's error carries as its body or as a cause. */
function renewalRefusal(error: unknown): AuditLogError | undefined {
	for (let at = error, depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
		const { body, cause } = at as { body?: unknown; cause?: unknown };
		const answer = asObject(body);
		const refusal = answer && tokenRefusal(answer, undefined);
		if (refusal) return refusal;
		// n8n's own word, without Zoho's, where the server speaks as other providers do.
		if (asObject((at as { failure?: unknown }).failure)?.['cause'] === 'credential-invalid') {
			return new CredentialError(
				'n8n could not renew the token: the connection was revoked or has ended. Open the credential and connect it again.',
			);
		}
		at = cause;
	}
	return undefined;
}

function optionsFor(request: ZohoRequest, dataCenter: DataCenter): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		// n8n takes a truncated compressed body for a complete one.
		headers: { Accept: '*/*', 'Accept-Encoding': 'identity', ...request.headers },
		...(request.body === undefined ? {} : { body: { ...request.body } }),
		encoding: 'stream',
		returnFullResponse: true,
		// The client follows redirects itself and checks each hop; n8n would send the token along.
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		allowedDomains: hostNames(dataCenter),
	};
}

function hostNames({ api, files }: DataCenter): string {
	return [...new Set([...api, ...files].map((origin) => new URL(origin).hostname))].join(',');
}

async function responseOf(
	answer: Answer,
	request: ZohoRequest,
	limit: TimeLimit,
): Promise<ZohoResponse> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(answer.headers)) {
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
	}
	// n8n returns an answer without a body as an empty string.
	const chunks = typeof answer.body === 'string' ? [] : limit.over(answer.body);
	return await wholeAnswer({ status: answer.statusCode, headers }, chunks, request.maxBytes);
}

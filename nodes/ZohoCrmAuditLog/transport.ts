import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { DataCenter } from '../../shared/dataCenters';
import { AuditLogError } from '../../shared/errors';
import { BrokenAnswer, wholeAnswer } from '../../shared/http/brokenAnswer';
import { noAnswer } from '../../shared/http/noAnswer';
import { asObject } from '../../shared/http/json';
import { isDeadToken } from '../../shared/http/refusal';
import { tokenRefusal } from '../../shared/http/tokenAnswer';
import type { Transport, ZohoRequest, ZohoResponse } from '../../shared/http/transport';
import { TIME_LIMITS, TimeLimit } from './timeLimit';

/** The part of an n8n context that sends requests. */
export type Requesting = Pick<IAllExecuteFunctions, 'helpers'>;

type Body = AsyncIterable<Uint8Array> & { destroy(): void };
type Answer = { statusCode: number; headers: Record<string, unknown>; body: Body | string };

/**
 * Sends through n8n, which holds the token and writes it as `Bearer` (any other type would go into the
 * URL). n8n renews the token on every 401 that is thrown, also for a missing scope, and Zoho issues ten
 * tokens in ten minutes. So statuses are returned, not thrown; only for an expired token is the request
 * sent in the form that makes n8n renew, once however many requests meet it.
 * See docs/decisions/token-renewal.md and docs/decisions/authorization-header.md
 */
export function n8nTransport(
	context: Requesting,
	credential: string,
	dataCenter: DataCenter,
	limits = TIME_LIMITS,
): Transport {
	let renewal: Promise<ZohoResponse | AuditLogError | undefined> | undefined;
	const ask = async (
		request: ZohoRequest,
		throwsOn401: boolean,
		toFailure: (error: unknown) => AuditLogError = noAnswer,
	): Promise<ZohoResponse> => {
		request.signal?.throwIfAborted();
		const limit = new TimeLimit(limits, request.signal);
		// n8n watches until the headers arrive; it would replace any signal passed to it with its own.
		const options = { ...optionsFor(request, dataCenter), timeout: limits.idleMs };
		try {
			const answer: Answer = await context.helpers.httpRequestWithAuthentication.call(
				context as IAllExecuteFunctions,
				credential,
				{ ...options, ignoreHttpStatusErrors: !throwsOn401 },
			);
			return await responseOf(answer, request, limit);
		} catch (error) {
			// n8n's own errors hold the request, and with it the token: none of them may get out.
			request.signal?.throwIfAborted();
			throw (error instanceof BrokenAnswer ? null : limit.expired) ?? toFailure(error);
		} finally {
			limit.end();
		}
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

	return async (request) => {
		const response = await ask(request, false);
		if (!isDeadToken(response)) return response;
		const isFirst = renewal === undefined;
		// A POST is never the one that renews: its answer might be lost.
		const { body: _, ...withoutBody } = request;
		renewal ??= renew({ ...withoutBody, method: 'GET' });
		const renewed = await renewal;
		if (renewed instanceof AuditLogError) throw renewed;
		if (isFirst && renewed && request.method === 'GET') return renewed;
		return await ask(request, false);
	};
}

/** Zoho's refusal of a new token, which n8n's error carries as its body or as a cause. */
function renewalRefusal(error: unknown): AuditLogError | undefined {
	for (let at = error, depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
		const { body, cause } = at as { body?: unknown; cause?: unknown };
		const answer = asObject(body);
		const refusal = answer && tokenRefusal(answer, undefined);
		if (refusal) return refusal;
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

import { scopeMismatch } from './accounts/authorization';
import { tooManyTokens } from './accounts/tooManyTokens';
import { html, json, refusal } from './answers';
import type { SocketFault, ZohoAnswer, ZohoRequest } from './answers';
import { routeOf } from './route';
import type { Operation } from './route';

/**
 * A fault of the calls that `on` selects: `skip` of them succeed, then `times` of them are affected.
 * `refuse` responds before Zoho has acted; `answer` changes the response after it has (a job may
 * exist although its creation seems to have failed).
 */
export interface Fault {
	readonly on: Operation | ((request: ZohoRequest) => boolean);
	/** Default 1; Infinity for all calls. */
	readonly times?: number;
	/** Default 0. */
	readonly skip?: number;
	readonly refuse?: (request: ZohoRequest) => ZohoAnswer;
	readonly answer?: (request: ZohoRequest, normal: ZohoAnswer) => ZohoAnswer;
	readonly socket?: SocketFault;
}

/** A predefined part of a fault: `zoho.faults.add({ on: 'download', ...htmlPage() })`. */
export type FaultEffect = Pick<Fault, 'refuse' | 'answer' | 'socket'>;

/** Faults in order of addition; each call is affected by the first that matches and is not used up. */
export class Faults {
	private queue: { readonly fault: Fault; skip: number; times: number }[] = [];

	add(...faults: readonly Fault[]): void {
		for (const fault of faults) {
			this.queue.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		}
	}

	/** Before those that were added earlier. */
	addFirst(fault: Fault): void {
		this.queue.unshift({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
	}

	clear(): void {
		this.queue = [];
	}

	/** The faults that are not used up. */
	get pending(): readonly Fault[] {
		return this.queue.map(({ fault }) => fault);
	}

	answer(operation: Operation, request: ZohoRequest, normal: () => ZohoAnswer): ZohoAnswer {
		const fault = this.next(operation, request);
		if (!fault) return normal();
		const answer = fault.refuse ? fault.refuse(request) : normal();
		const changed = fault.answer ? fault.answer(request, answer) : answer;
		return fault.socket ? { ...changed, socket: fault.socket } : changed;
	}

	private next(operation: Operation, request: ZohoRequest): Fault | undefined {
		for (const item of this.queue) {
			const { on } = item.fault;
			if (typeof on === 'function' ? !on(request) : on !== operation) continue;
			if (item.skip > 0) {
				item.skip--;
				continue;
			}
			item.times--;
			if (item.times <= 0) this.queue = this.queue.filter((it) => it !== item);
			return item.fault;
		}
		return undefined;
	}
}

export const expiredToken = (code = 'INVALID_TOKEN'): FaultEffect => ({
	refuse: () => refusal(401, code, 'invalid oauth token'),
});

/** Affects every call that needs this scope. Zoho's response does not name it. */
export const scopeMissing = (scope: string) => ({
	on: (request: ZohoRequest) => routeOf(request).scopes.includes(scope),
	refuse: scopeMismatch,
});

/**
 * One code for credits, concurrency and sub-concurrency; only `message` tells them apart:
 * https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html. Neither hint is documented there;
 * `details.retry_after` is in a sample of Zoho's OpenAPI description.
 */
export const tooManyRequests = (
	options: { retryAfter?: string | number; retry_after?: number; message?: string } = {},
): FaultEffect => ({
	refuse: () => {
		const {
			retryAfter,
			retry_after,
			message = 'API calls exceeded the concurrency limit',
		} = options;
		const details = retry_after === undefined ? {} : { retry_after };
		const answer = refusal(429, 'TOO_MANY_REQUESTS', message, details);
		if (retryAfter === undefined) return answer;
		return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } };
	},
});

/** `acted`: Zoho did what was requested, and failed afterwards. */
export const serverFault = (
	options: { status?: number; html?: boolean; acted?: boolean } = {},
): FaultEffect => {
	const { status = 500, acted = false } = options;
	const answer = () =>
		options.html
			? html(status, 'Bad Gateway')
			: refusal(status, 'INTERNAL_ERROR', 'Internal Server Error');
	return acted ? { answer } : { refuse: answer };
};

/** A login page with HTTP 200. */
export const htmlPage = (status = 200): FaultEffect => ({
	refuse: () => html(status, 'Zoho Accounts'),
});

export const redirectTo = (location: string, status = 302): FaultEffect => ({
	refuse: () => ({ status, headers: { location, 'content-length': '0' }, body: new Uint8Array() }),
});

/** The body ends early and Content-Length matches, as with a careless proxy. */
export const truncatedBody = (kept: number): FaultEffect => ({
	answer: (_request, normal) => withBody(normal, normal.body.subarray(0, kept)),
});

/** The eleventh access token within ten minutes. */
export const throttledRefresh = (language: 'en' | 'zh' = 'en'): FaultEffect => ({
	refuse: () => tooManyTokens(language),
});

/** Responds with any JSON, before Zoho has acted. */
export const jsonInstead = (status: number, value: unknown): FaultEffect => ({
	refuse: () => json(status, value),
});

/** Refuses a create because of this export, whatever its state. */
export const blockedBy = (id: string): FaultEffect => {
	const refused = { code: 'ALREADY_SCHEDULED', status: 'error', message: '', details: { id } };
	return jsonInstead(400, { audit_log_export: [refused] });
};

export function withBody(answer: ZohoAnswer, body: Uint8Array): ZohoAnswer {
	const headers = { ...answer.headers, 'content-length': String(body.byteLength) };
	return { ...answer, headers, body };
}

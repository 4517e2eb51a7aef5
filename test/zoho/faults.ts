import { html, json, refusal } from './answers';
import type { SocketFault, ZohoAnswer, ZohoRequest } from './answers';
import { scopeMismatch } from './accounts/authorization';
import { routeOf } from './route';
import type { Operation } from './route';
import { throttled } from './accounts/throttled';

/**
 * Something that goes wrong, on the calls `on` names: after `skip` of them, `times` times.
 * `refuse` answers before Zoho has done anything; `answer` changes what Zoho answers after it has
 * (a job may have been created although its creation looks failed).
 */
export interface Fault {
	readonly on: Operation | ((request: ZohoRequest) => boolean);
	/** Default 1; Infinity for good. */
	readonly times?: number;
	/** Default 0. */
	readonly skip?: number;
	readonly refuse?: (request: ZohoRequest) => ZohoAnswer;
	readonly answer?: (request: ZohoRequest, normal: ZohoAnswer) => ZohoAnswer;
	readonly socket?: SocketFault;
}

/** What a ready-made fault fills in: `zoho.faults.add({ on: 'download', ...htmlPage() })`. */
export type Mishap = Pick<Fault, 'refuse' | 'answer' | 'socket'>;

/** Faults in the order they were added; each call meets the first that fits it and is not used up. */
export class Faults {
	private waiting: { readonly fault: Fault; skip: number; times: number }[] = [];

	add(...faults: readonly Fault[]): void {
		for (const fault of faults) {
			this.waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		}
	}

	clear(): void {
		this.waiting = [];
	}

	/** Those that no call has met yet, or not often enough. */
	get pending(): readonly Fault[] {
		return this.waiting.map(({ fault }) => fault);
	}

	answer(operation: Operation, request: ZohoRequest, normal: () => ZohoAnswer): ZohoAnswer {
		const fault = this.take(operation, request);
		if (!fault) return normal();
		const answered = fault.refuse ? fault.refuse(request) : normal();
		const changed = fault.answer ? fault.answer(request, answered) : answered;
		return fault.socket ? { ...changed, socket: fault.socket } : changed;
	}

	private take(operation: Operation, request: ZohoRequest): Fault | undefined {
		for (const item of this.waiting) {
			const { on } = item.fault;
			if (typeof on === 'function' ? !on(request) : on !== operation) continue;
			if (item.skip > 0) {
				item.skip--;
				continue;
			}
			item.times--;
			if (item.times <= 0) this.waiting = this.waiting.filter((it) => it !== item);
			return item.fault;
		}
		return undefined;
	}
}

export const expiredToken = (code = 'INVALID_TOKEN'): Mishap => ({
	refuse: () => refusal(401, code, 'invalid oauth token'),
});

/** On every call that needs this scope. Zoho's answer does not name it. */
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
): Mishap => ({
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

/** `acted`: Zoho did what was asked and failed only then. */
export const serverFault = (
	options: { status?: number; html?: boolean; acted?: boolean } = {},
): Mishap => {
	const { status = 500, acted = false } = options;
	const answer = () =>
		options.html
			? html(status, 'Bad Gateway')
			: refusal(status, 'INTERNAL_ERROR', 'Internal Server Error');
	return acted ? { answer } : { refuse: answer };
};

/** A log-in page with HTTP 200. */
export const htmlPage = (status = 200): Mishap => ({ refuse: () => html(status, 'Zoho Accounts') });

export const redirectTo = (location: string, status = 302): Mishap => ({
	refuse: () => ({ status, headers: { location, 'content-length': '0' }, body: new Uint8Array() }),
});

/** The body ends early and the headers agree with that, as behind a careless proxy. */
export const truncatedBody = (kept: number): Mishap => ({
	answer: (_request, normal) => withBody(normal, normal.body.subarray(0, kept)),
});

/** The eleventh access token within ten minutes. */
export const throttledRefresh = (language: 'en' | 'zh' = 'en'): Mishap => ({
	refuse: () => throttled(language),
});

/** Any JSON instead, Zoho having acted or not. */
export const jsonInstead = (status: number, value: unknown): Mishap => ({
	refuse: () => json(status, value),
});

export function withBody(answer: ZohoAnswer, body: Uint8Array): ZohoAnswer {
	const headers = { ...answer.headers, 'content-length': String(body.byteLength) };
	return { ...answer, headers, body };
}

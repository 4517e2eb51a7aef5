import type { Readable } from 'node:stream';
import axios, { AxiosHeaders } from 'axios';
import { AuditLogError, UnavailableError } from '../../shared/errors';
import { collect } from '../../shared/http/body';
import { BrokenAnswer, wholeAnswer } from '../../shared/http/brokenAnswer';
import { noAnswer } from '../../shared/http/noAnswer';
import type { ZohoResponse } from '../../shared/http/transport';
import { decoded } from './decoded';
import { NO_PROXIES, type Proxies, Tunnel } from './proxy';

/** One request as it goes out, header by header. */
export interface RawRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | undefined;
	readonly maxBytes: number;
	readonly signal?: AbortSignal | undefined;
}

/** Sends one request. Rejects as a `Transport` does. */
export type Exchange = (request: RawRequest) => Promise<ZohoResponse>;

interface TimeLimits {
	/** Milliseconds without a byte, before the first one and between two. */
	readonly idleMs: number;
	/** Milliseconds until the last byte. */
	readonly totalMs: number;
}

/** A file of 14 MiB or more may take minutes on a slow line; half a minute of silence ends it. */
const TIME_LIMITS: TimeLimits = { idleMs: 30_000, totalMs: 600_000 };

/** axios's own errors hold the request with its token: none of them leaves this function. */
export function axiosExchange(
	userAgent: string,
	proxies: Proxies = NO_PROXIES,
	limits = TIME_LIMITS,
): Exchange {
	return async (request) => {
		request.signal?.throwIfAborted();
		const watch = new Watch(limits, request.signal);
		const proxy = proxies.of(request.url);
		let isAnswered = false;
		try {
			const response = await axios.request<Readable>({
				method: request.method,
				url: request.url,
				headers: {
					accept: '*/*',
					'accept-encoding': 'gzip, deflate, br',
					'user-agent': userAgent,
					// axios would name a form where there is no body at all.
					'content-type': false,
					...request.headers,
				},
				data: request.body,
				transformRequest: (data: unknown) => data,
				adapter: 'http',
				responseType: 'stream',
				validateStatus: null,
				maxRedirects: 0,
				// axios takes a truncated compressed body for a complete one.
				decompress: false,
				// axios would give a proxy's refusal as Zoho's answer.
				proxy: false,
				httpsAgent: proxy && new Tunnel(proxy, watch.signal),
				signal: watch.signal,
			});
			isAnswered = true;
			const { 'content-encoding': encoding, ...headers } = plainHeaders(response.headers);
			const chunks = watch.over(decoded(response.data, encoding));
			const head = { status: response.status, headers };
			if (encoding === undefined) return await wholeAnswer(head, chunks, request.maxBytes);
			// The length of a decoded body says nothing of the range to resume at.
			return { ...head, body: await collect(chunks, request.maxBytes) };
		} catch (error) {
			request.signal?.throwIfAborted();
			if (error instanceof BrokenAnswer) throw error;
			const failure = watch.expired ?? tunnelFailure(error) ?? noAnswer(error);
			throw isAnswered || proxy ? failure : withHint(failure, proxies.unused);
		} finally {
			watch.end();
		}
	};
}

/** What a tunnel has thrown: axios wraps it. */
function tunnelFailure(error: unknown): AuditLogError | undefined {
	const cause = error instanceof Error ? error.cause : undefined;
	return cause instanceof AuditLogError ? cause : undefined;
}

function withHint(failure: AuditLogError, variable: string | undefined): AuditLogError {
	if (variable === undefined) return failure;
	return new UnavailableError(
		`${failure.message} ${variable} names a proxy, which is used only when ZOHO_AUDIT_PROXY names it as well, or with NODE_USE_ENV_PROXY=1.`,
		failure.facts,
	);
}

/** Cuts an exchange that is silent or too long. */
class Watch {
	readonly signal: AbortSignal;
	expired: UnavailableError | null = null;
	private readonly cut = new AbortController();
	private readonly total: NodeJS.Timeout;
	private idle: NodeJS.Timeout;

	constructor(
		private readonly limits: TimeLimits,
		signal: AbortSignal | undefined,
	) {
		this.signal = signal ? AbortSignal.any([signal, this.cut.signal]) : this.cut.signal;
		this.total = setTimeout(() => this.expire(limits.totalMs), limits.totalMs);
		this.idle = setTimeout(() => this.expire(limits.idleMs), limits.idleMs);
	}

	/** The same chunks; leaving closes the stream, and so does the end of the watch. */
	async *over(stream: Readable): AsyncGenerator<Uint8Array> {
		const stop = (): void => void stream.destroy(this.expired ?? new Error('stopped'));
		this.signal.addEventListener('abort', stop, { once: true });
		try {
			for await (const chunk of stream as AsyncIterable<Uint8Array>) {
				clearTimeout(this.idle);
				this.idle = setTimeout(() => this.expire(this.limits.idleMs), this.limits.idleMs);
				yield chunk;
			}
			this.signal.throwIfAborted();
		} finally {
			this.signal.removeEventListener('abort', stop);
			stream.destroy();
		}
	}

	end(): void {
		clearTimeout(this.idle);
		clearTimeout(this.total);
	}

	private expire(afterMs: number): void {
		this.expired = new UnavailableError(
			`Zoho did not answer completely within ${Math.round(afterMs / 1000)} seconds.`,
		);
		this.cut.abort(this.expired);
	}
}

function plainHeaders(headers: unknown): Record<string, string> {
	const plain: Record<string, string> = {};
	const all = headers instanceof AxiosHeaders ? headers.toJSON() : {};
	for (const [name, value] of Object.entries(all)) plain[name.toLowerCase()] = String(value);
	return plain;
}

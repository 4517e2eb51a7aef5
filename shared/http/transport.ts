import type { Deadline } from '../ticks';

/**
 * The one door to the network: the client writes requests, a transport sends them with a token.
 *
 * What every transport promises:
 * 1. Every status resolves, 204 and 3xx included; a redirect is an answer, not a journey.
 * 2. It rejects with `UnavailableError` when no whole answer came, with `UnexpectedAnswerError` above
 *    `maxBytes`, with `CredentialError` when no token can be had, with the signal's reason on abort,
 *    and with nothing else.
 * 3. The token travels in the header and nowhere else; the URL leaves as it came.
 * 4. `INVALID_TOKEN`: one renewal however many requests meet it, one repetition. A missing scope: none.
 * 5. Content-Encoding is undone once; a body shorter than its Content-Length is not a whole answer.
 *
 * Injected, because nothing here may send a request itself: docs/decisions/web-platform.md
 */
export type Transport = (request: ZohoRequest) => Promise<ZohoResponse>;

export interface ZohoRequest {
	readonly method: 'GET' | 'POST';
	/** Absolute; `guarded` has checked it. */
	readonly url: string;
	/** Sent as JSON. Absent means no body at all, which is how Zoho spells "no filter". */
	readonly body?: object | undefined;
	/** Never `Authorization`: that is the transport's. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	readonly maxBytes: number;
	readonly signal?: AbortSignal | undefined;
	/** No request begins after it, and a transport that can ends those that are under way. */
	readonly deadline?: Deadline | undefined;
	/** How often it is sent at most while Zoho is busy. */
	readonly attempts?: number | undefined;
}

export interface ZohoResponse {
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	/** Decoded; empty for 204. Bytes, also for JSON: ids above 2^53 must survive the parser. */
	readonly body: Uint8Array;
}

/** Waits; rejects with the signal's reason when it is aborted meanwhile. Provided by the host. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

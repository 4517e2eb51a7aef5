import { UnavailableError } from '../errors';
import { refusalIn } from './refusal';
import type { Sleep, Transport, ZohoResponse } from './transport';

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
/** A hint above this is passed on to the caller instead of being slept through. */
const MAX_HINT_SECONDS = 60;
const BUSY = new Set([429, 500, 502, 503, 504]);

/** The time that a caller granted was over before everything was read. */
class OutOfTimeError extends UnavailableError {}

/** A transport that begins no request once its deadline is over, and counts those that it sends. */
export function timely(transport: Transport, sent: { requests: number }): Transport {
	return async (request) => {
		if (request.deadline?.isOver) {
			throw new OutOfTimeError(
				'The time for this was over before Zoho had answered everything. It goes on with the next attempt.',
			);
		}
		sent.requests++;
		return await transport(request);
	};
}

/**
 * A transport that asks again when Zoho is busy: no answer, 429 or 5xx; four attempts, exponential
 * delays with full jitter, Zoho's own hint where it gives one. GET only: a POST whose answer was lost
 * may have created something, and only who knows what may look and repeat. A day's credits that are
 * used up are not requested again, and nothing is after the request's deadline.
 */
export function retrying(
	transport: Transport,
	host: { readonly sleep: Sleep; readonly now: () => number; readonly random: () => number },
): Transport {
	return async (request) => {
		if (request.method !== 'GET') return await transport(request);
		for (let attempt = 1; ; attempt++) {
			const isLast = attempt >= (request.attempts ?? ATTEMPTS);
			const outcome = await transport(request).catch((error: unknown) => {
				if (error instanceof UnavailableError && !isLast) return error;
				throw error;
			});
			const delay = isLast ? null : delayBefore(outcome, attempt, host);
			if (delay === null || delay >= (request.deadline?.left ?? Infinity)) {
				if (outcome instanceof UnavailableError) throw outcome;
				return outcome;
			}
			await host.sleep(delay, request.signal);
		}
	};
}

/** Milliseconds to wait before a retry; null when the answer is final. */
function delayBefore(
	outcome: ZohoResponse | UnavailableError,
	attempt: number,
	host: { readonly now: () => number; readonly random: () => number },
): number | null {
	const jitter = host.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
	if (outcome instanceof UnavailableError) {
		const hint = outcome.facts.retryAfterSeconds;
		if (hint === undefined) return jitter;
		if (hint > MAX_HINT_SECONDS) throw outcome;
		return hint * 1000 + jitter;
	}
	if (!BUSY.has(outcome.status)) return null;
	const refusal = refusalIn(outcome, host.now());
	if (refusal?.limit === 'day') return null;
	const hint = refusal?.retryAfterSeconds;
	if (hint === undefined) return jitter;
	return hint > MAX_HINT_SECONDS ? null : hint * 1000 + jitter;
}

import { sleep } from 'n8n-workflow';

import { UnavailableError } from '../../shared/errors';
import { untilAborted } from '../../shared/http/untilAborted';
import type { Deadline } from '../../shared/ticks';

export interface TimeLimits {
	/** Milliseconds without a byte, before the first one and between two. */
	readonly idleMs: number;
	/** Milliseconds until the last byte. */
	readonly totalMs: number;
}

/** A file of 14 MiB or more may take minutes on a slow line; half a minute of silence is the end. */
export const TIME_LIMITS: TimeLimits = { idleMs: 30_000, totalMs: 600_000 };

const NAP_MS = 250;
/** What a request that begins just before a deadline gets. */
const LEAST_MS = 1_000;

/** A request ends with its deadline. */
export function limitsWithin(limits: TimeLimits, deadline: Deadline | undefined): TimeLimits {
	const left = Math.max(LEAST_MS, deadline?.left ?? Infinity);
	return { idleMs: Math.min(limits.idleMs, left), totalMs: Math.min(limits.totalMs, left) };
}

/**
 * Ends a request that is silent or takes too long. n8n provides no timer, only a `sleep` that cannot
 * be cancelled: so it naps, and checks.
 */
export class TimeLimit {
	/** Aborted when the time is up, or by the caller's own signal. */
	readonly signal: AbortSignal;
	expired: UnavailableError | null = null;
	private readonly timeout = new AbortController();
	private readonly start = performance.now();
	private lastByte = this.start;
	private isOver = false;

	constructor(
		private readonly limits: TimeLimits,
		signal: AbortSignal | undefined,
	) {
		this.signal = signal ? AbortSignal.any([signal, this.timeout.signal]) : this.timeout.signal;
		void this.watch();
	}

	/** The same chunks; each one restarts the idle time, and leaving closes the source. */
	async *over(chunks: AsyncIterable<Uint8Array> & { destroy(): void }): AsyncGenerator<Uint8Array> {
		const source = chunks[Symbol.asyncIterator]();
		try {
			for (;;) {
				// n8n's stream can be destroyed only between chunks, so an abort does not wait for the next one.
				const { done, value } = await untilAborted(source.next(), this.signal);
				if (done === true) return;
				this.lastByte = performance.now();
				yield value;
			}
		} finally {
			chunks.destroy();
		}
	}

	end(): void {
		this.isOver = true;
	}

	private async watch(): Promise<void> {
		for (;;) {
			await sleep(NAP_MS);
			if (this.isOver) return;
			const now = performance.now();
			if (now - this.lastByte >= this.limits.idleMs) return this.expire(this.limits.idleMs);
			if (now - this.start >= this.limits.totalMs) return this.expire(this.limits.totalMs);
		}
	}

	private expire(afterMs: number): void {
		this.expired = new UnavailableError(
			`Zoho's answer was not complete within ${Math.round(afterMs / 1000)} seconds. Try again later.`,
		);
		this.timeout.abort(this.expired);
	}
}

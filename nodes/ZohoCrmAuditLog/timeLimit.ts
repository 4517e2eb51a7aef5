import { sleep } from 'n8n-workflow';

import { UnavailableError } from '../../shared/errors';
import { untilAborted } from '../../shared/http/untilAborted';

export interface TimeLimits {
	/** Milliseconds without a byte, before the first one and between two. */
	readonly idleMs: number;
	/** Milliseconds until the last byte. */
	readonly totalMs: number;
}

/** A file of 14 MiB and more may take minutes on a slow line; silence of half a minute is the end. */
export const TIME_LIMITS: TimeLimits = { idleMs: 30_000, totalMs: 600_000 };

const NAP_MS = 250;

/**
 * Cuts a request that is silent or too long. n8n lends no timer, only a `sleep` that cannot be
 * cancelled: so it naps, and looks.
 */
export class TimeLimit {
	/** Aborted at the end of the time, or by the caller's own signal. */
	readonly signal: AbortSignal;
	expired: UnavailableError | null = null;
	private readonly cut = new AbortController();
	private readonly start = Date.now();
	private lastByte = this.start;
	private isOver = false;

	constructor(
		private readonly limits: TimeLimits,
		signal: AbortSignal | undefined,
	) {
		this.signal = signal ? AbortSignal.any([signal, this.cut.signal]) : this.cut.signal;
		void this.watch();
	}

	/** The same chunks, each of which proves that the other side is there; leaving closes the source. */
	async *over(chunks: AsyncIterable<Uint8Array> & { destroy(): void }): AsyncGenerator<Uint8Array> {
		const source = chunks[Symbol.asyncIterator]();
		try {
			for (;;) {
				// What n8n gives can be destroyed only between two chunks, so a chunk is not waited for longer.
				const { done, value } = await untilAborted(source.next(), this.signal);
				if (done === true) return;
				this.lastByte = Date.now();
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
			const now = Date.now();
			if (now - this.lastByte >= this.limits.idleMs) return this.expire(this.limits.idleMs);
			if (now - this.start >= this.limits.totalMs) return this.expire(this.limits.totalMs);
		}
	}

	private expire(afterMs: number): void {
		this.expired = new UnavailableError(
			`Zoho did not answer completely within ${Math.round(afterMs / 1000)} seconds. Try again later.`,
		);
		this.cut.abort(this.expired);
	}
}

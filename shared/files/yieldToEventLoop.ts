import type { Sleep } from '../http/transport';

/**
 * Lets the host do other work when its event loop was held long enough. Called between pieces of work
 * of a few milliseconds at most.
 * @throws the reason of the signal when the work was cancelled.
 */
export type YieldToEventLoop = () => Promise<void>;

/** Between two yields, where there is nothing else to count by: a millisecond or two of work. */
export const BYTES_BETWEEN_YIELDS = 1024 * 1024;

const LONGEST_HOLD_MS = 8;

/** Yields to the event loop every few milliseconds. */
export function timedYield(
	sleep: Sleep,
	ticks: () => number,
	signal: AbortSignal | undefined,
): YieldToEventLoop {
	// Whatever came before, such as a download, may have held the event loop already.
	let last = -Infinity;
	return async () => {
		signal?.throwIfAborted();
		if (ticks() - last < LONGEST_HOLD_MS) return;
		await sleep(0, signal);
		last = ticks();
	};
}

import type { YieldToEventLoop } from '../files/yieldToEventLoop';
import type { Sleep } from '../http/transport';

const MAX_HOLD_MS = 8;

/** Yields to the event loop every few milliseconds. */
export function timedYield(
	sleep: Sleep,
	localNow: () => number,
	signal: AbortSignal | undefined,
): YieldToEventLoop {
	// Whatever came before, such as a download, may have held the event loop already.
	let last = -Infinity;
	return async () => {
		signal?.throwIfAborted();
		if (localNow() - last < MAX_HOLD_MS) return;
		await sleep(0, signal);
		last = localNow();
	};
}

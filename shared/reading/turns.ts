import type { Pause } from '../files/pause';
import type { Sleep } from '../http/transport';

/** The host's other work waits no longer than this for ours. */
const LONGEST_HOLD_MS = 8;

/** A pause that the host is given every few milliseconds. @throws the signal's reason when it is aborted. */
export function turns(
	sleep: Sleep,
	localNow: () => number,
	signal: AbortSignal | undefined,
): Pause {
	// What came before, such as a download, may have held it already.
	let turn = -Infinity;
	return async () => {
		signal?.throwIfAborted();
		if (localNow() - turn < LONGEST_HOLD_MS) return;
		await sleep(0, signal);
		turn = localNow();
	};
}

import { untilAborted } from '../../shared/http/untilAborted';

/** What another caller started; undefined when that one has cancelled it. */
export async function unlessCancelled<T>(
	started: Promise<T>,
	signal: AbortSignal | undefined,
	isCancelled: (error: unknown) => boolean,
): Promise<T | undefined> {
	try {
		return await untilAborted(started, signal);
	} catch (error) {
		signal?.throwIfAborted();
		if (isCancelled(error)) return undefined;
		throw error;
	}
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Sleep } from '../../shared/http/transport';

/** Waits; rejects with the signal's reason. */
export const sleep: Sleep = async (milliseconds, signal) => {
	try {
		await delay(milliseconds, undefined, { signal });
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	}
};

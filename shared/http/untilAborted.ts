/** The same outcome, or the signal's reason as soon as it is aborted. The work itself is not stopped. */
export async function untilAborted<T>(
	promise: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	if (!signal) return await promise;
	signal.throwIfAborted();
	let leave = (): void => undefined;
	const aborted = new Promise<never>((_, reject) => {
		leave = () => reject(signal.reason as Error);
		signal.addEventListener('abort', leave, { once: true });
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}

/**
 * Lets the host do other work when its event loop was held long enough. Called between pieces of work
 * of a few milliseconds at most.
 * @throws the reason of the signal when the work was cancelled.
 */
export type YieldToEventLoop = () => Promise<void>;

/** Between two yields, where there is nothing else to count by: a millisecond or two of work. */
export const BYTES_BETWEEN_YIELDS = 1024 * 1024;

/**
 * Gives the host its turn when it has waited long enough, and ends the work when it was cancelled.
 * Asked between pieces of work of a few milliseconds at most.
 */
export type Pause = () => Promise<void>;

/** Bytes between two pauses where there is nothing else to count by: a millisecond's work or two. */
export const BYTES_AT_ONCE = 1024 * 1024;

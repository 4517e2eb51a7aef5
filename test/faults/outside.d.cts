/** Makes the clock of a test twenty times as fast; returns what makes it slow again. */
export function hastenTests(): () => void;
/** Tells `host:port` of every connection of this process; returns what ends that. */
export function watchConnections(note: (target: string) => void): () => void;
export const SPEED: number;

/** Makes the clock of a test twenty times as fast; returns what makes it slow again. */
export function hastenTests(): () => void;
/** Sets the clock of the machine; returns what sets it right again. */
export function setClock(milliseconds: number): () => void;
/** Tells `host:port` of every connection of this process; returns what ends that. */
export function watchConnections(note: (target: string) => void): () => void;
export const SPEED: number;

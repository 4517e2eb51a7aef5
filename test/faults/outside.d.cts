/** Makes the clock of a world twenty times as fast; returns what makes it slow again. */
export function hasten(world: object): () => void;
/** Tells `host:port` of every connection of this process; returns what ends that. */
export function watchConnections(note: (target: string) => void): () => void;
export const SPEED: number;

/** Pseudorandom numbers, the same for a seed. */
export interface Random {
	/** An integer from 0 on, below `limit`. */
	below(limit: number): number;
	of<T>(members: readonly T[]): T;
}

/** Mulberry32 (public domain). */
export function createRandom(seed: number): Random {
	let state = Math.imul(seed, 0x9e3779b1) | 0;
	const below = (limit: number): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
	};
	return { below, of: (members) => members[below(members.length)] as (typeof members)[number] };
}

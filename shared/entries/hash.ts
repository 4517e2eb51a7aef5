/**
 * 128 bits that stand for what was put in, computed as it comes: awaiting a digest for each of a
 * million rows would cost more than reading them. Four lanes, each of them multiplied and rotated
 * for every word. Good against chance; not a signature.
 */
export class Hash {
	private h1 = 0;
	private h2 = 0;
	private h3 = 0;
	private h4 = 0;

	constructor() {
		this.reset();
	}

	reset(): this {
		this.h1 = 1;
		this.h2 = 2;
		this.h3 = 3;
		this.h4 = 4;
		return this;
	}

	/** 32 bits. */
	word(word: number): this {
		this.h1 = lane1(this.h1, word);
		this.h2 = lane2(this.h2, word);
		this.h3 = lane3(this.h3, word);
		this.h4 = lane4(this.h4, word);
		return this;
	}

	text(text: string): this {
		for (let at = 0; at < text.length; at++) this.word(text.charCodeAt(at));
		return this.word(text.length);
	}

	/** Four words of 32 bits, without sign. */
	digest(): Digest {
		// Each lane has seen every word; here each word of the result sees every lane.
		const a = mixed(this.h1);
		const b = mixed(this.h2 ^ a);
		const c = mixed(this.h3 ^ b);
		const d = mixed(this.h4 ^ c);
		return [(a ^ d) >>> 0, b >>> 0, c >>> 0, d >>> 0];
	}
}

export type Digest = readonly [number, number, number, number];

// The primes of xxHash32 (public domain), written where they are used: as constants of the module they
// would be looked up for every word, which took twice the time.
function lane1(lane: number, word: number): number {
	return rotated(Math.imul(lane ^ word, 0x9e3779b1), 13);
}

function lane2(lane: number, word: number): number {
	return rotated(Math.imul(lane ^ word, 0x85ebca77), 15);
}

function lane3(lane: number, word: number): number {
	return rotated(Math.imul(lane ^ word, 0xc2b2ae3d), 17);
}

function lane4(lane: number, word: number): number {
	return rotated(Math.imul(lane ^ word, 0x27d4eb2f), 19);
}

function rotated(word: number, by: number): number {
	return (word << by) | (word >>> (32 - by));
}

/** Murmur3's last step (public domain): each bit changes half of the others. */
function mixed(word: number): number {
	let bits = word ^ (word >>> 16);
	bits = Math.imul(bits, 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return bits ^ (bits >>> 16);
}

/** 32 hexadecimal digits. */
export function hexOf([a, b, c, d]: Digest): string {
	// In one call and without a list: it is made a million times, and a text that is put together from
	// others stays a chain of pieces as long as it is kept.
	// prettier-ignore
	return String.fromCharCode(
		digit(a, 28), digit(a, 24), digit(a, 20), digit(a, 16),
		digit(a, 12), digit(a, 8), digit(a, 4), digit(a, 0),
		digit(b, 28), digit(b, 24), digit(b, 20), digit(b, 16),
		digit(b, 12), digit(b, 8), digit(b, 4), digit(b, 0),
		digit(c, 28), digit(c, 24), digit(c, 20), digit(c, 16),
		digit(c, 12), digit(c, 8), digit(c, 4), digit(c, 0),
		digit(d, 28), digit(d, 24), digit(d, 20), digit(d, 16),
		digit(d, 12), digit(d, 8), digit(d, 4), digit(d, 0),
	);
}

function digit(word: number, shift: number): number {
	return '0123456789abcdef'.charCodeAt((word >>> shift) & 15);
}

/**
 * 128 bits that stand for what was put in, computed as it comes: awaiting a digest for each of a
 * million rows would cost more than reading them. Good against chance; not a signature.
 * Mixing of four lanes after cyrb128 (public domain).
 */
export class Hash {
	private h1 = 1779033703;
	private h2 = 3144134277;
	private h3 = 1013904242;
	private h4 = 2773480762;
	private word = 0;
	private filled = 0;

	reset(): this {
		this.h1 = 1779033703;
		this.h2 = 3144134277;
		this.h3 = 1013904242;
		this.h4 = 2773480762;
		this.word = 0;
		this.filled = 0;
		return this;
	}

	byte(byte: number): void {
		this.word |= byte << (this.filled << 3);
		if (++this.filled === 4) {
			this.mix(this.word);
			this.word = 0;
			this.filled = 0;
		}
	}

	/** A whole number below 2^53, and the end of what was put in byte by byte before. */
	number(number: number): this {
		this.mix(this.word | (this.filled << 24));
		this.word = 0;
		this.filled = 0;
		this.mix(number | 0);
		this.mix(Math.floor(number / 0x1_0000_0000) | 0);
		return this;
	}

	text(text: string): this {
		for (let at = 0; at < text.length; at++) this.mix(text.charCodeAt(at));
		return this.number(text.length);
	}

	/** Four words of 32 bits. The hash is at its end. */
	digest(): readonly [number, number, number, number] {
		this.number(this.filled);
		let { h1, h2, h3, h4 } = this;
		h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
		h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
		h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
		h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
		const all = h1 ^ h2 ^ h3 ^ h4;
		return [all >>> 0, (h2 ^ all) >>> 0, (h3 ^ all) >>> 0, (h4 ^ all) >>> 0];
	}

	private mix(word: number): void {
		const { h1, h2, h3, h4 } = this;
		this.h1 = h2 ^ Math.imul(h1 ^ word, 597399067);
		this.h2 = h3 ^ Math.imul(h2 ^ word, 2869860233);
		this.h3 = h4 ^ Math.imul(h3 ^ word, 951274213);
		this.h4 = this.h1 ^ Math.imul(h4 ^ word, 2716044179);
	}
}

/** 32 hexadecimal digits. */
export function hexOf(digest: readonly number[]): string {
	return digest.map((word) => word.toString(16).padStart(8, '0')).join('');
}

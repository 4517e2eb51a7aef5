import { type Hash, hexOf } from './hash';

const FIRST_SIZE = 1024;

/**
 * Gives entries without an id of Zoho's an id of their own: the hash of all they say, and a running
 * number among equals, because two true events can read the same to the minute. One per reading, not
 * per file, so that equal rows in two files of one export get two numbers.
 *
 * The numbers are counted in typed arrays by the first 64 bits of the hash (a Map of strings took five
 * times the memory). Should two different rows share those, one gets a number it would not need.
 */
export class EventIds {
	private size = FIRST_SIZE;
	private keys = new Uint32Array(FIRST_SIZE * 2);
	private counts = new Uint32Array(FIRST_SIZE);
	private used = 0;

	idOf(hash: Hash): string {
		const digest = hash.digest();
		const number = this.count(digest[0], digest[1]);
		return number === 1 ? hexOf(digest) : `${hexOf(digest)}-${number}`;
	}

	private count(high: number, low: number): number {
		if (this.used * 2 >= this.size) this.grow();
		const slot = this.slotOf(high, low);
		const before = this.counts[slot] ?? 0;
		if (before === 0) {
			this.keys[slot * 2] = high;
			this.keys[slot * 2 + 1] = low;
			this.used++;
		}
		this.counts[slot] = before + 1;
		return before + 1;
	}

	private slotOf(high: number, low: number): number {
		const mask = this.size - 1;
		let slot = low & mask;
		while (
			this.counts[slot] !== 0 &&
			(this.keys[slot * 2] !== high || this.keys[slot * 2 + 1] !== low)
		) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private grow(): void {
		const { keys, counts } = this;
		this.size *= 2;
		this.keys = new Uint32Array(this.size * 2);
		this.counts = new Uint32Array(this.size);
		for (let old = 0; old < counts.length; old++) {
			const count = counts[old] ?? 0;
			if (count === 0) continue;
			const high = keys[old * 2] ?? 0;
			const low = keys[old * 2 + 1] ?? 0;
			const slot = this.slotOf(high, low);
			this.keys[slot * 2] = high;
			this.keys[slot * 2 + 1] = low;
			this.counts[slot] = count;
		}
	}
}

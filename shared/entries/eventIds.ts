import { type Hash, hexOf } from './hash';

/** Powers of two. */
const TABLES = 512;
const FIRST_SIZE = 1024;

/**
 * Gives entries without an id of Zoho's an id of their own: the hash of all they say, and a running
 * number among equals, because two true events can read the same to the minute. One per reading, not
 * per file, so that equal rows in two files of one export get two numbers.
 *
 * What the hash covers, and what is to replace it: docs/decisions/event-ids.md
 *
 * The numbers are counted in typed arrays by the first 64 bits of the hash, 11 to 21 bytes for a row
 * (a Map of strings took five times the memory). Should two different rows share those, one gets a
 * number it would not need.
 */
export class EventIds {
	private readonly tables: (CountingTable | undefined)[] = new Array(TABLES);

	/** The id of an entry that was hashed here. */
	idOf(hash: Hash): string {
		const digest = hash.digest();
		return this.numbered(hexOf(digest), digest[0], digest[1]);
	}

	/**
	 * The id of an entry whose hash reads `hex` and begins with the words `high` and `low`. `group` is
	 * a whole number that equal entries share, such as their day: entries that come one after another
	 * are then counted in one small table, which the processor has at hand.
	 */
	numbered(hex: string, high: number, low: number, group = 0): string {
		const table = (this.tables[group & (TABLES - 1)] ??= new CountingTable());
		const number = table.count(high >>> 0, low >>> 0);
		return number === 1 ? hex : `${hex}-${number}`;
	}
}

/** How often a number of 64 bits came. */
class CountingTable {
	private size = FIRST_SIZE;
	private keys = new Uint32Array(FIRST_SIZE * 2);
	/** How often after the first time, by slot. Made for the first of equal rows. */
	private repeats: Uint32Array | undefined;
	private used = 0;

	count(high: number, low: number): number {
		// A slot with two zeros is free.
		const key = high === 0 && low === 0 ? 1 : low;
		const slot = this.slotOf(high, key);
		if (this.keys[slot * 2] === high && this.keys[slot * 2 + 1] === key) {
			this.repeats ??= new Uint32Array(this.size);
			const repeats = (this.repeats[slot] ?? 0) + 1;
			this.repeats[slot] = repeats;
			return repeats + 1;
		}
		this.keys[slot * 2] = high;
		this.keys[slot * 2 + 1] = key;
		if (++this.used * 4 > this.size * 3) this.grow();
		return 1;
	}

	/** Where the key is, or the free slot where it belongs. */
	private slotOf(high: number, low: number): number {
		const { keys } = this;
		const mask = this.size - 1;
		let slot = low & mask;
		for (;;) {
			const here = keys[slot * 2] ?? 0;
			const there = keys[slot * 2 + 1] ?? 0;
			if ((here === high && there === low) || (here === 0 && there === 0)) return slot;
			slot = (slot + 1) & mask;
		}
	}

	private grow(): void {
		const { keys, repeats, size } = this;
		this.size *= 2;
		this.keys = new Uint32Array(this.size * 2);
		this.repeats = repeats && new Uint32Array(this.size);
		for (let old = 0; old < size; old++) {
			const high = keys[old * 2] ?? 0;
			const low = keys[old * 2 + 1] ?? 0;
			if (high === 0 && low === 0) continue;
			const slot = this.slotOf(high, low);
			this.keys[slot * 2] = high;
			this.keys[slot * 2 + 1] = low;
			if (this.repeats && repeats) this.repeats[slot] = repeats[old] ?? 0;
		}
	}
}

/** A power of two. */
const TABLES = 512;
const FIRST_SIZE = 256;
/** Words of a hash. */
const WORDS = 4;
/** Hashes that are kept in one array; a power of two. */
const CHUNK = 4096;

/**
 * Gives entries without an id of Zoho's an id of their own: the hash of their content, and a running
 * number among equals, because two true events can read the same to the minute. One per reading, not
 * per file, so that equal rows in two files of one export get two numbers.
 *
 * What the hash covers: docs/decisions/event-ids.md
 *
 * The numbers are counted in typed arrays, 21 to 27 bytes for a row (a Map of strings took five times
 * as much), and by all 128 bits: 64 of them can be made to collide, and a row would get a number that
 * depends on what else is read.
 */
export class EventIds {
	private readonly digests = new Digests();
	private readonly tables: (CountingTable | undefined)[] = new Array(TABLES);

	/**
	 * The id of an entry whose hash is the four words of `words` at `at`, and reads `hex`. `group` is a
	 * whole number that equal entries share, such as their day: entries that come one after another are
	 * then counted in one small table, which the processor has at hand.
	 */
	numbered(hex: string, words: Int32Array, at: number, group = 0): string {
		return eventId(hex, this.count(words, at, group));
	}

	/** How often the hash came, this time included. */
	count(words: Int32Array, at: number, group = 0): number {
		const table = (this.tables[group & (TABLES - 1)] ??= new CountingTable(this.digests));
		return table.count(words, at);
	}
}

/** The id of the entry with that hash in hexadecimal and that number among equals. */
function eventId(hex: string, number: number): string {
	return number === 1 ? hex : `${hex}-${number}`;
}

/** Hashes, each once, by the order in which they came. */
class Digests {
	private readonly chunks: Int32Array[] = [];
	private count = 0;

	/** Its number. */
	add(words: Int32Array, at: number): number {
		const number = this.count++;
		if (number % CHUNK === 0) this.chunks.push(new Int32Array(CHUNK * WORDS));
		const chunk = this.chunkOf(number);
		const start = (number % CHUNK) * WORDS;
		for (let word = 0; word < WORDS; word++) chunk[start + word] = words[at + word] ?? 0;
		return number;
	}

	firstWord(number: number): number {
		return this.chunkOf(number)[(number % CHUNK) * WORDS] ?? 0;
	}

	isAt(number: number, words: Int32Array, at: number): boolean {
		const chunk = this.chunkOf(number);
		const start = (number % CHUNK) * WORDS;
		return (
			chunk[start] === words[at] &&
			chunk[start + 1] === words[at + 1] &&
			chunk[start + 2] === words[at + 2] &&
			chunk[start + 3] === words[at + 3]
		);
	}

	private chunkOf(number: number): Int32Array {
		return this.chunks[Math.floor(number / CHUNK)] as Int32Array;
	}
}

/** How often a hash came. */
class CountingTable {
	private size = FIRST_SIZE;
	/** The number of a hash and one more; 0 for a free slot. */
	private slots = new Uint32Array(FIRST_SIZE);
	/** How often after the first time, by slot. Made for the first of equal rows. */
	private repeats: Uint32Array | undefined;
	private used = 0;

	constructor(private readonly digests: Digests) {}

	count(words: Int32Array, at: number): number {
		const slot = this.slotOf(words, at);
		if (this.slots[slot] !== 0) {
			this.repeats ??= new Uint32Array(this.size);
			const repeats = (this.repeats[slot] ?? 0) + 1;
			this.repeats[slot] = repeats;
			return repeats + 1;
		}
		this.slots[slot] = this.digests.add(words, at) + 1;
		if (++this.used * 4 > this.size * 3) this.grow();
		return 1;
	}

	/** Where the hash is, or the free slot where it belongs. */
	private slotOf(words: Int32Array, at: number): number {
		const mask = this.size - 1;
		let slot = (words[at] ?? 0) & mask;
		for (;;) {
			const here = this.slots[slot] ?? 0;
			if (here === 0 || this.digests.isAt(here - 1, words, at)) return slot;
			slot = (slot + 1) & mask;
		}
	}

	private grow(): void {
		const { slots, repeats } = this;
		this.size *= 2;
		const mask = this.size - 1;
		this.slots = new Uint32Array(this.size);
		this.repeats = repeats && new Uint32Array(this.size);
		slots.forEach((here, old) => {
			if (here === 0) return;
			let slot = this.digests.firstWord(here - 1) & mask;
			while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
			this.slots[slot] = here;
			if (this.repeats && repeats) this.repeats[slot] = repeats[old] ?? 0;
		});
	}
}

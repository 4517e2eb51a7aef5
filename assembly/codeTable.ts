/**
 * Tables that turn the next bits of deflate data into a symbol, by RFC 1951, section 3.2.
 *
 * An entry has 32 bits. The lowest eight are the bits to go on by, extra bits included; bits 8 to 11
 * say how many of these are the code. From bit 16 on stands the value: a byte, or the smallest length
 * or distance of the symbol, to which the extra bits are added.
 */
export const LITERAL: u32 = 0x8000_0000;
/** Neither byte nor length: a further table, the end of the block, or a code that means nothing. */
export const SPECIAL: u32 = 0x8000;
/** The value is where a further table begins, bits 8 to 11 how many bits choose in it. */
export const FURTHER: u32 = 0x4000;
export const END: u32 = 0x2000;

export const enum Kind {
	LENGTHS,
	DISTANCES,
	CODE_LENGTHS,
}

const MAX_BITS: u32 = 15;
const COUNTS: usize = memory.data(4 * 16, 4);
const PLACES: usize = memory.data(4 * 16, 4);
const SORTED: usize = memory.data(2 * 320, 4);

// prettier-ignore
const LENGTHS = memory.data<u16>([
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
// prettier-ignore
const LENGTH_BITS = memory.data<u8>([
	0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
// prettier-ignore
const DISTANCES = memory.data<u16>([
	1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
	8193, 12289, 16385, 24577,
]);

/**
 * Makes the table for symbols whose codes have the lengths (bytes) at `lengths`. Its first 2^`bits`
 * entries are chosen by the next bits, further tables for longer codes lie behind them.
 * False when no set of codes has such lengths.
 */
export function makeTable(table: usize, bits: u32, lengths: usize, symbols: u32, kind: Kind): bool {
	if (!sortByLength(table, bits, lengths, symbols, kind)) return false;
	const mask: u32 = (1 << bits) - 1;
	let code: u32 = 0;
	let next: u32 = 0;
	let free: u32 = 1 << bits;
	let prefix: u32 = u32.MAX_VALUE;
	let further: u32 = 0;
	let furtherBits: u32 = 0;
	for (let length: u32 = 1; length <= MAX_BITS; length++) {
		for (let left = load<u32>(COUNTS + (length << 2)); left > 0; left--) {
			const symbol = <u32>load<u16>(SORTED + (next++ << 1));
			if (length <= bits) {
				fill(table, code, 1 << bits, length, entryOf(symbol, length, kind));
			} else {
				if ((code & mask) != prefix) {
					prefix = code & mask;
					further = free;
					furtherBits = bitsFrom(length, left, bits);
					free += 1 << furtherBits;
					const entry = SPECIAL | FURTHER | (further << 16) | (furtherBits << 8) | bits;
					store<u32>(table + (prefix << 2), entry);
				}
				const rest = length - bits;
				const entry = entryOf(symbol, rest, kind);
				fill(table + (further << 2), code >> bits, 1 << furtherBits, rest, entry);
			}
			code = nextCode(code, length);
		}
	}
	return true;
}

/** Counts and sorts the symbols by the length of their code. */
function sortByLength(table: usize, bits: u32, lengths: usize, symbols: u32, kind: Kind): bool {
	memory.fill(COUNTS, 0, 4 * 16);
	for (let symbol: u32 = 0; symbol < symbols; symbol++) {
		const count = COUNTS + ((<usize>load<u8>(lengths + symbol)) << 2);
		store<u32>(count, load<u32>(count) + 1);
	}
	let unused: i32 = 1;
	let total: u32 = 0;
	for (let length: u32 = 1; length <= MAX_BITS; length++) {
		const count = load<u32>(COUNTS + (length << 2));
		unused = (unused << 1) - <i32>count;
		if (unused < 0) return false;
		store<u32>(PLACES + (length << 2), total);
		total += count;
	}
	if (unused > 0) {
		// One code of one bit is allowed, and so is a block without distances.
		const isOne = total == 1 && load<u32>(COUNTS + 4) == 1 && kind != Kind.CODE_LENGTHS;
		if (!isOne && !(total == 0 && kind == Kind.DISTANCES)) return false;
		for (let at: u32 = 0; at < 1 << bits; at++) store<u32>(table + (at << 2), SPECIAL);
	}
	for (let symbol: u32 = 0; symbol < symbols; symbol++) {
		const length = <u32>load<u8>(lengths + symbol);
		if (length == 0) continue;
		const place = load<u32>(PLACES + (length << 2));
		store<u16>(SORTED + (place << 1), <u16>symbol);
		store<u32>(PLACES + (length << 2), place + 1);
	}
	return true;
}

/** How many bits a further table takes that begins with a code of this length: all that share its prefix. */
function bitsFrom(length: u32, left: u32, bits: u32): u32 {
	let more = length - bits;
	let codes = left;
	while (codes < 1 << more && bits + more < MAX_BITS) {
		more++;
		codes = (codes << 1) + load<u32>(COUNTS + ((bits + more) << 2));
	}
	return more;
}

/** Codes come with their first bit lowest: the entry stands wherever the bits behind the code may be. */
function fill(table: usize, code: u32, size: u32, length: u32, entry: u32): void {
	for (let at = code; at < size; at += 1 << length) store<u32>(table + (at << 2), entry);
}

/** The code one higher, with its first bit lowest. */
function nextCode(code: u32, length: u32): u32 {
	let bit: u32 = 1 << (length - 1);
	while (code & bit) bit >>= 1;
	return bit == 0 ? 0 : (code & (bit - 1)) | bit;
}

function entryOf(symbol: u32, length: u32, kind: Kind): u32 {
	if (kind == Kind.CODE_LENGTHS) return (symbol << 16) | length;
	let value: u32;
	let extra: u32;
	if (kind == Kind.DISTANCES) {
		if (symbol > 29) return SPECIAL;
		value = load<u16>(DISTANCES + (symbol << 1));
		extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
	} else {
		if (symbol < 256) return LITERAL | (symbol << 16) | length;
		if (symbol == 256) return SPECIAL | END | length;
		if (symbol > 285) return SPECIAL;
		value = load<u16>(LENGTHS + ((symbol - 257) << 1));
		extra = load<u8>(LENGTH_BITS + (symbol - 257));
	}
	return (value << 16) | (length << 8) | (length + extra);
}

// The primes of xxHash64 (public domain).
const FIRST: u64 = 0x9e37_79b1_85eb_ca87;
const SECOND: u64 = 0xc2b2_ae3d_27d4_eb4f;
const THIRD: u64 = 0x1656_67b1_9e37_79f9;

/** What is left of a word of which so many bytes count. */
// prettier-ignore
const MASKS = memory.data<u64>([
	0, 0xff, 0xffff, 0xff_ffff, 0xffff_ffff, 0xff_ffff_ffff, 0xffff_ffff_ffff, 0xff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff,
]);

/** Two lanes, which both see every word. */
let one: u64 = 0;
let two: u64 = 0;

export function beginHash(): void {
	one = 0;
	two = 0;
}

/**
 * Adds a cell: its text in [from, to) under the hash of its column's name. Cells are hashed each for
 * itself and summed up, so that their order is of no matter, and that the processor need not wait for
 * one before it begins with the next.
 */
export function hashCell(name: u32, from: usize, to: usize): void {
	const length = to - from;
	// With their number, so that what follows cannot be taken for a part of them.
	const seed = ((<u64>name) << 32) | (<u64>length);
	let a = seed * FIRST;
	let b = seed * THIRD;
	if (length <= 16) {
		const low = load<u64>(from) & load<u64>(MASKS + (min<usize>(length, 8) << 3));
		const high = load<u64>(from, 8) & load<u64>(MASKS + ((max<usize>(length, 8) - 8) << 3));
		a = lane1(a, low, high);
		b = lane2(b, low, high);
	} else {
		for (let at = from; at < to - 16; at += 16) {
			a = lane1(a, load<u64>(at), load<u64>(at, 8));
			b = lane2(b, load<u64>(at), load<u64>(at, 8));
		}
		// The last sixteen bytes, some of them for the second time.
		a = lane1(a, load<u64>(to - 16), load<u64>(to - 8));
		b = lane2(b, load<u64>(to - 16), load<u64>(to - 8));
	}
	one += a;
	two += b;
}

/** Adds a number under the hash of a column's name. */
export function hashNumber(name: u32, number: u64): void {
	one += lane1(<u64>name * FIRST, number, 0);
	two += lane2(<u64>name * THIRD, number, 0);
}

function lane1(lane: u64, low: u64, high: u64): u64 {
	let mixed = (lane ^ low) * FIRST;
	mixed = (mixed ^ (mixed >> 32) ^ high) * SECOND;
	return mixed ^ (mixed >> 29);
}

function lane2(lane: u64, low: u64, high: u64): u64 {
	let mixed = (lane ^ high) * THIRD;
	mixed = (mixed ^ (mixed >> 31) ^ low) * FIRST;
	return mixed ^ (mixed >> 33);
}

/** The first 64 bits of the hash; the others see the first. */
export function firstHalf(): u64 {
	return avalanche(one ^ rotl(two, 32));
}

export function secondHalf(first: u64): u64 {
	return avalanche(two + first);
}

/** xxHash64's last step: each bit changes half of the others. */
function avalanche(hash: u64): u64 {
	let bits = (hash ^ (hash >> 33)) * SECOND;
	bits = (bits ^ (bits >> 29)) * THIRD;
	return bits ^ (bits >> 32);
}

/** The state of four hashes: for each of its eight words, a word for each lane. */
export const LANE_STATE = memory.data(8 * 16);
/** Bytes that each lane has hashed. */
const HASHED = memory.data(16);
/** Blocks of the four lanes: for each of sixteen words, a word for each lane. */
const WORDS = memory.data(16 * 16);

// prettier-ignore
const IV = memory.data<u32>([
	0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
]);
/** A hash of 32 bytes, without a key. */
const PARAMETERS: u32 = 0x0101_0020;

/** Which word of a block is used when, for each round: its number times 16, where it is in WORDS. */
// prettier-ignore
const ORDER = memory.data<u8>([
	0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x80, 0x90, 0xa0, 0xb0, 0xc0, 0xd0, 0xe0, 0xf0,
	0xe0, 0xa0, 0x40, 0x80, 0x90, 0xf0, 0xd0, 0x60, 0x10, 0xc0, 0x00, 0x20, 0xb0, 0x70, 0x50, 0x30,
	0xb0, 0x80, 0xc0, 0x00, 0x50, 0x20, 0xf0, 0xd0, 0xa0, 0xe0, 0x30, 0x60, 0x70, 0x10, 0x90, 0x40,
	0x70, 0x90, 0x30, 0x10, 0xd0, 0xc0, 0xb0, 0xe0, 0x20, 0x60, 0x50, 0xa0, 0x40, 0x00, 0xf0, 0x80,
	0x90, 0x00, 0x50, 0x70, 0x20, 0x40, 0xa0, 0xf0, 0xe0, 0x10, 0xb0, 0xc0, 0x60, 0x80, 0x30, 0xd0,
	0x20, 0xc0, 0x60, 0xa0, 0x00, 0xb0, 0x80, 0x30, 0x40, 0xd0, 0x70, 0x50, 0xf0, 0xe0, 0x10, 0x90,
	0xc0, 0x50, 0x10, 0xf0, 0xe0, 0xd0, 0x40, 0xa0, 0x00, 0x70, 0x60, 0x30, 0x90, 0x20, 0x80, 0xb0,
	0xd0, 0xb0, 0x70, 0xe0, 0xc0, 0x10, 0x30, 0x90, 0x50, 0x00, 0xf0, 0x40, 0x80, 0x60, 0x20, 0xa0,
	0x60, 0xf0, 0xe0, 0x90, 0xb0, 0x30, 0x00, 0x80, 0xc0, 0x20, 0xd0, 0x70, 0x10, 0x40, 0xa0, 0x50,
	0xa0, 0x20, 0x80, 0x40, 0x70, 0x60, 0x10, 0x50, 0xf0, 0xb0, 0x90, 0xe0, 0x30, 0xc0, 0xd0, 0x00,
]);
const ROUNDS: usize = 10;

/** A lane, by four times its number, begins with a new message. */
export function beginLane(lane: usize): void {
	for (let word: usize = 0; word < 8; word++) {
		store<u32>(LANE_STATE + (word << 4) + lane, load<u32>(IV + (word << 2)));
	}
	store<u32>(LANE_STATE + lane, load<u32>(IV) ^ PARAMETERS);
	store<u32>(HASHED + lane, 0);
}

/**
 * Hashes the next 64 bytes of each lane. `counts` says how many of them are part of its message, and
 * `isLast`, with all bits of a lane, that nothing follows them.
 */
// prettier-ignore
export function compress(first: usize, second: usize, third: usize, fourth: usize, counts: v128, isLast: v128): void {
	for (let part: usize = 0; part < 64; part += 16) {
		transpose(WORDS + (part << 2), v128.load(first + part), v128.load(second + part), v128.load(third + part), v128.load(fourth + part));
	}
	const hashed = i32x4.add(v128.load(HASHED), counts);
	v128.store(HASHED, hashed);

	let v0 = v128.load(LANE_STATE), v1 = v128.load(LANE_STATE, 16), v2 = v128.load(LANE_STATE, 32), v3 = v128.load(LANE_STATE, 48);
	let v4 = v128.load(LANE_STATE, 64), v5 = v128.load(LANE_STATE, 80), v6 = v128.load(LANE_STATE, 96), v7 = v128.load(LANE_STATE, 112);
	let v8 = v128.load32_splat(IV), v9 = v128.load32_splat(IV, 4), v10 = v128.load32_splat(IV, 8), v11 = v128.load32_splat(IV, 12);
	let v12 = v128.xor(v128.load32_splat(IV, 16), hashed), v13 = v128.load32_splat(IV, 20);
	let v14 = v128.xor(v128.load32_splat(IV, 24), isLast), v15 = v128.load32_splat(IV, 28);

	for (let order = ORDER; order < ORDER + ROUNDS * 16; order += 16) {
		v0 = i32x4.add(v4, i32x4.add(v0, word(order, 0)));
		v12 = turned16(v128.xor(v12, v0));
		v8 = i32x4.add(v8, v12);
		v4 = turned12(v128.xor(v4, v8));
		v0 = i32x4.add(v4, i32x4.add(v0, word(order, 1)));
		v12 = turned8(v128.xor(v12, v0));
		v8 = i32x4.add(v8, v12);
		v4 = turned7(v128.xor(v4, v8));
		v1 = i32x4.add(v5, i32x4.add(v1, word(order, 2)));
		v13 = turned16(v128.xor(v13, v1));
		v9 = i32x4.add(v9, v13);
		v5 = turned12(v128.xor(v5, v9));
		v1 = i32x4.add(v5, i32x4.add(v1, word(order, 3)));
		v13 = turned8(v128.xor(v13, v1));
		v9 = i32x4.add(v9, v13);
		v5 = turned7(v128.xor(v5, v9));
		v2 = i32x4.add(v6, i32x4.add(v2, word(order, 4)));
		v14 = turned16(v128.xor(v14, v2));
		v10 = i32x4.add(v10, v14);
		v6 = turned12(v128.xor(v6, v10));
		v2 = i32x4.add(v6, i32x4.add(v2, word(order, 5)));
		v14 = turned8(v128.xor(v14, v2));
		v10 = i32x4.add(v10, v14);
		v6 = turned7(v128.xor(v6, v10));
		v3 = i32x4.add(v7, i32x4.add(v3, word(order, 6)));
		v15 = turned16(v128.xor(v15, v3));
		v11 = i32x4.add(v11, v15);
		v7 = turned12(v128.xor(v7, v11));
		v3 = i32x4.add(v7, i32x4.add(v3, word(order, 7)));
		v15 = turned8(v128.xor(v15, v3));
		v11 = i32x4.add(v11, v15);
		v7 = turned7(v128.xor(v7, v11));
		v0 = i32x4.add(v5, i32x4.add(v0, word(order, 8)));
		v15 = turned16(v128.xor(v15, v0));
		v10 = i32x4.add(v10, v15);
		v5 = turned12(v128.xor(v5, v10));
		v0 = i32x4.add(v5, i32x4.add(v0, word(order, 9)));
		v15 = turned8(v128.xor(v15, v0));
		v10 = i32x4.add(v10, v15);
		v5 = turned7(v128.xor(v5, v10));
		v1 = i32x4.add(v6, i32x4.add(v1, word(order, 10)));
		v12 = turned16(v128.xor(v12, v1));
		v11 = i32x4.add(v11, v12);
		v6 = turned12(v128.xor(v6, v11));
		v1 = i32x4.add(v6, i32x4.add(v1, word(order, 11)));
		v12 = turned8(v128.xor(v12, v1));
		v11 = i32x4.add(v11, v12);
		v6 = turned7(v128.xor(v6, v11));
		v2 = i32x4.add(v7, i32x4.add(v2, word(order, 12)));
		v13 = turned16(v128.xor(v13, v2));
		v8 = i32x4.add(v8, v13);
		v7 = turned12(v128.xor(v7, v8));
		v2 = i32x4.add(v7, i32x4.add(v2, word(order, 13)));
		v13 = turned8(v128.xor(v13, v2));
		v8 = i32x4.add(v8, v13);
		v7 = turned7(v128.xor(v7, v8));
		v3 = i32x4.add(v4, i32x4.add(v3, word(order, 14)));
		v14 = turned16(v128.xor(v14, v3));
		v9 = i32x4.add(v9, v14);
		v4 = turned12(v128.xor(v4, v9));
		v3 = i32x4.add(v4, i32x4.add(v3, word(order, 15)));
		v14 = turned8(v128.xor(v14, v3));
		v9 = i32x4.add(v9, v14);
		v4 = turned7(v128.xor(v4, v9));
	}

	mix(0, v0, v8);
	mix(1, v1, v9);
	mix(2, v2, v10);
	mix(3, v3, v11);
	mix(4, v4, v12);
	mix(5, v5, v13);
	mix(6, v6, v14);
	mix(7, v7, v15);
}

function mix(word: usize, low: v128, high: v128): void {
	const address = LANE_STATE + (word << 4);
	v128.store(address, v128.xor(v128.load(address), v128.xor(low, high)));
}

function word(order: usize, index: usize): v128 {
	return v128.load(WORDS + <usize>load<u8>(order + index));
}

function turned16(words: v128): v128 {
	return v128.shuffle<u16>(words, words, 1, 0, 3, 2, 5, 4, 7, 6);
}

function turned12(words: v128): v128 {
	return v128.or(i32x4.shr_u(words, 12), i32x4.shl(words, 20));
}

function turned8(words: v128): v128 {
	return v128.or(i32x4.shr_u(words, 8), i32x4.shl(words, 24));
}

function turned7(words: v128): v128 {
	return v128.or(i32x4.shr_u(words, 7), i32x4.shl(words, 25));
}

/** Four words of each of four lanes become a word of each lane, four times. */
function transpose(to: usize, a: v128, b: v128, c: v128, d: v128): void {
	const firstOfAb = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
	const lastOfAb = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
	const firstOfCd = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
	const lastOfCd = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
	v128.store(to, v128.shuffle<u64>(firstOfAb, firstOfCd, 0, 2));
	v128.store(to, v128.shuffle<u64>(firstOfAb, firstOfCd, 1, 3), 16);
	v128.store(to, v128.shuffle<u64>(lastOfAb, lastOfCd, 0, 2), 32);
	v128.store(to, v128.shuffle<u64>(lastOfAb, lastOfCd, 1, 3), 48);
}

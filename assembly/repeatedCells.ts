import { cellFrom, cellTo } from './csvMarks';

/** Each has 16 bytes: where the text is, its length, its code, its hash. A length of 0: nothing is there. */
const SLOTS: usize = 4096;
/** Behind the slots: how many codes there are. */
const COUNT: usize = SLOTS << 4;

/** Longer cells hardly ever repeat. */
const MAX_BYTES: usize = 128;
const EMPTY: i32 = 0;
const LONG: i32 = -1;

/**
 * A whole number for each cell of a column in the batch, as words at `out`: the same for the same
 * bytes, 0 for an empty cell, counted upwards from 1 as new texts come, -1 for a long one.
 * `table` is zeros at first, and is to be so again before there are more than half as many codes as
 * slots.
 */
export function codesOf(table: usize, column: i32, rows: i32, out: usize): void {
	for (let row = 0; row < rows; row++) {
		const from = cellFrom(row, column);
		const length = cellTo(row, column, from) - from;
		const code = length == 0 ? EMPTY : length > MAX_BYTES ? LONG : codeOf(table, from, length);
		store<i32>(out + ((<usize>row) << 2), code);
	}
}

function codeOf(table: usize, from: usize, length: usize): i32 {
	const hash = hashOf(from, length);
	let index = (<usize>hash) & (SLOTS - 1);
	for (;;) {
		const slot = table + (index << 4);
		const known = <usize>load<u32>(slot, 4);
		if (known == 0) {
			const code = load<i32>(table + COUNT) + 1;
			store<i32>(table + COUNT, code);
			store<u32>(slot, <u32>from);
			store<u32>(slot, <u32>length, 4);
			store<i32>(slot, code, 8);
			store<u32>(slot, hash, 12);
			return code;
		}
		const isSame = known == length && load<u32>(slot, 12) == hash;
		if (isSame && isEqual(<usize>load<u32>(slot), from, length)) return load<i32>(slot, 8);
		index = (index + 1) & (SLOTS - 1);
	}
	return LONG;
}

function hashOf(from: usize, length: usize): u32 {
	let hash: u64 = length;
	let at = from;
	for (const last = from + length - 8; <isize>at <= <isize>last; at += 8) {
		hash = mixed(hash ^ load<u64>(at));
	}
	const rest = (from + length - at) << 3;
	hash = mixed(hash ^ (load<u64>(at) & (((<u64>1) << rest) - 1)));
	return <u32>(hash >> 32);
}

function mixed(hash: u64): u64 {
	const product = hash * 0x9e37_79b9_7f4a_7c15;
	return product ^ (product >> 29);
}

function isEqual(known: usize, from: usize, length: usize): bool {
	let at: usize = 0;
	for (; at + 8 <= length; at += 8) {
		if (load<u64>(known + at) != load<u64>(from + at)) return false;
	}
	const rest = ((<u64>1) << ((length - at) << 3)) - 1;
	return ((load<u64>(known + at) ^ load<u64>(from + at)) & rest) == 0;
}

import { cellFrom, cellTo } from './cells';
import {
	CODE_COUNT,
	CODE_SLOT_BYTES,
	CODE_SLOTS,
	CODE_MATCHES,
	LONG_TEXT,
} from '../shared/files/layout';

/*
 * A table has slots of 16 bytes (the text's address, its length, its code, its hash; a length of 0: free),
 * then the number of codes, then a byte for each code. See shared/files/layout.ts.
 */

/** Longer cells hardly ever repeat. */
const MAX_BYTES: usize = 128;
const EMPTY: i32 = 0;

/**
 * Dictionary-encodes a column in the `count` rows whose numbers are the words at `rows`: the same code
 * for the same bytes, 0 for an empty cell, counted upwards from 1 for new texts, -1 for a long one. The
 * code becomes the word of its row at `codes`. Returns how many texts are new; the words at `added` are
 * a row for each, in the order of their codes.
 *
 * `table` has to be zeroed at first, and again before there are more than half as many codes as slots.
 */
export function encode(
	table: usize,
	column: i32,
	rows: usize,
	count: i32,
	codes: usize,
	added: usize,
): i32 {
	const before = load<i32>(table + CODE_COUNT);
	let known = before;
	const end = rows + ((<usize>count) << 2);
	for (let at = rows; at < end; at += 4) {
		const row = load<i32>(at);
		const from = cellFrom(row, column);
		const length = cellTo(row, column, from) - from;
		const code = length == 0 ? EMPTY : length > MAX_BYTES ? LONG_TEXT : codeOf(table, from, length);
		store<i32>(codes + ((<usize>row) << 2), code);
		if (code > known) {
			store<i32>(added + ((<usize>(known - before)) << 2), row);
			known = code;
		}
	}
	return known - before;
}

/**
 * Drops rows that do not match from the list at `rows`. Returns how many are left, or the complement
 * of that when there are rows with a long cell among them: it is not known whether those match.
 */
export function keepMatching(table: usize, codes: usize, rows: usize, count: i32): i32 {
	const end = rows + ((<usize>count) << 2);
	let to = rows;
	let hasLong = false;
	for (let at = rows; at < end; at += 4) {
		const row = load<i32>(at);
		const code = load<i32>(codes + ((<usize>row) << 2));
		store<i32>(to, row);
		if (code == LONG_TEXT) {
			hasLong = true;
			to += 4;
		} else {
			to += (<usize>load<u8>(table + CODE_MATCHES + <usize>code)) << 2;
		}
	}
	const kept = <i32>((to - rows) >> 2);
	return hasLong ? ~kept : kept;
}

function codeOf(table: usize, from: usize, length: usize): i32 {
	const hash = hashOf(from, length);
	let index = <usize>hash & (CODE_SLOTS - 1);
	for (;;) {
		const slot = table + index * CODE_SLOT_BYTES;
		const known = <usize>load<u32>(slot, 4);
		if (known == 0) {
			const code = load<i32>(table + CODE_COUNT) + 1;
			store<i32>(table + CODE_COUNT, code);
			store<u32>(slot, <u32>from);
			store<u32>(slot, <u32>length, 4);
			store<i32>(slot, code, 8);
			store<u32>(slot, hash, 12);
			return code;
		}
		const isSame = known == length && load<u32>(slot, 12) == hash;
		if (isSame && isEqual(<usize>load<u32>(slot), from, length)) return load<i32>(slot, 8);
		index = (index + 1) & (CODE_SLOTS - 1);
	}
	return LONG_TEXT;
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

import { cellFrom, cellTo, rowBytes } from './cells';
import { COLUMNS } from './csvMarks';
import { copied } from './cellText';

const HASH_BYTES: usize = 32;
const SEPARATOR: u8 = 0x0a;
const HEX_DIGITS = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);

/** Words: columns whose texts are wanted. */
let columns: usize = 0;
let columnCount: i32 = 0;
/** Words: rows of the batch. */
let kept: usize = 0;
/** Texts of ASCII alone, and the others. */
let plainTexts: usize = 0;
let otherTexts: usize = 0;
let room: usize = 0;
/** A word for each wanted column of each row: UTF-16 units of its text, below 0 when it is among the others. */
let lengths: usize = 0;
/** 16 bytes for each kept row: its hash; 0 when there are none. */
let digests: usize = 0;

let plainTo: usize = 0;
let otherTo: usize = 0;

/**
 * What `pack` is to give: the texts of the columns at `columnsAt`, and before them the hash of each
 * row as 32 hexadecimal digits, when there are hashes.
 */
export function openTexts(
	columnsAt: usize,
	columnsWanted: i32,
	keptAt: usize,
	plainAt: usize,
	otherAt: usize,
	bytesOfEach: usize,
	lengthsAt: usize,
	digestsAt: usize,
): void {
	columns = columnsAt;
	columnCount = columnsWanted;
	kept = keptAt;
	plainTexts = plainAt;
	otherTexts = otherAt;
	room = bytesOfEach;
	lengths = lengthsAt;
	digests = digestsAt;
}

/**
 * Puts the texts of kept rows side by side, until all before `to` are there or some `bytes` of text.
 * Those of ASCII alone are apart: they become text at the speed of memory, and take half of it.
 * Returns the next row, which is `from` when there is no room for that one.
 */
export function pack(from: i32, to: i32, bytes: usize): i32 {
	let plain = plainTexts;
	let other = otherTexts;
	let length = lengths;
	let index = from;
	for (; index < to && plain - plainTexts < bytes && other - otherTexts < bytes; index++) {
		const row = load<i32>(kept + ((<usize>index) << 2));
		// A cell's text is not longer than the cell.
		const needed = rowBytes(row) + HASH_BYTES + COLUMNS;
		if (max(plain - plainTexts, other - otherTexts) + needed > room) break;
		if (digests != 0) {
			writeHex(plain, v128.load(digests + ((<usize>index) << 4)));
			plain += HASH_BYTES;
		}
		for (let column = 0; column < columnCount; column++) {
			const cell = load<i32>(columns + ((<usize>column) << 2));
			const start = cellFrom(row, cell);
			const to = cellTo(row, cell, start);
			if (isAscii(start, to)) {
				const behind = copied(start, to, plain);
				store<i32>(length, <i32>(behind - plain));
				plain = behind;
			} else {
				const behind = copied(start, to, other);
				store<i32>(length, -unitsOf(other, behind));
				// Between two cells, so that broken characters on both sides do not make a whole one.
				store<u8>(behind, SEPARATOR);
				other = behind + 1;
			}
			length += 4;
		}
	}
	plainTo = plain;
	otherTo = other;
	return index;
}

export function plainBytes(): usize {
	return plainTo - plainTexts;
}

export function otherBytes(): usize {
	return otherTo - otherTexts;
}

function isAscii(from: usize, to: usize): bool {
	let at = from;
	for (; at + 16 <= to; at += 16) if (i8x16.bitmask(v128.load(at)) != 0) return false;
	const left = <u32>(to - at);
	return ((<u32>i8x16.bitmask(v128.load(at))) & ((1 << left) - 1)) == 0;
}

/** UTF-16 units that bytes of valid UTF-8 become: none for one that continues, two for the first of four. */
function unitsOf(from: usize, to: usize): i32 {
	let units = 0;
	for (let at = from; at < to; at++) {
		const byte = load<u8>(at);
		units += byte >= 0xf0 ? 2 : (byte & 0xc0) == 0x80 ? 0 : 1;
	}
	return units;
}

function writeHex(out: usize, bytes: v128): void {
	const high = v128.and(i8x16.shr_u(bytes, 4), i8x16.splat(15));
	const low = v128.and(bytes, i8x16.splat(15));
	// prettier-ignore
	const first = i8x16.shuffle(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
	// prettier-ignore
	const second = i8x16.shuffle(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
	v128.store(out, i8x16.swizzle(HEX_DIGITS, first));
	v128.store(out, i8x16.swizzle(HEX_DIGITS, second), 16);
}

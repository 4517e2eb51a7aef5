import { cellFrom, cellTo, rowBytes } from './cells';
import { COLUMNS } from './csvMarks';
import { beginHash, firstHalf, hashCell, hashNumber, secondHalf } from './rowHash';

const QUOTE: u8 = 0x22;
const HASH_BYTES: usize = 32;
const SEPARATOR: u8 = 0x0a;
const HEX_DIGITS = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);

/** Words: columns whose texts are wanted. */
let columns: usize = 0;
let columnCount: i32 = 0;
/** Pairs of words: a column and the hash of its name. */
let identity: usize = 0;
let identityCount: i32 = 0;
let timeColumn: i32 = -1;
/** Words: rows of the batch. */
let kept: usize = 0;
/** A double for each of them: its time, NaN when it cannot be read. */
let instants: usize = 0;
/** Texts of ASCII alone, and the others. */
let plainTexts: usize = 0;
let otherTexts: usize = 0;
let room: usize = 0;
/** A word for each wanted column of each row: UTF-16 units of its text, below 0 when it is among the others. */
let lengths: usize = 0;
/** 64 bits for each row: the first half of its hash. */
let hashes: usize = 0;

let plainTo: usize = 0;
let otherTo: usize = 0;

/**
 * What `pack` is to give: the texts of the columns at `columnsAt`, and before them the hash of each
 * row as 32 hexadecimal digits, when there are columns to hash.
 */
export function openTexts(
	columnsAt: usize,
	columnsWanted: i32,
	identityAt: usize,
	columnsHashed: i32,
	time: i32,
	keptAt: usize,
	instantsAt: usize,
	plainAt: usize,
	otherAt: usize,
	bytesOfEach: usize,
	lengthsAt: usize,
	hashesAt: usize,
): void {
	columns = columnsAt;
	columnCount = columnsWanted;
	identity = identityAt;
	identityCount = columnsHashed;
	timeColumn = time;
	kept = keptAt;
	instants = instantsAt;
	plainTexts = plainAt;
	otherTexts = otherAt;
	room = bytesOfEach;
	lengths = lengthsAt;
	hashes = hashesAt;
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
		if (identityCount > 0) plain = hashRow(row, index, plain);
		for (let column = 0; column < columnCount; column++) {
			const cell = load<i32>(columns + ((<usize>column) << 2));
			const start = cellFrom(row, cell);
			const to = cellTo(row, cell, start);
			if (isAscii(start, to)) {
				const behind = copied(start, to, plain, isQuoted(start));
				store<i32>(length, <i32>(behind - plain));
				plain = behind;
			} else {
				const behind = copied(start, to, other, isQuoted(start));
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

/** Everything a row says: by the names of its columns, without empty cells, the time as an instant. */
function hashRow(row: i32, index: i32, out: usize): usize {
	const instant = load<f64>(instants + ((<usize>index) << 3));
	beginHash();
	for (let column = 0; column < identityCount; column++) {
		const named = identity + ((<usize>column) << 3);
		const cell = load<i32>(named);
		const name = load<u32>(named, 4);
		const start = cellFrom(row, cell);
		const to = cellTo(row, cell, start);
		if (start == to) continue;
		if (cell == timeColumn && instant == instant) {
			hashNumber(name, <u64>(<i64>instant));
		} else if (isQuoted(start) && hasQuote(start, to)) {
			// Where the row's texts will be, which are not there yet.
			const text = out + HASH_BYTES;
			hashCell(name, text, copied(start, to, text, true));
		} else {
			hashCell(name, start, to);
		}
	}
	const first = firstHalf();
	store<u64>(hashes + ((<usize>index) << 3), first);
	writeHex(out, first, secondHalf(first));
	return out + HASH_BYTES;
}

function isQuoted(start: usize): bool {
	return load<u8>(start - 1) == QUOTE;
}

function hasQuote(from: usize, to: usize): bool {
	for (let at = from; at < to; at++) if (load<u8>(at) == QUOTE) return true;
	return false;
}

/** Copies a cell's text, of doubled quotes one, and some bytes beyond. Returns the place behind it. */
function copied(from: usize, to: usize, out: usize, hasQuotes: bool): usize {
	if (!hasQuotes) {
		const behind = out + (to - from);
		for (let at = from; at < to; at += 16) {
			v128.store(out, v128.load(at));
			out += 16;
		}
		return behind;
	}
	for (let at = from; at < to; at++) {
		const byte = load<u8>(at);
		store<u8>(out++, byte);
		if (byte == QUOTE) at++;
	}
	return out;
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

function writeHex(out: usize, first: u64, second: u64): void {
	const bytes = i64x2.replace_lane(i64x2.splat(bswap(first)), 1, bswap(second));
	const high = v128.and(i8x16.shr_u(bytes, 4), i8x16.splat(15));
	const low = v128.and(bytes, i8x16.splat(15));
	// prettier-ignore
	const before = i8x16.shuffle(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
	// prettier-ignore
	const behind = i8x16.shuffle(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
	v128.store(out, i8x16.swizzle(HEX_DIGITS, before));
	v128.store(out, i8x16.swizzle(HEX_DIGITS, behind), 16);
}

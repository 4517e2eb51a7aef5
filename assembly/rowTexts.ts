import { cellFrom, cellTo, rowBytes } from './cells';
import { copied } from './cellText';
import {
	HASH_BYTES,
	HASH_DIGITS,
	MAX_COLUMNS,
	TEXT_COLUMN_COUNT,
	TEXT_COLUMNS,
	TEXT_DIGESTS,
	TEXT_LENGTHS,
	TEXT_OTHER,
	TEXT_OTHER_BYTES,
	TEXT_PLAIN,
	TEXT_PLAIN_BYTES,
	TEXT_ROOM,
	TEXT_ROWS,
} from '../shared/files/layout';

const SEPARATOR: u8 = 0x0a;
const HEX_DIGITS = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);

/**
 * Puts the texts of the columns of rows side by side, and before them each row's hash in hexadecimal
 * when there are hashes, until all rows before `to` are there or some `bytes` of text. Texts of ASCII
 * alone are apart: they become strings at the speed of memory, and take half of it.
 * Returns the next row, which is `from` when there is no room for that one. The request is in
 * shared/files/layout.ts.
 */
export function pack(request: usize, from: i32, to: i32, bytes: usize): i32 {
	const columns = <usize>load<u32>(request, TEXT_COLUMNS);
	const columnsEnd = columns + ((<usize>load<u32>(request, TEXT_COLUMN_COUNT)) << 2);
	const rows = <usize>load<u32>(request, TEXT_ROWS);
	const digests = <usize>load<u32>(request, TEXT_DIGESTS);
	const room = <usize>load<u32>(request, TEXT_ROOM);
	const plainStart = <usize>load<u32>(request, TEXT_PLAIN);
	const otherStart = <usize>load<u32>(request, TEXT_OTHER);
	let length = <usize>load<u32>(request, TEXT_LENGTHS);
	let plain = plainStart;
	let other = otherStart;
	let index = from;
	for (; index < to && plain - plainStart < bytes && other - otherStart < bytes; index++) {
		const row = load<i32>(rows + ((<usize>index) << 2));
		// A cell's text is not longer than the cell.
		const needed = rowBytes(row) + HASH_DIGITS + MAX_COLUMNS;
		if (max(plain - plainStart, other - otherStart) + needed > room) break;
		if (digests != 0) {
			writeHex(plain, v128.load(digests + <usize>index * HASH_BYTES));
			plain += HASH_DIGITS;
		}
		for (let column = columns; column < columnsEnd; column += 4) {
			const cell = load<i32>(column);
			const start = cellFrom(row, cell);
			const to = cellTo(row, cell, start);
			if (isAscii(start, to)) {
				const after = copied(start, to, plain);
				store<i32>(length, <i32>(after - plain));
				plain = after;
			} else {
				const after = copied(start, to, other);
				store<i32>(length, -unitsOf(other, after));
				// Between two cells, so that broken characters on both sides do not make a whole one.
				store<u8>(after, SEPARATOR);
				other = after + 1;
			}
			length += 4;
		}
	}
	store<u32>(request, <u32>(plain - plainStart), TEXT_PLAIN_BYTES);
	store<u32>(request, <u32>(other - otherStart), TEXT_OTHER_BYTES);
	return index;
}

function isAscii(from: usize, to: usize): bool {
	let at = from;
	for (; at + 16 <= to; at += 16) if (i8x16.bitmask(v128.load(at)) != 0) return false;
	const left = <u32>(to - at);
	return (<u32>i8x16.bitmask(v128.load(at)) & ((1 << left) - 1)) == 0;
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

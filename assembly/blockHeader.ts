import { goOnAt, inputEnd, isOverrun, peek, refill, take, have, wholeBytesFrom } from './bitInput';
import { Kind, makeTable } from './codeTable';

export const LENGTH_TABLE_BITS: u32 = 11;
export const DISTANCE_TABLE_BITS: u32 = 8;
const CODE_LENGTH_TABLE_BITS: u32 = 7;
/** Entries that such tables can have at most, further tables included: 2,342 and 402. */
export const LENGTH_TABLE: usize = memory.data(4 * 2344, 16);
export const DISTANCE_TABLE: usize = memory.data(4 * 404, 16);
const CODE_LENGTH_TABLE: usize = memory.data(4 * 128, 16);
const CODE_LENGTHS: usize = memory.data(320 + 16, 16);
const CODE_LENGTH_ORDER = memory.data<u8>([
	16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

export const enum Block {
	DAMAGED,
	STORED,
	CODES,
}

export let isLast: bool = false;
/** Bytes of a block that is stored. */
export let storedBytes: usize = 0;
/** Whether the tables are those of a block with fixed codes. */
let isFixed: bool = false;

/** What the next block is: RFC 1951, section 3.2.3. Tables are made ready for its codes. */
export function blockHeader(): Block {
	refill();
	isLast = take(1) != 0;
	const type = take(2);
	if (isOverrun()) return Block.DAMAGED;
	if (type == 0) return storedHeader() ? Block.STORED : Block.DAMAGED;
	const isKnown = type == 1 ? fixedCodes() : type == 2 && ownCodes();
	return isKnown ? Block.CODES : Block.DAMAGED;
}

function storedHeader(): bool {
	const at = wholeBytesFrom();
	if (at + 4 > inputEnd) return false;
	storedBytes = <usize>load<u16>(at);
	goOnAt(at + 4, 0, 0);
	const isRight = ((<u32>storedBytes) ^ (<u32>load<u16>(at, 2))) == 0xffff;
	return isRight && at + 4 + storedBytes <= inputEnd;
}

function fixedCodes(): bool {
	if (isFixed) return true;
	isFixed = true;
	memory.fill(CODE_LENGTHS, 8, 144);
	memory.fill(CODE_LENGTHS + 144, 9, 112);
	memory.fill(CODE_LENGTHS + 256, 7, 24);
	memory.fill(CODE_LENGTHS + 280, 8, 8);
	makeTable(LENGTH_TABLE, LENGTH_TABLE_BITS, CODE_LENGTHS, 288, Kind.LENGTHS);
	memory.fill(CODE_LENGTHS, 5, 32);
	return makeTable(DISTANCE_TABLE, DISTANCE_TABLE_BITS, CODE_LENGTHS, 32, Kind.DISTANCES);
}

function ownCodes(): bool {
	isFixed = false;
	const lengths = take(5) + 257;
	const distances = take(5) + 1;
	const told = take(4) + 4;
	if (lengths > 286 || distances > 30) return false;
	memory.fill(CODE_LENGTHS, 0, 19);
	for (let index: u32 = 0; index < told; index++) {
		if (have < 3) refill();
		store<u8>(CODE_LENGTHS + load<u8>(CODE_LENGTH_ORDER + index), <u8>take(3));
	}
	const table = CODE_LENGTH_TABLE;
	if (!makeTable(table, CODE_LENGTH_TABLE_BITS, CODE_LENGTHS, 19, Kind.CODE_LENGTHS)) return false;
	if (!codeLengths(lengths + distances)) return false;
	// A block that cannot end.
	if (load<u8>(CODE_LENGTHS + 256) == 0) return false;
	const behind = CODE_LENGTHS + lengths;
	return (
		makeTable(DISTANCE_TABLE, DISTANCE_TABLE_BITS, behind, distances, Kind.DISTANCES) &&
		makeTable(LENGTH_TABLE, LENGTH_TABLE_BITS, CODE_LENGTHS, lengths, Kind.LENGTHS)
	);
}

function codeLengths(count: u32): bool {
	for (let index: u32 = 0; index < count;) {
		refill();
		const entry = load<u32>(CODE_LENGTH_TABLE + (peek(CODE_LENGTH_TABLE_BITS) << 2));
		take(entry & 0xff);
		const symbol = entry >>> 16;
		if (symbol < 16) {
			store<u8>(CODE_LENGTHS + index++, <u8>symbol);
			continue;
		}
		if (symbol == 16 && index == 0) return false;
		const repeated: u8 = symbol == 16 ? load<u8>(CODE_LENGTHS + index - 1) : 0;
		const times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
		if (index + times > count || isOverrun()) return false;
		memory.fill(CODE_LENGTHS + index, repeated, times);
		index += times;
	}
	return !isOverrun();
}

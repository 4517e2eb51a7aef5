import {
	beginInput,
	bits,
	goOnAt,
	have,
	input,
	inputEnd,
	isOverrun,
	wholeBytesFrom,
} from './bitInput';
import {
	Block,
	blockHeader,
	DISTANCE_TABLE,
	DISTANCE_TABLE_BITS,
	isLast,
	LENGTH_TABLE,
	LENGTH_TABLE_BITS,
	storedBytes,
} from './blockHeader';
import { END, FURTHER, LITERAL, SPECIAL } from './codeTable';

/** Each may take some microseconds, and need not bring a byte. */
const MOST_HEADERS = 256;

/** As shared/files/zip.ts reads them. */
export const enum Outcome {
	GOES_ON,
	WHOLE,
	DAMAGED,
	TOO_LONG,
}

const enum Within {
	HEADER,
	CODES,
	STORED,
	NOTHING,
}

let outputStart: usize = 0;
let output: usize = 0;
let outputEnd: usize = 0;
let within: Within = Within.HEADER;

/**
 * Raw deflate data (RFC 1951) in [from, to) is to be unpacked to [out, end). Up to 512 bytes behind
 * `end` are written over.
 */
export function beginInflating(from: usize, to: usize, out: usize, end: usize): void {
	beginInput(from, to);
	outputStart = out;
	output = out;
	outputEnd = end;
	within = Within.HEADER;
}

/** The byte behind the last that was unpacked. */
export function inflatedTo(): usize {
	return output;
}

/** Unpacks some `budget` bytes more, or fewer when they come in many small blocks. */
export function inflate(budget: usize): Outcome {
	const goal = min(outputEnd, output + budget);
	let headers = 0;
	while (within != Within.NOTHING) {
		if (within == Within.HEADER) {
			if (++headers > MOST_HEADERS) return Outcome.GOES_ON;
			const block = blockHeader();
			if (block == Block.DAMAGED) return Outcome.DAMAGED;
			within = block == Block.STORED ? Within.STORED : Within.CODES;
		} else {
			const outcome = within == Within.STORED ? stored() : codes(goal);
			if (outcome != Outcome.WHOLE) return outcome;
			if (isOverrun()) return Outcome.DAMAGED;
			within = isLast ? Within.NOTHING : Within.HEADER;
		}
		if (output > goal && within != Within.NOTHING) return Outcome.GOES_ON;
	}
	// Data that goes on behind its end is not what the archive says.
	return wholeBytesFrom() == inputEnd ? Outcome.WHOLE : Outcome.DAMAGED;
}

function stored(): Outcome {
	if (output + storedBytes > outputEnd) return Outcome.TOO_LONG;
	memory.copy(output, input, storedBytes);
	output += storedBytes;
	goOnAt(input + storedBytes, 0, 0);
	return Outcome.WHOLE;
}

/** Bytes and repetitions up to `goal`, or to the end of the block. */
function codes(goal: usize): Outcome {
	// In locals: as globals of the module they would be read and written for every symbol.
	let at = input;
	let out = output;
	let b = bits;
	let h = have;
	let outcome = Outcome.GOES_ON;
	const start = outputStart;
	const behind = inputEnd + 8;
	const lengthMask: u64 = (1 << LENGTH_TABLE_BITS) - 1;
	const distanceMask: u64 = (1 << DISTANCE_TABLE_BITS) - 1;
	while (out <= goal) {
		if (at > behind) {
			outcome = Outcome.DAMAGED;
			break;
		}
		b |= load<u64>(at) << h;
		at += (63 - h) >> 3;
		h |= 56;
		let entry = load<u32>(LENGTH_TABLE + ((<usize>(b & lengthMask)) << 2));
		// Two bytes take at most 22 of the 56 bits, and a length behind them 20 more.
		if (entry & LITERAL) {
			b >>= entry & 0xff;
			h -= entry & 0xff;
			store<u8>(out++, <u8>(entry >> 16));
			entry = load<u32>(LENGTH_TABLE + ((<usize>(b & lengthMask)) << 2));
			if (entry & LITERAL) {
				b >>= entry & 0xff;
				h -= entry & 0xff;
				store<u8>(out++, <u8>(entry >> 16));
				entry = load<u32>(LENGTH_TABLE + ((<usize>(b & lengthMask)) << 2));
			}
		}
		if (entry & (SPECIAL | FURTHER)) {
			if (entry & FURTHER && !(entry & LITERAL)) {
				b >>= LENGTH_TABLE_BITS;
				h -= LENGTH_TABLE_BITS;
				const chosen = (entry >> 16) + ((<u32>b) & ((1 << ((entry >> 8) & 15)) - 1));
				entry = load<u32>(LENGTH_TABLE + ((<usize>chosen) << 2));
			}
			if (entry & SPECIAL) {
				b >>= entry & 0xff;
				h -= entry & 0xff;
				outcome = entry & END ? Outcome.WHOLE : Outcome.DAMAGED;
				break;
			}
		}
		let used = entry & 0xff;
		if (entry & LITERAL) {
			b >>= used;
			h -= used;
			store<u8>(out++, <u8>(entry >> 16));
			continue;
		}
		let code = (entry >> 8) & 15;
		const length = (entry >> 16) + ((<u32>(b >> code)) & ((1 << (used - code)) - 1));
		b >>= used;
		h -= used;
		// A distance takes at most 28 bits.
		if (h < 28) {
			b |= load<u64>(at) << h;
			at += (63 - h) >> 3;
			h |= 56;
		}
		entry = load<u32>(DISTANCE_TABLE + ((<usize>(b & distanceMask)) << 2));
		if (entry & FURTHER) {
			b >>= DISTANCE_TABLE_BITS;
			h -= DISTANCE_TABLE_BITS;
			const chosen = (entry >> 16) + ((<u32>b) & ((1 << ((entry >> 8) & 15)) - 1));
			entry = load<u32>(DISTANCE_TABLE + ((<usize>chosen) << 2));
		}
		used = entry & 0xff;
		code = (entry >> 8) & 15;
		const distance = (entry >> 16) + ((<u32>(b >> code)) & ((1 << (used - code)) - 1));
		if (entry & SPECIAL || <usize>distance > out - start) {
			outcome = Outcome.DAMAGED;
			break;
		}
		b >>= used;
		h -= used;
		repeat(out, <usize>distance, out + length);
		out += length;
	}
	if (out > outputEnd) outcome = Outcome.TOO_LONG;
	goOnAt(at, b, h);
	output = out;
	return outcome;
}

/** Copies what stands `distance` bytes before, up to `end` and some bytes beyond. */
function repeat(to: usize, distance: usize, end: usize): void {
	let from = to - distance;
	let out = to;
	if (distance >= 16) {
		do {
			v128.store(out, v128.load(from));
			out += 16;
			from += 16;
		} while (out < end);
	} else if (distance >= 8) {
		do {
			store<u64>(out, load<u64>(from));
			out += 8;
			from += 8;
		} while (out < end);
	} else {
		do store<u8>(out++, load<u8>(from++));
		while (out < end);
	}
}

/** Sixteen bytes that are examined together. */
const BLOCK: usize = 16;

/**
 * Where the first bytes in [from, to) are that are not UTF-8 as the Unicode standard has it (table 3-7: no
 * surrogates, nothing longer than needed); `to` when there are none. Some bytes after `to` must be readable.
 */
export function firstInvalid(from: usize, to: usize): usize {
	let at = from;
	while (at < to) {
		// Mostly ASCII.
		while (at + 8 * BLOCK <= to) {
			const some = v128.or(
				v128.or(
					v128.or(v128.load(at), v128.load(at, 16)),
					v128.or(v128.load(at, 32), v128.load(at, 48)),
				),
				v128.or(
					v128.or(v128.load(at, 64), v128.load(at, 80)),
					v128.or(v128.load(at, 96), v128.load(at, 112)),
				),
			);
			if (i8x16.bitmask(some) != 0) break;
			at += 8 * BLOCK;
		}
		let beyond = i8x16.bitmask(v128.load(at));
		while (beyond == 0) {
			at += BLOCK;
			if (at >= to) return to;
			beyond = i8x16.bitmask(v128.load(at));
		}
		at += <usize>ctz(beyond);
		// Characters of more than one byte often follow one another.
		while (at < to) {
			const lead = <u32>load<u8>(at);
			if (lead < 0x80) break;
			const size = sizeAt(at, lead);
			if (size == 0 || at + size > to) return at;
			at += size;
		}
	}
	return to;
}

/** Bytes of the character that begins with `lead`; 0 for none. */
function sizeAt(at: usize, lead: u32): usize {
	const second = <u32>load<u8>(at, 1);
	if (lead < 0xe0) return lead >= 0xc2 && isContinued(second) ? 2 : 0;
	if (!isContinued(<u32>load<u8>(at, 2))) return 0;
	if (lead < 0xf0) {
		const least: u32 = lead == 0xe0 ? 0xa0 : 0x80;
		const most: u32 = lead == 0xed ? 0x9f : 0xbf;
		return second >= least && second <= most ? 3 : 0;
	}
	if (lead > 0xf4 || !isContinued(<u32>load<u8>(at, 3))) return 0;
	const least: u32 = lead == 0xf0 ? 0x90 : 0x80;
	const most: u32 = lead == 0xf4 ? 0x8f : 0xbf;
	return second >= least && second <= most ? 4 : 0;
}

function isContinued(byte: u32): bool {
	return (byte & 0xc0) == 0x80;
}

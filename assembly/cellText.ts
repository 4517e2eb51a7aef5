const QUOTE: u8 = 0x22;

/** Whether the text of a cell that begins at `start` is in quotes. */
export function isQuoted(start: usize): bool {
	return load<u8>(start - 1) == QUOTE;
}

/** Bytes of a cell's text, of doubled quotes one. */
export function textBytes(from: usize, to: usize): usize {
	const length = to - from;
	if (!isQuoted(from)) return length;
	let quotes: usize = 0;
	let at = from;
	for (; at + 16 <= to; at += 16) quotes += popcnt(quotesAt(at));
	const left = <i32>(to - at);
	quotes += popcnt(quotesAt(at) & ((1 << left) - 1));
	return length - (quotes >> 1);
}

/** Copies a cell's text, of doubled quotes one, and some bytes beyond. Returns the address after it. */
export function copied(from: usize, to: usize, out: usize): usize {
	if (!isQuoted(from)) {
		const after = out + (to - from);
		for (let at = from; at < to; at += 16) {
			v128.store(out, v128.load(at));
			out += 16;
		}
		return after;
	}
	for (let at = from; at < to;) {
		v128.store(out, v128.load(at));
		const quotes = quotesAt(at);
		const plain = quotes == 0 ? 16 : <usize>ctz(quotes) + 1;
		if (at + plain > to) return out + (to - at);
		out += plain;
		// Of two quotes, the second is left out.
		at += quotes == 0 ? plain : plain + 1;
	}
	return out;
}

/** A bit for each of sixteen bytes that is a quote. */
function quotesAt(at: usize): i32 {
	return i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(QUOTE)));
}

export const LF: u32 = 0x0a;
export const CR: u32 = 0x0d;
export const QUOTE: u32 = 0x22;

/** Bytes that are examined together. */
export const BLOCK: usize = 64;

/** A bit for each byte of a block that ends a cell or a row or is a quote; none after `end`. */
export function marksIn(from: usize, end: usize, delimiter: u32): u64 {
	const found =
		quarter(from, delimiter) |
		(quarter(from + 16, delimiter) << 16) |
		(quarter(from + 32, delimiter) << 32) |
		(quarter(from + 48, delimiter) << 48);
	return end - from < BLOCK ? found & (((<u64>1) << (end - from)) - 1) : found;
}

function quarter(from: usize, delimiter: u32): u64 {
	const bytes = v128.load(from);
	const found = v128.or(
		v128.or(i8x16.eq(bytes, i8x16.splat(<i8>delimiter)), i8x16.eq(bytes, i8x16.splat(<i8>QUOTE))),
		v128.or(i8x16.eq(bytes, i8x16.splat(<i8>LF)), i8x16.eq(bytes, i8x16.splat(<i8>CR))),
	);
	return <u64>(<u32>i8x16.bitmask(found));
}

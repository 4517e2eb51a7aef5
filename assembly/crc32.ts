const POLYNOMIAL: u32 = 0xedb88320;
const SLICES: u32 = 16;

/** One table of 256 words per slice, so that sixteen bytes are taken at a time. */
const TABLES: usize = memory.data(4 * 256 * 16, 16);

let isReady: bool = false;

/** CRC-32 as in ZIP (ISO 3309) of the bytes in [from, to); `before` is the sum of the bytes that came before. */
export function checksum(from: usize, to: usize, before: u32): u32 {
	if (!isReady) makeTables();
	let crc = ~before;
	let at = from;
	for (; at + SLICES <= to; at += SLICES) {
		const a = load<u32>(at) ^ crc;
		const b = load<u32>(at, 4);
		const c = load<u32>(at, 8);
		const d = load<u32>(at, 12);
		crc = slice(12, a) ^ slice(8, b) ^ slice(4, c) ^ slice(0, d);
	}
	for (; at < to; at++) crc = (crc >>> 8) ^ word(0, crc ^ load<u8>(at));
	return ~crc;
}

/** Four bytes, the first of which has the highest table. */
function slice(lowest: u32, bytes: u32): u32 {
	return (
		word(lowest + 3, bytes) ^
		word(lowest + 2, bytes >> 8) ^
		word(lowest + 1, bytes >> 16) ^
		word(lowest, bytes >> 24)
	);
}

function word(table: u32, byte: u32): u32 {
	return load<u32>(TABLES + (table << 10) + ((byte & 0xff) << 2));
}

function makeTables(): void {
	for (let byte: u32 = 0; byte < 256; byte++) {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
		store<u32>(TABLES + (byte << 2), crc);
	}
	for (let at: u32 = 256; at < 256 * SLICES; at++) {
		const before = load<u32>(TABLES + ((at - 256) << 2));
		store<u32>(TABLES + (at << 2), (before >>> 8) ^ word(0, before));
	}
	isReady = true;
}

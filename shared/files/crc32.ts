const POLYNOMIAL = 0xedb88320;
const SLICES = 16;

/** One table per slice, so that sixteen bytes are taken at a time: byte by byte, the sum took as long as the parsing. */
const TABLES = makeTables();

/** CRC-32 as in ZIP (ISO 3309); `before` is the sum of the bytes that came before. */
export function crc32(bytes: Uint8Array, before = 0): number {
	const t = TABLES;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let crc = ~before;
	let at = 0;
	for (const last = bytes.length - SLICES; at <= last; at += SLICES) {
		const a = view.getInt32(at, true) ^ crc;
		const b = view.getInt32(at + 4, true);
		const c = view.getInt32(at + 8, true);
		const d = view.getInt32(at + 12, true);
		crc =
			t[0xf00 | (a & 255)]! ^
			t[0xe00 | ((a >>> 8) & 255)]! ^
			t[0xd00 | ((a >>> 16) & 255)]! ^
			t[0xc00 | (a >>> 24)]! ^
			t[0xb00 | (b & 255)]! ^
			t[0xa00 | ((b >>> 8) & 255)]! ^
			t[0x900 | ((b >>> 16) & 255)]! ^
			t[0x800 | (b >>> 24)]! ^
			t[0x700 | (c & 255)]! ^
			t[0x600 | ((c >>> 8) & 255)]! ^
			t[0x500 | ((c >>> 16) & 255)]! ^
			t[0x400 | (c >>> 24)]! ^
			t[0x300 | (d & 255)]! ^
			t[0x200 | ((d >>> 8) & 255)]! ^
			t[0x100 | ((d >>> 16) & 255)]! ^
			t[d >>> 24]!;
	}
	for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 255]!;
	return ~crc >>> 0;
}

function makeTables(): Int32Array {
	const tables = new Int32Array(SLICES * 256);
	for (let byte = 0; byte < 256; byte++) {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
		tables[byte] = crc;
	}
	for (let at = 256; at < tables.length; at++) {
		const before = tables[at - 256]!;
		tables[at] = (before >>> 8) ^ tables[before & 255]!;
	}
	return tables;
}

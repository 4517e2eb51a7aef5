import fc from 'fast-check';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { FileMemory } from '../../shared/files/fileMemory';

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
const [GOES_ON, WHOLE, DAMAGED, TOO_LONG] = [0, 1, 2, 3];

const memory = new FileMemory();

/** Unpacks into exactly so much room; the outcome when it is not whole. */
function unpacked(compressed: Uint8Array, size: number): Uint8Array | number {
	memory.reset();
	const from = memory.hold(compressed);
	const to = memory.take(size);
	memory.run.beginInflating(from, from + compressed.length, to, to + size);
	let outcome = GOES_ON;
	while (outcome === GOES_ON) outcome = memory.run.inflate(1000);
	const end = memory.run.inflatedTo();
	return outcome === WHOLE ? memory.bytes.slice(to, end) : outcome;
}

const pieces = fc.oneof(
	fc.uint8Array({ maxLength: 400 }),
	fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'ä'), maxLength: 300 }).map(Buffer.from),
	fc.tuple(fc.nat(5000), fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([size, content]) => {
		return Buffer.alloc(size, content);
	}),
);
const contents = fc.array(pieces, { maxLength: 12 }).map((all) => Buffer.concat(all));
const settings = fc.record({
	level: fc.integer({ min: 0, max: 9 }),
	memLevel: fc.integer({ min: 1, max: 9 }),
	windowBits: fc.integer({ min: 9, max: 15 }),
	strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
});

test('whatever zlib packs, in every way that it can, is unpacked to the byte', () => {
	fc.assert(
		fc.property(contents, settings, (content, how) => {
			const read = unpacked(deflateRawSync(content, how), content.length);
			expect(Buffer.from(read as Uint8Array).equals(content)).toBe(true);
		}),
		{ numRuns: 1000 },
	);
});

test('long texts with distances of every size are unpacked to the byte', () => {
	let seed = 1;
	const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);
	const words = Array.from({ length: 3000 }, () => random().toString(36));
	const text = Array.from({ length: 100_000 }, () => words[random() % words.length]).join(' ');
	const content = Buffer.from(text);
	for (const level of [1, 6, 9]) {
		const read = unpacked(deflateRawSync(content, { level }), content.length);
		expect(Buffer.from(read as Uint8Array).equals(content)).toBe(true);
	}
});

test('what zlib refuses is refused, and what both read is the same', () => {
	const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
	const counts = { read: 0, refused: 0 };
	fc.assert(
		fc.property(contents, settings, changes, fc.nat(3), (content, how, all, cut) => {
			const whole = deflateRawSync(content, how);
			const damaged = Buffer.from(whole.subarray(0, whole.length - cut));
			for (const [at, byte] of all) if (damaged.length > 0) damaged[at % damaged.length] = byte;
			const expected = zlibUnpacked(damaged);
			const read = unpacked(damaged, expected?.length ?? 1_000_000);
			if (expected === undefined) expect([DAMAGED, TOO_LONG]).toContain(read);
			else if (read instanceof Uint8Array) expect(Buffer.from(read).equals(expected)).toBe(true);
			// zlib ignores bytes after the end.
			else expect(read).toBe(DAMAGED);
			counts[expected === undefined ? 'refused' : 'read']++;
		}),
		{ numRuns: 3000 },
	);
	expect(counts.read).toBeGreaterThan(200);
	expect(counts.refused).toBeGreaterThan(200);
});

test('too much output is reported, and bytes after the end are refused', () => {
	const content = Buffer.alloc(5000, 'Ana,updated,Deals\n');
	const packed = deflateRawSync(content);
	expect(unpacked(packed, 4999)).toBe(TOO_LONG);
	expect(unpacked(Buffer.concat([packed, Buffer.from([0])]), 5000)).toBe(DAMAGED);
	expect(unpacked(new Uint8Array(0), 100)).toBe(DAMAGED);
});

test('data of empty blocks comes to its end, with turns on the way', () => {
	const empty = Buffer.from([0, 0, 0, 0xff, 0xff]);
	const packed = Buffer.concat([...Array<Buffer>(2000).fill(empty), deflateRawSync('a')]);
	memory.reset();
	const from = memory.hold(packed);
	const to = memory.take(1);
	memory.run.beginInflating(from, from + packed.length, to, to + 1);
	let turns = 0;
	while (memory.run.inflate(1000) === GOES_ON) turns++;
	expect(turns).toBeGreaterThan(5);
	expect(memory.bytes[to]).toBe(0x61);
});

function zlibUnpacked(compressed: Uint8Array): Buffer | undefined {
	try {
		return inflateRawSync(compressed, { maxOutputLength: 1_000_000 });
	} catch {
		return undefined;
	}
}

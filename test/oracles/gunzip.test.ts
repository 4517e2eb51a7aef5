import fc from 'fast-check';
import { constants, crc32, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import { zlibGunzip } from '../../mcp/archive/gunzip';
import { type Gunzip, gzipAround, platformGunzip } from '../../shared/files/gunzip';
import { runs } from '../runs';
import { collected, readTables } from './read';

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;

const GUNZIPS = [
	['the web platform', platformGunzip],
	["Node's zlib", zlibGunzip],
] as const;

/** Undefined when it is refused. */
async function unpacked(
	gunzip: Gunzip,
	deflated: Uint8Array,
	{ size, crc }: { readonly size: number; readonly crc: number },
): Promise<Buffer | undefined> {
	return await collected(gunzip(gzipAround(deflated, crc, size))).catch(() => undefined);
}

const stated = (content: Buffer): { size: number; crc: number } => ({
	size: content.length,
	crc: crc32(content),
});

const parts = fc.oneof(
	fc.uint8Array({ maxLength: 400 }),
	fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'ä'), maxLength: 300 }).map(Buffer.from),
	fc.tuple(fc.nat(5000), fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([size, content]) => {
		return Buffer.alloc(size, content);
	}),
);
const contents = fc.array(parts, { maxLength: 12 }).map((all) => Buffer.concat(all));
const settings = fc.record({
	level: fc.integer({ min: 0, max: 9 }),
	memLevel: fc.integer({ min: 1, max: 9 }),
	windowBits: fc.integer({ min: 9, max: 15 }),
	strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
});

describe.each(GUNZIPS)('%s', (_, gunzip) => {
	test('unpacks to the byte whatever zlib packs, with any settings', async () => {
		await fc.assert(
			fc.asyncProperty(contents, settings, async (content, how) => {
				const read = await unpacked(gunzip, deflateRawSync(content, how), stated(content));
				expect(read?.equals(content)).toBe(true);
			}),
			{ numRuns: runs(300) },
		);
	});

	test('unpacks long texts with distances of every size to the byte', async () => {
		let seed = 1;
		const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);
		const words = Array.from({ length: 3000 }, () => random().toString(36));
		const text = Array.from({ length: 100_000 }, () => words[random() % words.length]).join(' ');
		const content = Buffer.from(text);
		for (const level of [1, 6, 9]) {
			const read = await unpacked(gunzip, deflateRawSync(content, { level }), stated(content));
			expect(read?.equals(content)).toBe(true);
		}
	});

	test.each([1, 2, 8, 9, 100, 100_000])('refuses %i bytes after the end', async (count) => {
		const content = Buffer.alloc(5000, 'Ana,updated,Deals\n');
		for (const byte of [0, 1, 0x1f]) {
			const deflated = Buffer.concat([deflateRawSync(content), Buffer.alloc(count, byte)]);
			expect(await unpacked(gunzip, deflated, stated(content))).toBeUndefined();
		}
		const gzip = Buffer.concat([gzipSync(content), Buffer.alloc(count, 1)]);
		await expect(collected(gunzip([gzip]))).rejects.toThrow();
	});

	test('refuses a wrong checksum, a wrong length, an early end and nothing at all', async () => {
		const content = Buffer.from('Time,Action\na,b\n'.repeat(3000));
		const deflated = deflateRawSync(content);
		const { size, crc } = stated(content);
		const refused = [
			await unpacked(gunzip, deflated, { size, crc: crc ^ 1 }),
			await unpacked(gunzip, deflated, { size: size + 1, crc }),
			await unpacked(gunzip, deflated.subarray(0, -1), { size, crc }),
			await unpacked(gunzip, new Uint8Array(0), { size: 0, crc: 0 }),
		];
		expect(refused.every((read) => read === undefined)).toBe(true);
	});

	test('reaches the end of data made of empty blocks', async () => {
		const empty = Buffer.from([0, 0, 0, 0xff, 0xff]);
		const deflated = Buffer.concat([...Array<Buffer>(200_000).fill(empty), deflateRawSync('a')]);
		expect(await unpacked(gunzip, deflated, stated(Buffer.from('a')))).toEqual(Buffer.from('a'));
	});
});

test("Node's zlib refuses zeros after the end, also after a copy of checksum and size", async () => {
	const content = Buffer.from('Time,Action\na,b\n');
	const { size, crc } = stated(content);
	const deflated = deflateRawSync(content);
	const [, , trailer = Buffer.of()] = gzipAround(deflated, crc, size);
	await expect(collected(zlibGunzip([gzipSync(content), Buffer.alloc(9)]))).rejects.toThrow();
	const copied = Buffer.concat([deflated, trailer, Buffer.alloc(1)]);
	expect(await unpacked(zlibGunzip, copied, { size, crc })).toBeUndefined();
});

test('leaving the loop closes the stream of the web platform', async () => {
	const cancel = jest.spyOn(ReadableStreamDefaultReader.prototype, 'cancel');
	const gzip = gzipSync(Buffer.alloc(1_000_000, 'Ana,updated,Deals\n'));
	for await (const chunk of platformGunzip([gzip])) {
		expect(chunk.length).toBeGreaterThan(0);
		break;
	}
	expect(cancel).toHaveBeenCalledTimes(1);
	cancel.mockRestore();
});

test('of a thousand damaged streams both read the same, and nothing that zlib refuses', async () => {
	const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
	// Empty content has zeros as checksum and length, which the web platform ignores before Node 22.
	const filled = contents.filter((content) => content.length > 0);
	const counts = { read: 0, refused: 0 };
	await fc.assert(
		fc.asyncProperty(filled, settings, changes, fc.nat(3), async (content, how, all, cut) => {
			const whole = deflateRawSync(content, how);
			const damaged = Buffer.from(whole.subarray(0, whole.length - cut));
			for (const [at, byte] of all) if (damaged.length > 0) damaged[at % damaged.length] = byte;
			const expected = zlibUnpacked(damaged);
			// With the original size and checksum, whatever is read is correct.
			const intact = await bothRead(damaged, stated(content));
			if (intact !== undefined) expect(intact.equals(content)).toBe(true);
			// With those of the damaged data, the data alone decides.
			const read = await bothRead(damaged, stated(expected?.bytes ?? content));
			const isWhole = expected !== undefined && expected.used === damaged.length;
			expect(read?.toString('hex')).toBe(isWhole ? expected.bytes.toString('hex') : undefined);
			counts[isWhole ? 'read' : 'refused']++;
		}),
		{ numRuns: runs(1000) },
	);
	expect(counts.read).toBeGreaterThan(60);
	expect(counts.refused).toBeGreaterThan(60);
}, 300_000);

async function bothRead(
	deflated: Buffer,
	what: { readonly size: number; readonly crc: number },
): Promise<Buffer | undefined> {
	const [ours, theirs] = await Promise.all(
		GUNZIPS.map(async ([, gunzip]) => await unpacked(gunzip, deflated, what)),
	);
	expect(ours?.toString('hex')).toBe(theirs?.toString('hex'));
	return ours;
}

function zlibUnpacked(
	deflated: Uint8Array,
): { readonly bytes: Buffer; readonly used: number } | undefined {
	try {
		const { buffer, engine } = inflateRawSync(deflated, {
			maxOutputLength: 1_000_000,
			info: true,
		}) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
		return buffer.length === 0 ? undefined : { bytes: buffer, used: engine.bytesWritten };
	} catch {
		return undefined;
	}
}

test.each([
	['a zero', (packed: Buffer) => Buffer.concat([packed, Buffer.of(0)])],
	['zeros and more', (packed: Buffer) => Buffer.concat([packed, Buffer.of(0, 0, 7)])],
	[
		'a zero and its last bytes again',
		(packed: Buffer) => Buffer.concat([packed, Buffer.of(0), packed.subarray(-8)]),
	],
	['another file', (packed: Buffer) => Buffer.concat([packed, gzipSync('a,b\n1,2\n')])],
])('a gzip file with %s after its end is refused by both', async (_, change) => {
	const packed = gzipSync(Buffer.from('Audited Time\n13/13/2026\n'.repeat(30)));
	for (const gunzip of [platformGunzip, zlibGunzip]) {
		await expect(readTables({ name: 'a.csv', bytes: packed }, gunzip)).resolves.toHaveLength(1);
		await expect(readTables({ name: 'a.csv', bytes: change(packed) }, gunzip)).rejects.toThrow(
			'a compressed file that cannot be unpacked',
		);
	}
});

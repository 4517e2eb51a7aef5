import fc from 'fast-check';
import { EventIds } from '../../../shared/entries/eventIds';
import { Hash, hexOf } from '../../../shared/entries/hash';

test('equal entries are numbered, others are not, however many there are', () => {
	const ids = new EventIds();
	const seen = new Map<number, number>();
	for (let turn = 0; turn < 60_000; turn++) {
		const what = turn % 3 === 0 ? turn % 500 : turn + 1000;
		const number = (seen.get(what) ?? 0) + 1;
		seen.set(what, number);
		const id = ids.idOf(new Hash().number(what), what % 7);
		expect(id).toBe(hexOf(new Hash().number(what).digest()) + (number === 1 ? '' : `-${number}`));
	}
});

test('a hash of nothing but zeros is one like any other', () => {
	const ids = new EventIds();
	const zeros = { digest: () => [0, 0, 0, 0] } as unknown as Hash;
	const nearly = { digest: () => [0, 0, 0, 1] } as unknown as Hash;
	expect(ids.idOf(zeros)).toBe('0'.repeat(32));
	expect(ids.idOf(zeros)).toBe(`${'0'.repeat(32)}-2`);
	// The same first 64 bits: a number it would not need, and still an id of its own.
	expect(ids.idOf(nearly)).toBe(`${'0'.repeat(31)}1-3`);
});

test('a hash is 32 digits', () => {
	expect(hexOf([0, 0x1234abcd, 0xffffffff, 7])).toBe('000000001234abcdffffffff00000007');
});

test('different bytes, names or borders give different hashes', () => {
	const digest = (name: number, bytes: Uint8Array): string => {
		const padded = Buffer.concat([Buffer.alloc(3, 7), bytes, Buffer.alloc(2, 9)]);
		const view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
		return hexOf(new Hash().bytes(name, view, 3, 3 + bytes.length).digest());
	};
	const bytes = fc.uint8Array({ maxLength: 12 });
	fc.assert(
		fc.property(bytes, bytes, fc.nat(3), fc.nat(3), (a, b, first, second) => {
			const isSame = first === second && Buffer.compare(a, b) === 0;
			expect(digest(first, a) === digest(second, b)).toBe(isSame);
		}),
	);
});

test('the bytes around a cell do not change its hash', () => {
	const cell = Buffer.from('Weiß');
	const digests = [0, 1, 2, 3, 4].map((around) => {
		const bytes = Buffer.concat([Buffer.alloc(around, around), cell, Buffer.alloc(around, 0xff)]);
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		return hexOf(new Hash().bytes(1, view, around, around + cell.length).digest());
	});
	expect(new Set(digests).size).toBe(1);
});

test('each changed bit changes about half of the hash, in each of its words', () => {
	const digestOf = (bytes: Uint8Array): readonly number[] =>
		new Hash().bytes(1, new DataView(bytes.buffer), 0, bytes.length).digest();
	const changed = [0, 0, 0, 0];
	const trials = 24 * 8;
	const whole = digestOf(new Uint8Array(24));
	for (let bit = 0; bit < trials; bit++) {
		const bytes = new Uint8Array(24);
		bytes[bit >> 3] = 1 << (bit & 7);
		digestOf(bytes).forEach((word, index) => {
			const difference = (word ^ (whole[index] ?? 0)) >>> 0;
			changed[index] = (changed[index] ?? 0) + difference.toString(2).replaceAll('0', '').length;
		});
	}
	for (const bits of changed) {
		expect(bits / trials).toBeGreaterThan(14);
		expect(bits / trials).toBeLessThan(18);
	}
});

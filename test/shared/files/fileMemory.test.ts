import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { FileMemory } from '../../../shared/files/fileMemory';

test('the checksum is that of zlib, in one step or in two', () => {
	const memory = new FileMemory();
	const few = fc.uint8Array({ maxLength: 100 });
	const many = fc.uint8Array({ minLength: 4000, maxLength: 10_000, size: 'max' });
	fc.assert(
		fc.property(fc.oneof(few, many), fc.nat(10_000), (bytes, at) => {
			memory.reset();
			const start = memory.copyIn(bytes);
			const end = start + bytes.length;
			const middle = Math.min(start + at, end);
			const expected = crc32(Buffer.from(bytes));
			expect(memory.run.checksum(start, end, 0) >>> 0).toBe(expected);
			const first = memory.run.checksum(start, middle, 0);
			expect(memory.run.checksum(middle, end, first) >>> 0).toBe(expected);
		}),
	);
});

test('allocations do not overlap, also when the memory grows', () => {
	const memory = new FileMemory();
	const first = memory.copyIn(Buffer.from('first'));
	const second = memory.allocate(10_000_000);
	memory.bytes.fill(7, second, second + 10_000_000);
	const third = memory.copyIn(Buffer.from('third'));
	expect(Buffer.from(memory.bytes.subarray(first, first + 5)).toString()).toBe('first');
	expect(Buffer.from(memory.bytes.subarray(third, third + 5)).toString()).toBe('third');
	expect(memory.bytes[second + 9_999_999]).toBe(7);
	expect([memory.bytes[second - 1], memory.bytes[third - 1]]).toEqual([0, 0]);
});

test('more than the maximum is refused with a message', () => {
	expect(() => new FileMemory().allocate(5_000_000_000)).toThrow('MB more memory than there is');
});

import fc from 'fast-check';
import { crc32 as oracle } from 'node:zlib';
import { crc32 } from '../../../shared/files/crc32';

test('the checksum is the one of zlib, in one piece or in two', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, at) => {
			const expected = oracle(Buffer.from(bytes));
			expect(crc32(bytes)).toBe(expected);
			expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(expected);
		}),
	);
});

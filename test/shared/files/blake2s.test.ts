import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { blake2s128 } from '../../../shared/files/blake2s';
import { FileMemory } from '../../../shared/files/fileMemory';

const MESSAGE_HEAD = 16;
const MAX_BYTES = 64 * 1024;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const expected = (bytes: Uint8Array | string): string =>
	createHash('blake2s256').update(bytes).digest('hex').slice(0, 32);

test('the example of RFC 7693 has the hash that is given there', () => {
	expect(hex(blake2s128('abc'))).toBe('508c5e8c327c14e2e1a72ba34eeb452f');
});

test('any text has the hash that Node gives it', () => {
	expect(hex(blake2s128(''))).toBe(expected(''));
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
			expect(hex(blake2s128(text))).toBe(expected(text));
		}),
	);
	const long = 'x'.repeat(3_000_000);
	expect(hex(blake2s128(long))).toBe(expected(long));
});

test('messages of any lengths that are hashed side by side have the hashes that Node gives them', () => {
	const memory = new FileMemory();
	const start = memory.allocate(MAX_BYTES * 2);
	const out = memory.allocate(16 * 100);
	const message = fc.uint8Array({ maxLength: 400, size: 'max' });
	fc.assert(
		fc.property(fc.array(message, { maxLength: 100 }), (messages) => {
			memory.bytes.fill(0xff, start, start + MAX_BYTES);
			let place = start;
			for (const bytes of messages) {
				memory.bytes.set(bytes, place + MESSAGE_HEAD);
				place = memory.run.endMessage(place, place + MESSAGE_HEAD + bytes.length);
			}
			memory.run.hashMessages(start, messages.length, out);
			const hashes = messages.map((_, index) =>
				hex(memory.bytes.subarray(out + index * 16, out + index * 16 + 16)),
			);
			expect(hashes).toEqual(messages.map(expected));
		}),
	);
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacWith } from '../../../shared/disclosure/hmac';

const expected = (key: string, text: string): string =>
	createHmac('sha256', key).update(text).digest('hex');

test('is what RFC 4231 says', () => {
	expect(hmacWith('Jefe')('what do ya want for nothing?')).toBe(
		'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
	);
});

test('is what Node computes, for keys and texts of any length', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 300 }), (key, text) => {
			const [safe, said] = [key, text].map((it) => it.replace(/\p{Surrogate}/gu, ''));
			expect(hmacWith(safe ?? '')(said ?? '')).toBe(expected(safe ?? '', said ?? ''));
		}),
	);
	for (let length = 0; length < 200; length++) {
		const text = 'é'.repeat(length);
		expect(hmacWith(text)(text)).toBe(expected(text, text));
	}
});

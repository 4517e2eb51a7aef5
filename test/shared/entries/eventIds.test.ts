import { EventIds } from '../../../shared/entries/eventIds';
import { Hash, hexOf } from '../../../shared/entries/hash';

test('equal entries are numbered, others are not, however many there are', () => {
	const ids = new EventIds();
	const seen = new Map<number, number>();
	for (let turn = 0; turn < 60_000; turn++) {
		const what = turn % 3 === 0 ? turn % 500 : turn + 1000;
		const number = (seen.get(what) ?? 0) + 1;
		seen.set(what, number);
		const digest = new Hash().text(String(what)).digest();
		const id = ids.numbered(hexOf(digest), digest[0], digest[1], what % 7);
		expect(id).toBe(hexOf(digest) + (number === 1 ? '' : `-${number}`));
	}
});

test('a hash of all zeros is treated like any other', () => {
	const ids = new EventIds();
	const zeros = { digest: () => [0, 0, 0, 0] } as unknown as Hash;
	const nearly = { digest: () => [0, 0, 0, 1] } as unknown as Hash;
	expect(ids.idOf(zeros)).toBe('0'.repeat(32));
	expect(ids.idOf(zeros)).toBe(`${'0'.repeat(32)}-2`);
	// The same first 64 bits: numbered unnecessarily, but still with an id of its own.
	expect(ids.idOf(nearly)).toBe(`${'0'.repeat(31)}1-3`);
});

test('a hash is 32 digits', () => {
	expect(hexOf([0, 0x1234abcd, 0xffffffff, 7])).toBe('000000001234abcdffffffff00000007');
});

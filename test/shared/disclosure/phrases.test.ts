import fc from 'fast-check';
import { Phrases, wordsOf } from '../../../shared/disclosure/phrases';
import { runs } from '../../runs';

test.each([
	['Célia Fjord', 'CELIA FJORD left', '* left'],
	['Celia Fjord', 'to Célia Fjörd.', 'to *.'],
	['Kaſper Søe', 'Kasper Søe', '*'],
	['Célia Fjord', 'celia of fjord', 'celia of fjord'],
	['Célia Fjord', 'Celian Fjord', 'Celian Fjord'],
])('%s is found, or not, in %j', (name, text, replaced) => {
	const phrases = new Phrases();
	phrases.add(name, '*');
	expect(phrases.replaced(text, (meaning) => meaning)).toBe(replaced);
});

test('words of plain letters are compared as all others are', () => {
	const letters = fc.string({
		unit: fc.constantFrom(...'aZ09KſİıßéÉöﬁ１Ωк'.normalize('NFC'), '\u0301', '\u212a'),
		minLength: 1,
		maxLength: 6,
	});
	fc.assert(
		fc.property(letters, (word) => {
			const [bare = ''] = wordsOf(word);
			expect(bare).toBe(word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase());
		}),
		{ numRuns: runs(200) },
	);
});

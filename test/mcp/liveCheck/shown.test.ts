import { count, list, oneOf, say, shape, word } from '../../../mcp/liveCheck/shown';
import { isKnownWord } from '../../../mcp/liveCheck/vocabulary';
import { forAll, integer, oneOf as anyOf } from './random';
import { runs } from '../../runs';

test.each([
	['Marta Quill', 'aaaaa aaaaa'],
	['Søren Ægirsson', 'aaaaa aaaaaaaa'],
	['Zoe\u0308', 'aaa'],
	['山田 花子', 'aa aa'],
	['مختبر الشمال', 'aaaaa aaaaaa'],
	['हिन्दी', 'aaa'],
	['𝒜𝓃𝓃𝒶', 'aaaa'],
	['١٢٣ १२३ １２３ 𝟙𝟚 Ⅷ ½ ①', '999 999 999 99 9 9 9'],
	['7610000000000004001', '9999999999999999999'],
	['marta.quill@fernwind.example', 'aaaaa.aaaaa?aaaaaaaa.aaaaaaa'],
	['https://crm.zoho.eu/crm/org20098761234', 'aaaaa://aaa.aaaa.aa/aaa/a9×14'],
	['Europe/Berlin', 'aaaaaa/aaaaaa'],
	['€ 48.000,00', '¤ 99.999,99'],
	['US$ 5 ₹ 6 ¥7', 'aa¤ 9 ¤ 9 ¤9'],
	['11/24/2026 02:41 PM', '99/99/9999 99:99 aa'],
	['2026年11月24日 14:41', '9999a99a99a 99:99'],
	['1000.0a1b2c3d4e5f.aa', '9999.a9×12.aa'],
	['<script>alert(1)</script>', '?aaaaaa?aaaaa(9)?/aaaaaa?'],
	['\u001b[31mred\u0007 \u202egnp.exe\u200b', '?99aaaa ?aaa.aaa?'],
	['a`b|c*d#e@f[g](h)$i~j', 'a?a?a?a?a?a?a?(a)¤a?a'],
	['line\nbreak\r\nand\ttab\u2028end', 'aaaa aaaaa aaa aaa aaa'],
	['🧪👩‍🔬', '????'],
	['\ud800 lone', '? aaaa'],
	['', ''],
])('the shape of %j is %j', (text, expected) => expect(shape(text)).toBe(expected));

test('a long text is cut, and how long it was is not said', () => {
	expect(shape('ab '.repeat(500))).toBe(`${'aa '.repeat(20).slice(0, 60)} (more)`);
});

test('a shape holds no letter, no digit and no sign of the text, whatever that is', () => {
	const characters = [...'aZ09éßЖ文ﷺ٣Ⅷ€<>`|\u001b\u202e\u0301🧪 \n.,:;/@#'];
	forAll(runs(500), (random) => {
		const length = integer(random, 0, 80);
		const text = Array.from({ length }, () => anyOf(random, characters)).join('');
		expect(shape(text)).toMatch(
			/^[a9 ¤.,:;/\-_+()"'=×?]*(?:×\d+|\(more\)|[a9 ¤.,:;/\-_+()"'=×?])*$/,
		);
	});
});

test('words of the documentation stay, others become shapes', () => {
	expect(word('OAUTH_SCOPE_MISMATCH')).toBe('OAUTH_SCOPE_MISMATCH');
	expect(word('job_end_time')).toBe('job_end_time');
	expect(word('Marta')).toBe('aaaaa');
	expect(word('marta_id')).toBe('aaaaa_aa');
	expect(word('id7')).toBe('aa9');
	expect(word(null)).toBe('nothing');
	expect(isKnownWord(`${'id_'.repeat(30)}id`)).toBe(false);
});

test('a number as long as an id is no count', () => {
	expect(count(8_000_000)).toBe('8000000');
	expect(count(20_098_761)).toBe('99999999');
	expect(count(20_098_761_234)).toBe('99999999999');
	expect(count(NaN)).toBe('999');
	expect(count(1.5)).toBe('999');
});

test('lists name each thing once, and end', () => {
	const items = Array.from({ length: 30 }, (_, index) => count(index));
	expect(list(items, 3)).toBe('0, 1, 2 and 27 more');
	expect(list([say`x`, say`x`])).toBe('x');
	expect(list([])).toBe('none');
	expect(oneOf('x', ['y'])).toBe('a');
	expect(oneOf(null, [])).toBe('nothing');
});

// cspell:disable
import { entryFilter } from '../../shared/entries/filter';
import { hasWords, spellings } from '../../shared/spelling';
import { context } from '../bench/context';

test.each([
	['Dörte Dunkelmoor', 'doerte dunkelmoor'],
	['Dörte Dunkelmoor', 'DORTE'],
	['Célia Fjord', 'fjord celia'],
	['Doerte', 'Dörte'],
	['Copper Lantern & Söhne KG', 'Soehne KG'],
	['Straße', 'strasse'],
	['Søren Ægirsson', 'soeren aegirsson'],
	['Łukasz', 'lukasz'],
	['e\u0301tude', 'étude'],
])('%j is found by %j', (name, typed) => {
	expect(hasWords(name, typed.split(' '))).toBe(true);
});

test.each([
	['Dorte', 'Doerte'],
	['Mueller', 'Muller'],
	['健 山本', '建'],
	['がく', 'かく'],
	['Fjord', 'Fjörden'],
	['anything', ''],
])('%j is not found by %j', (name, typed) => {
	expect(hasWords(name, [typed, 'x'])).toBe(false);
	if (typed !== '') expect(hasWords(name, [typed])).toBe(false);
});

test('a mark alone is not in every text', () => {
	expect(spellings('\u0301')).toEqual(['\u0301']);
	expect(hasWords('Fjord', ['\u0301'])).toBe(false);
});

test('records and texts are found however they are typed', () => {
	const byName = entryFilter({ record: 'soehne celia' }, context).record;
	expect(byName?.(null, 'Célia Söhne')).toBe(true);
	expect(byName?.(null, 'Célia Söhn')).toBe(false);
	const byText = entryFilter({ text: 'soehne deleted' }, context).text;
	expect(byText?.(['Söhne KG', 'deleted'])).toBe(true);
	expect(byText?.(['Sohn KG', 'deleted'])).toBe(false);
});

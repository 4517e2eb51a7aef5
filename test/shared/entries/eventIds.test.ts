import { createHash } from 'node:crypto';
import { EventIds } from '../../../shared/entries/eventIds';
import { jsonEventId } from '../../../shared/entries/jsonIdentity';
import type { JsonObject } from '../../../shared/http/json';

const wordsOf = (text: string): Int32Array => {
	const digest = createHash('blake2s256').update(text).digest();
	return Int32Array.from({ length: 4 }, (_, word) => digest.readInt32LE(word * 4));
};
const idOf = (item: JsonObject): string => jsonEventId(new EventIds(), item);

test('equal entries are numbered, others are not, however many there are', () => {
	const ids = new EventIds();
	const seen = new Map<number, number>();
	const wrong: string[] = [];
	for (let turn = 0; turn < 60_000; turn++) {
		const what = turn % 3 === 0 ? turn % 500 : turn + 1000;
		const number = (seen.get(what) ?? 0) + 1;
		seen.set(what, number);
		const hex = String(what);
		const id = ids.numbered(hex, wordsOf(hex), 0, what % 7);
		if (id !== hex + (number === 1 ? '' : `-${number}`)) wrong.push(id);
	}
	expect(wrong).toEqual([]);
});

test('hashes that share all words but one are counted apart, and zeros are a hash like any other', () => {
	const ids = new EventIds();
	const zeros = new Int32Array(4);
	expect(ids.numbered('a', zeros, 0)).toBe('a');
	expect(ids.numbered('a', zeros, 0)).toBe('a-2');
	for (let word = 0; word < 4; word++) {
		const nearly = new Int32Array(4);
		nearly[word] = 1;
		expect(ids.numbered('b', nearly, 0)).toBe('b');
		expect(ids.numbered('b', nearly, 0)).toBe('b-2');
	}
	expect(ids.numbered('a', zeros, 0)).toBe('a-3');
});

describe('an entry that came as JSON without an id', () => {
	test('has the id that anybody can compute', () => {
		const json = '{"a":[1,"ä",null],"b":{"c":true,"d":"x"}}';
		const expected = createHash('blake2s256').update(`json1${json}`).digest('hex').slice(0, 32);
		expect(idOf({ b: { d: 'x', c: true }, a: [1, 'ä', null] })).toBe(expected);
		expect(idOf(JSON.parse(json) as JsonObject)).toBe(expected);
	});

	test('has another id when anything in it is another', () => {
		const items = [
			'{"a":"b","c":"d"}',
			'{"a":"b\\",\\"c\\":\\"d"}',
			'{"a":"bc","d":""}',
			'{"a":["b","c"]}',
			'{"a":["b,c"]}',
			'{"a":"1"}',
			'{"a":1}',
			'{"a":null}',
			'{"a":"null"}',
			'{"a":{}}',
			'{"a":[]}',
			'{"__proto__":"b"}',
			'{"a":"\\ud800"}',
			'{"a":"\\ud801"}',
			'{}',
		].map((json) => JSON.parse(json) as JsonObject);
		expect(new Set(items.map(idOf)).size).toBe(items.length);
	});
});

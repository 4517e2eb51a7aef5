import type { Mutant } from './mutant';

const hmac = 'test/shared/disclosure/hmac.test.ts';
const phrases = 'test/shared/disclosure/phrases.test.ts';
const times = 'test/shared/dialect/auditedTime.test.ts';

/** Mutations of what is computed once for all, or not at all where the result is known. */
export const SPARING_MUTANTS: readonly Mutant[] = [
	{
		what: 'pseudonyms: a name changes what the key’s block had come to, so that the next has another pseudonym',
		file: 'shared/disclosure/hmac.ts',
		from: 'Int32Array.from(begun.words)',
		to: 'begun.words as Int32Array',
		tests: hmac,
	},
	{
		what: 'pseudonyms: the key’s block is left out of the length that is hashed',
		file: 'shared/disclosure/hmac.ts',
		from: 'BigInt(begun.length + message.length)',
		to: 'BigInt(message.length)',
		tests: hmac,
	},
	{
		what: 'people: a word that begins with a plain letter keeps its accents, and its name is not hidden',
		file: 'shared/disclosure/phrases.ts',
		from: 'const PLAIN = /^[a-z0-9]*$/i;',
		to: 'const PLAIN = /^[a-z0-9]/i;',
		tests: phrases,
	},
	{
		what: 'people: letters that only look plain are not folded, and their name is not hidden',
		file: 'shared/disclosure/phrases.ts',
		from: 'const PLAIN = /^[a-z0-9]*$/i;',
		to: 'const PLAIN = /^[a-z0-9]*$/iu;',
		tests: phrases,
	},
	{
		what: 'people: plain words are compared with their capitals',
		file: 'shared/disclosure/phrases.ts',
		from: 'if (PLAIN.test(word)) return word.toLowerCase();',
		to: 'if (PLAIN.test(word)) return word;',
		tests: phrases,
	},
	{
		what: 'times: the end of a month is looked for after its 30th alone',
		file: 'shared/dialect/timePattern.ts',
		from: 'if (day > 28 && days',
		to: 'if (day > 30 && days',
		tests: times,
	},
	{
		what: 'times: February has 29 days in every year',
		file: 'shared/dialect/timePattern.ts',
		from: 'if (day > 28 && days',
		to: 'if (day > 29 && days',
		tests: times,
	},
	{
		what: 'times: all zones share the offsets of the first',
		file: 'shared/dialect/timeZone.ts',
		from: 'const known = ZONES.get(timeZone);',
		to: 'const known = ZONES.values().next().value;',
		tests: times,
	},
	{
		what: 'times: the clock changes at midnight alone',
		file: 'shared/dialect/timeZone.ts',
		from: 'const QUARTER_MS = 15 * MINUTE;',
		to: 'const QUARTER_MS = DAY;',
		tests: times,
	},
	{
		what: 'names: one whose length differs by as much as is allowed is not the nearest',
		file: 'shared/entries/nearest.ts',
		from: '> allowed ? Infinity',
		to: '>= allowed ? Infinity',
		tests: 'test/shared/entries/nearest.test.ts',
	},
	{
		what: 'answers: half a letter at the end of one is put before the next',
		file: 'shared/http/json.ts',
		from: 'decoder.decode(body)',
		to: 'decoder.decode(body, { stream: true })',
		tests: 'test/shared/http/answers.test.ts',
	},
];

import measurements from '../../docs/measurements.json';
import { NODE } from './claims/node';
import { LISTED_BESIDE, PROJECT, VERSIONS } from './claims/project';
import { SERVER } from './claims/server';
import { ZOHO } from './claims/zoho';
import { commandProblems } from './commands';
import { page, pages } from './markdown';
import { type Claims, numberIn, numberProblems, unclaimed, VERSION } from './numbers';

/** Each says how its figures were found: by a command, by reading what others wrote, or once and never again. */
interface Measurement {
	readonly command?: string;
	readonly seen?: string;
	readonly once?: string;
	readonly measured: string;
	readonly figures: Claims;
}

const MEASURED = measurements as unknown as readonly Measurement[];
const ALL = [...MEASURED.map(({ figures }) => figures), ZOHO, NODE, SERVER, PROJECT, LISTED_BESIDE];
const CLAIMS: Claims = Object.assign({}, ...ALL) as Claims;
const all = pages();

test.each(all.map((it) => [it.file, it] as const))(
	'%s has only numbers that the code, a test or a measurement has as well',
	(_, it) => {
		expect(numberProblems(it, CLAIMS)).toEqual([]);
	},
);

test('every claim and every measurement is in a page, and is made once', () => {
	expect(unclaimed(all, CLAIMS)).toEqual([]);
	const keys = ALL.flatMap((it) => Object.keys(it));
	expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every measurement says when and how it was made, and its command exists', () => {
	for (const { command, seen, once, measured } of MEASURED) {
		expect([command, seen, once].filter(Boolean)).toHaveLength(1);
		expect(measured).toMatch(/^20\d\d-\d\d-\d\d$/);
		expect(command === undefined ? [] : commandProblems(command)).toEqual([]);
	}
});

test('every version of three parts is one that is in use', () => {
	const named = all.flatMap(({ paragraphs }) =>
		paragraphs.flatMap(({ text }) => text.match(VERSION) ?? []),
	);
	expect(named.length).toBeGreaterThan(3);
	expect(named.filter((it) => !/^127\.0\.0|^0\.0\.0/.test(it) && !VERSIONS.includes(it))).toEqual(
		[],
	);
});

describe('a number that nothing else has is rejected', () => {
	const claims: Claims = { 'at most # days': 180, '# seconds for # rows': [10, 1_000_000] };
	const problems = (text: string): string[] => numberProblems(page('README.md', text), claims);

	test.each([
		['in a sentence', 'It takes 12 hours.'],
		['as a word', 'It takes twelve hours.'],
		['in a table', '| a | b |\n|---|---|\n| rows | 12 |'],
		['in a list', '1. First\n2. It takes 12 hours'],
		['in a heading', '# 12 hours'],
		['below a picture', '![12 hours](docs/pictures/node.png)'],
		['across two lines', 'It takes\n12 hours.'],
		['beside one that is known', 'at most 180 days, or 12'],
	])('%s', (_, text) => {
		const sentence = /^README\.md:\d: nothing compares (12|twelve) in “.*”: add these words to .*$/;
		expect(problems(text)).toEqual([expect.stringMatching(sentence)]);
	});

	test.each([
		['at most 90 days', /^README\.md:1: it says “at most 90 days”, and its source 180$/],
		['Nine seconds for 1,000,000 rows', /says “Nine .* rows”, and its source 10 and 1000000$/],
	])('that differs from its source: %s', (text, problem) => {
		expect(problems(text).filter((it) => it.includes('it says'))).toEqual([
			expect.stringMatching(problem),
		]);
	});

	test('and one that has its source, is code or is a name is not', () => {
		const text =
			'At 22:00 on 24 November 2026, n8n has at most 180 days. Ten seconds for 1,000,000 rows in UTF-8, `12`.';
		expect(problems(text)).toEqual([]);
	});

	test('a claim that no page makes, and a line that the code has not, or has twice', () => {
		expect(unclaimed([page('README.md', 'at most 180 days')], claims)).toEqual([
			'# seconds for # rows',
		]);
		const file = 'shared/exports/windows.ts';
		expect(() => numberIn(file, 'MOST_EXPORT_DAYS = #;')).toThrow('does not say');
		expect(() => numberIn('shared/durations.ts', '= # *')).toThrow('does not say');
	});
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';
import { type Page, page, type Paragraph } from './markdown';

/** A part of a sentence, with `#` for each number in it, and what each of them is. */
export type Claims = Readonly<Record<string, number | readonly number[]>>;

const WORDS: readonly string[] = [
	...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
	...['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'],
	...['nineteen', 'twenty'],
];
const LARGE: Readonly<Record<string, number>> = {
	...{ twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80 },
	...{ ninety: 90, hundred: 100, thousand: 1_000, million: 1_000_000 },
};
/** Digits within a word are a name: n8n, F29, x64. */
const DIGITS = String.raw`(?<![\w.:/-]|\d,)\d+(?:,\d{3})*(?:\.\d+)*(?![\w])`;
const COUNTED = new RegExp(
	`${DIGITS}|\\b(?:${[...WORDS.slice(3), ...Object.keys(LARGE)].join('|')})\\b`,
	'gi',
);
const ALL = [...WORDS, ...Object.keys(LARGE)];
const CAPITALS = ALL.map((word) => word.replace(/^./, (letter) => letter.toUpperCase()));
const ANY = `(${DIGITS}|\\b(?:${[...ALL, ...CAPITALS].join('|')})\\b)`;

export const VERSION = /\b\d+\.\d+\.\d+(?:-\w+(?:\.\d+)?)?/g;

/** Digits that claim nothing, and why. */
const NAMES: readonly (readonly [RegExp, why: string])[] = [
	[/\d{4}-\d\d-\d\d(T[\d:]+Z)?/g, 'a date, or a version of MCP'],
	[/(\d+ )?November 2026/g, 'a date'],
	[VERSION, 'a version, which VERSIONS in claims/project.ts has'],
	[/[+-]?\d\d:\d\d/g, 'a time of day, or of a zone'],
	[/\b(SHA|UTF|BLAKE2s|ISO|Ed|A)[ -]?\d+/g, 'a standard'],
	[/\b(?:\d{1,3}\.){3}\d{1,3}\b|:\d{4,5}\b/g, 'an address'],
	[/\b0[67]00\b/g, 'permissions of a file, which test/mcp/archive/folder compares'],
	[/\b(?:40[134]|429|50[23])\b|(?:HTTP|status|answer|with|or|every) [25]00\b/g, 'a status of HTTP'],
];

/** Parts that a script writes; a test compares them with what it would write. */
const GENERATED: readonly RegExp[] = [
	/<!-- settings, made by[^]*?<!-- end of settings -->/g,
	/<!-- wrong connections -->[^]*?<!-- end -->/g,
	/^\| \| fault \|[^]*/gm,
];

/**
 * The number that `#` stands for in a line of a file; a blank is any white space, so that a line may be several.
 * @throws Error when the file has no such line, or has it with several numbers.
 */
export function numberIn(file: string, line: string): number {
	const code = readFileSync(path.join(ROOT, file), 'utf8');
	const pattern = line
		.split('#')
		.map(escaped)
		.join(String.raw`(\d[\d_]*(?:\.\d+)?)`);
	const found = [...code.matchAll(new RegExp(pattern.replaceAll(' ', String.raw`\s+`), 'g'))];
	const [value, ...others] = new Set(found.map(([, it = '']) => Number(it.replaceAll('_', ''))));
	if (value === undefined || others.length > 0) throw new Error(`${file} does not say: ${line}`);
	return value;
}

/** Numbers of a page that no claim covers, and claims that the page contradicts. */
export function numberProblems(it: Page, claims: Claims): string[] {
	return paragraphsOf(it).flatMap((paragraph) => [
		...contradictions(paragraph, claims).map((problem) => at(it, paragraph, problem)),
		...unknownIn(paragraph, claims).map((problem) => at(it, paragraph, problem)),
	]);
}

/** Claims that no page makes. */
export function unclaimed(pages: readonly Page[], claims: Claims): string[] {
	const paragraphs = pages.flatMap(paragraphsOf);
	return Object.keys(claims).filter((claim) => {
		const pattern = patternOf(claim);
		return !paragraphs.some(({ text }) => new RegExp(pattern).test(text));
	});
}

function paragraphsOf({ file, text }: Page): readonly Paragraph[] {
	const own = GENERATED.reduce(
		(left, part) => left.replace(part, (all) => all.replace(/[^\n]/g, '')),
		text,
	);
	return page(file, own).paragraphs;
}

function unknownIn({ text, code }: Paragraph, claims: Claims): string[] {
	const covered = [
		...code,
		...NAMES.flatMap(([pattern]) => spansOf(text, pattern)),
		...Object.keys(claims).flatMap((claim) => spansOf(text, patternOf(claim))),
	];
	return [...text.matchAll(COUNTED)].flatMap(({ index, 0: number }) => {
		const isCovered = covered.some(([from, to]) => from <= index && index + number.length <= to);
		const around = text.slice(Math.max(0, index - 40), index + number.length + 40);
		return isCovered
			? []
			: [
					`nothing compares ${number} in “${around}”: add these words to test/documentation/claims with the line of code that the number comes from, or to docs/measurements.json with the command that measures it`,
				];
	});
}

function contradictions({ text }: Paragraph, claims: Claims): string[] {
	return Object.entries(claims).flatMap(([claim, sources]) => {
		const expected = [sources].flat();
		return [...text.matchAll(patternOf(claim))].flatMap(([words, ...numbers]) => {
			const said = numbers.map(numberOf);
			const isSame = said.length === expected.length && said.every((it, i) => it === expected[i]);
			return isSame ? [] : [`it says “${words}”, and its source ${expected.join(' and ')}`];
		});
	});
}

const patterns = new Map<string, RegExp>();

function patternOf(claim: string): RegExp {
	const pattern = patterns.get(claim) ?? new RegExp(claim.split('#').map(escaped).join(ANY), 'g');
	patterns.set(claim, pattern);
	return pattern;
}

function numberOf(text: string): number {
	const word = text.toLowerCase();
	return WORDS.indexOf(word) >= 0
		? WORDS.indexOf(word)
		: (LARGE[word] ?? Number(text.replaceAll(',', '')));
}

function spansOf(text: string, pattern: RegExp): [number, number][] {
	return [...text.matchAll(pattern)].map(({ index, 0: { length } }) => [index, index + length]);
}

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

const at = ({ file }: Page, { line }: Paragraph, problem: string): string =>
	`${file}:${line}: ${problem}`;

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';
import { page, repositoryFiles } from './markdown';

const FOLDER = 'docs/decisions';
const INDEX = `${FOLDER}/README.md`;
const MAX_LINES = 40;
const PARTS = ['Context', 'Decision', 'Consequence'];

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const files = repositoryFiles();
const decisions = files.filter((file) => file.startsWith(`${FOLDER}/`) && file !== INDEX);
/** What may name a decision; the index and the other decisions do not count. */
const readers = files.filter(
	(file) => /\.(ts|mjs|cjs|md|yml)$/.test(file) && !file.startsWith(`${FOLDER}/`),
);

/** What is wrong with the text of a decision; empty if nothing is. */
function decisionProblems(text: string): string[] {
	const [title = '', date = ''] = text.split('\n\n');
	const parts = [...text.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, name = '']) => name);
	return [
		...(/^# \S.*$/.test(title) ? [] : ['the title is missing']),
		...(/^Decided 20\d\d-\d\d-\d\d[.,]/.test(date) ? [] : ['the date is missing']),
		...(parts.join() === PARTS.join() ? [] : [`the parts are not ${PARTS.join(', ')}`]),
		...(text.trimEnd().split('\n').length > MAX_LINES ? [`longer than ${MAX_LINES} lines`] : []),
	];
}

test('there are decisions', () => {
	expect(decisions.length).toBeGreaterThan(10);
	expect(decisions.filter((file) => !file.endsWith('.md'))).toEqual([]);
});

test.each(decisions)('%s has a title, a date and its three parts', (file) => {
	expect(decisionProblems(read(file))).toEqual([]);
});

test('the index lists every decision with its date and title', () => {
	const rows = page(INDEX, read(INDEX)).tables.flat().slice(1);
	const expected = decisions.map((file) => {
		const [title = '', date = ''] = read(file).split('\n\n');
		return [date.slice('Decided '.length).slice(0, 10), title.slice(2).replaceAll('`', '')];
	});
	expect(rows.map(([date]) => date)).toEqual(rows.map(([date]) => date).sort());
	expect([...rows].sort()).toEqual(expected.sort());
	const targets = page(INDEX, read(INDEX)).links.map(({ target }) => `${FOLDER}/${target}`);
	expect(targets.sort()).toEqual(decisions);
});

test('every decision is linked from the code or a page it concerns', () => {
	const texts = readers.map(read);
	expect(decisions.filter((file) => !texts.some((text) => text.includes(file)))).toEqual([]);
});

test('every decision that the code or a page names exists', () => {
	const named = readers.flatMap((reader) =>
		[...read(reader).matchAll(/docs\/decisions\/[\w-]+\.md/g)].map(([name]) => name),
	);
	expect(named.filter((name) => name !== INDEX && !decisions.includes(name))).toEqual([]);
});

const VALID =
	'# A title\n\nDecided 2026-11-24.\n\n**Context.** A.\n\n**Decision.** B.\n\n**Consequence.** C.\n';

test.each([
	['without a title', VALID.replace('# A title', 'A title')],
	['without a date', VALID.replace(' 2026-11-24', '')],
	['without a consequence', VALID.replace('**Consequence.** ', '')],
	['of too many lines', VALID + 'More.\n'.repeat(MAX_LINES)],
])('a decision %s is rejected', (_, text) => {
	expect(decisionProblems(text)).toHaveLength(1);
});

test('a complete decision is accepted', () => {
	expect(decisionProblems(VALID)).toEqual([]);
});

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LISTS } from './index';
import { type Outcome, Tree } from './tree';

/**
 * Mutation tests: changes one line at a time in a copy of the tree, and reports the test that kills
 * the mutant. A mutant that survives or cannot be tried makes the exit code 1.
 *   npm run mutants              all
 *   npm run mutants -- redirect  those whose description or file has the word
 *   npm run mutants -- --results FILE     also appends the results to FILE, and skips those in it
 *   npm run mutants -- --from 50          starts with the fiftieth
 *   npm run mutants -- --workers 1        tries one at a time, instead of two
 */
const { values, positionals } = parseArgs({
	options: {
		results: { type: 'string' },
		from: { type: 'string', default: '1' },
		workers: { type: 'string', default: '2' },
	},
	allowPositionals: true,
});
const [word = ''] = positionals;
const before =
	values.results && existsSync(values.results) ? readFileSync(values.results, 'utf8') : '';
const isDone = (what: string): boolean => before.includes(`\t${what}\t`);

const mutants = Object.values(LISTS)
	.flat()
	.filter(({ what, file }) => what.includes(word) || file.includes(word))
	.slice(Number(values.from) - 1)
	.filter(({ what }) => !isDone(what));
const outcomes: { readonly what: string; readonly outcome: Outcome }[] = [];
const trees = Array.from({ length: Number(values.workers) }, () => new Tree());
process.once('exit', () => trees.forEach((tree) => tree.remove()));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const start = Date.now();
const waiting = mutants.values();

async function work(tree: Tree): Promise<void> {
	for (const mutant of waiting) {
		const began = Date.now();
		const outcome = await tree.outcome(mutant);
		outcomes.push({ what: mutant.what, outcome });
		const seconds = ((Date.now() - began) / 1000).toFixed(1);
		const line = `${outcome.state}\t${mutant.what}\t${outcome.by}\t${seconds} s\n`;
		process.stdout.write(line);
		if (values.results) appendFileSync(values.results, line);
	}
}

function report(): void {
	const bad = outcomes.filter(({ outcome }) => outcome.state !== 'killed');
	for (const { what, outcome } of bad) {
		process.stdout.write(`${outcome.state.toUpperCase()}: ${what} (${outcome.by})\n`);
	}
	const minutes = ((Date.now() - start) / 60_000).toFixed(1);
	const passed = outcomes.length - bad.length;
	process.stdout.write(`${passed} passed, ${bad.length} failed in ${minutes} minutes\n`);
	process.exitCode = bad.length === 0 ? 0 : 1;
}

void Promise.all(trees.map(work)).then(report);

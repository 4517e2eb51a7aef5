import { isDeepStrictEqual, parseArgs } from 'node:util';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { CLI } from '../../bench/mcp/process';
import { EVALS } from './allEvals';
import { type EvalPlace, evalServers, type Outcome } from './evalServers';

/**
 * All questions in every place: the built server over three logs, in both eras of the protocol, with its archive in
 * memory and in a folder. Prints what was wrong, and what answers cost in calls and characters.
 *   npm run evals [-- --only WORDS]  ids that hold one of the words, with their answers
 */
const { values } = parseArgs({ options: { only: { type: 'string' } } });

const PLACES: readonly EvalPlace[] = [1, 7, 13].flatMap((seed) =>
	(['2025-11-25', '2026-07-28'] as const).flatMap((era) =>
		(['memory', 'folder'] as const).map((archive) => ({ seed, era, archive })),
	),
);

interface Cost {
	readonly id: string;
	readonly calls: number;
	readonly chars: readonly number[];
}

async function main(): Promise<void> {
	const words = values.only?.split(',');
	const questions = EVALS.filter(({ id }) => !words || words.some((word) => id.includes(word)));
	const costs: Cost[] = [];
	let wrong = 0;
	for (const place of words ? PLACES.slice(0, 1) : PLACES) {
		const servers = await evalServers(
			place,
			(env) => new StdioClientTransport({ command: process.execPath, args: [CLI], env }),
		);
		let [right, asked] = [0, 0];
		for (const question of questions) {
			if (place.archive === 'memory' && question.server === 'offline') continue;
			asked++;
			const fault = await servers.outcome(question).then(
				(outcome) => {
					costs.push({ id: question.id, ...outcome });
					if (words) process.stdout.write(`${outcome.texts.join('\n\n')}\n\n`);
					return faultOf(outcome);
				},
				(error: unknown) => String(error),
			);
			if (fault === null) right++;
			else process.stdout.write(`wrong: ${question.id}: ${question.question}\n${fault}\n`);
			if (fault !== null) wrong++;
		}
		await servers.close();
		process.stdout.write(`${right} right of ${asked} with ${JSON.stringify(place)}\n`);
	}
	report(costs);
	process.exitCode = wrong === 0 ? 0 : 1;
}

function faultOf({ answer, truth }: Outcome): string | null {
	if (isDeepStrictEqual(answer, truth)) return null;
	return `  answer ${JSON.stringify(answer)}\n  truth  ${JSON.stringify(truth)}`;
}

function report(costs: readonly Cost[]): void {
	const calls = costs.map((cost) => cost.calls);
	const answers = costs.flatMap(({ id, chars }) => chars.map((each) => ({ id, each })));
	const mean = (all: readonly number[]): number =>
		all.reduce((sum, it) => sum + it, 0) / all.length;
	const number = (value: number): string => Math.round(value).toLocaleString('en');
	const worst = [...new Map(answers.sort((a, b) => a.each - b.each).map((it) => [it.id, it.each]))]
		.sort((a, b) => b[1] - a[1])
		.slice(0, 8)
		.map(([id, each]) => `${id} ${number(each)}`);
	process.stdout.write(
		[
			`calls for a question: mean ${mean(calls).toFixed(2)}, worst ${Math.max(...calls)}`,
			`characters of an answer: mean ${number(mean(answers.map(({ each }) => each)))}, worst ${worst.join(', ')}`,
			`characters for a question: mean ${number(mean(costs.map((it) => it.chars.reduce((sum, each) => sum + each, 0))))}`,
			'',
		].join('\n'),
	);
}

void main();

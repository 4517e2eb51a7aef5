import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bundledServer } from '../bundle';
import { hostedServer } from '../hostedServer';
import { EVALS } from './allEvals';
import { type EvalServers, evalServers } from './evalServers';
import { type Findable, ranked } from './findable';

const cli = bundledServer();

test('there are enough questions, each with its own id and paraphrases', () => {
	expect(EVALS.length).toBeGreaterThanOrEqual(120);
	expect(new Set(EVALS.map(({ id }) => id)).size).toBe(EVALS.length);
	for (const { paraphrases } of EVALS) expect(paraphrases.length).toBeGreaterThan(0);
});

// Every combination is tried by npm run evals.
describe.each([
	[1, '2025-11-25', 'memory', 'a process'],
	[1, '2026-07-28', 'folder', 'this process'],
	[7, '2025-11-25', 'folder', 'this process'],
	[7, '2026-07-28', 'memory', 'this process'],
	[13, '2025-11-25', 'memory', 'this process'],
	[13, '2026-07-28', 'folder', 'this process'],
] as const)(
	'with the log of seed %j, in %s, with its archive in %s, in %s',
	(seed, era, archive, where) => {
		let servers: EvalServers;

		beforeAll(async () => {
			servers = await evalServers({ seed, era, archive }, (env) =>
				where === 'a process'
					? new StdioClientTransport({ command: process.execPath, args: [cli], env })
					: // Between two looks at a job nothing has to be waited for.
						hostedServer(cli, env, { speed: 50 }).transport,
			);
		});

		afterAll(async () => await servers.close());

		const here = EVALS.filter(({ server }) => archive === 'folder' || server !== 'offline');
		test.each(here.map((it) => [it.id, it.question, it] as const))('%s: %s', async (_, __, it) => {
			const { answer, truth, calls, chars } = await servers.outcome(it);
			expect(answer).toEqual(truth);
			expect(calls).toBeLessThanOrEqual(it.max_calls);
			expect(chars.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(it.max_chars);
		});
	},
);

test('a question leads to its tool, by words alone', async () => {
	const client = new Client({ name: 'evals', version: '0' });
	await client.connect(hostedServer(cli, {}, { args: ['--demo'] }).transport);
	const { tools } = await client.listTools();
	await client.close();
	const lines: string[] = [];
	const ranks: number[] = [];
	for (const { question, paraphrases, tool } of EVALS) {
		for (const words of [question, ...paraphrases]) {
			const rank = ranked(words, tools as Findable[]).indexOf(tool) + 1;
			ranks.push(rank);
			if (rank > 1) lines.push(`${rank}  ${tool}  ${words}`);
		}
	}
	const share = (limit: number): string =>
		`${ranks.filter((rank) => rank <= limit).length} of ${ranks.length}`;
	console.info(
		[`first: ${share(1)}, first or second: ${share(2)}`, ...lines.sort().reverse()].join('\n'),
	);
	const questions = EVALS.filter(
		({ question, paraphrases, tool }) =>
			// One that is not in English is translated first.
			Math.min(
				...[question, ...paraphrases.slice(0, 1)].map((words) =>
					ranked(words, tools as Findable[]).indexOf(tool),
				),
			) > 1,
	);
	expect(questions.map(({ id }) => id)).toEqual([]);
});

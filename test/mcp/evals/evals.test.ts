import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { AnySchema, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { bundledServer } from '../bundle';
import { hostedServer } from '../hostedServer';
import { type Call, executed, type Eval } from './evalPlan';
import { type Truth, truthIn } from './evalTruth';
import records from './evals.json';
import { type Findable, ranked } from './findable';
import { environment, NOON } from '../session';

/** Exports are written without seconds, and the log keeps its order within a minute. */
const EVALS = records as unknown as readonly (Eval & { readonly truth: Truth })[];
const NOW = new Date(NOON).toISOString();

const cli = bundledServer();

test('there are enough questions, each with its own id and paraphrases', () => {
	expect(EVALS.length).toBeGreaterThanOrEqual(70);
	expect(new Set(EVALS.map(({ id }) => id)).size).toBe(EVALS.length);
	for (const { paraphrases } of EVALS) expect(paraphrases.length).toBeGreaterThan(0);
});

describe.each([
	[1, 'legacy', 'a process'],
	[1, { pin: '2026-07-28' }, 'this process'],
	[7, 'legacy', 'this process'],
	[7, { pin: '2026-07-28' }, 'a process'],
	[13, 'legacy', 'this process with a folder'],
	[13, { pin: '2026-07-28' }, 'this process'],
] as const)('with the log of seed %j, over stdio, %j, in %s', (seed, mode, where) => {
	let zoho: Zoho;
	let served: ZohoServer;
	let client: Client;
	let schemas: Map<string, ValidateFunction>;
	let folder: string;

	beforeAll(async () => {
		// Jobs finish immediately: waiting is tested elsewhere.
		const csvTimeFormat = 'iso8601';
		const switches = { csvTimeFormat } as const;
		zoho = createZoho({ seed, now: () => NOON, jobSeconds: 0, switches });
		served = await serveZoho(zoho);
		client = new Client({ name: 'evals', version: '0' }, { versionNegotiation: { mode } });
		folder = mkdtempSync(path.join(tmpdir(), 'evals-'));
		const env = {
			...{ ...environment(zoho, served.url), ZOHO_AUDIT_NOW: NOW },
			...(where === 'this process with a folder' && { ZOHO_AUDIT_ARCHIVE: folder }),
		};
		await client.connect(
			where === 'a process'
				? new StdioClientTransport({ command: process.execPath, args: [cli], env })
				: hostedServer(cli, env).transport,
		);
		const ajv = new Ajv2020({ strict: false });
		const { tools } = await client.listTools();
		schemas = new Map(
			tools.map(({ name, outputSchema }) => [name, ajv.compile(outputSchema as AnySchema)]),
		);
	});

	afterAll(async () => {
		await client.close();
		await served.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const call: Call = async (tool, args) => {
		const answer = await client.callTool({ name: tool, arguments: args });
		const [content] = answer.content;
		const text = content?.type === 'text' ? content.text : '';
		if (!answer.isError) {
			const validate = schemas.get(tool);
			if (!validate?.(answer.structuredContent)) throw new Error(JSON.stringify(validate?.errors));
		}
		const result = (answer.structuredContent ?? {}) as Record<string, unknown>;
		return { isError: answer.isError === true, text, result };
	};

	test.each(EVALS.map((it) => [it.id, it.question, it] as const))('%s: %s', async (_, __, it) => {
		const { answer, calls, chars } = await executed(it, call);
		const people = zoho.users.map(({ full_name: name }) => name);
		expect(answer).toEqual(truthIn(zoho.log, it.truth, people));
		expect(calls).toBeLessThanOrEqual(it.max_calls);
		expect(chars).toBeLessThanOrEqual(it.max_chars);
	});
});

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
		({ question, tool }) => ranked(question, tools as Findable[]).indexOf(tool) > 1,
	);
	expect(questions.map(({ id }) => id)).toEqual([]);
});

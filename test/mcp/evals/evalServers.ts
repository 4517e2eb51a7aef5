import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, type Transport, type ClientOptions } from '@modelcontextprotocol/client';
import type { AnySchema, ValidateFunction } from 'ajv';
import { serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { environment, NOON } from '../session';
import { ajvValidator, clientValidator } from '../validators';
import type { AnyEval } from './allEvals';
import type { Call } from './evalPlan';

/** Where the questions are asked. */
export interface EvalPlace {
	readonly seed: number;
	readonly era: '2025-11-25' | '2026-07-28';
	readonly archive: 'memory' | 'folder';
}

export interface Outcome {
	readonly answer: unknown;
	readonly truth: unknown;
	readonly calls: number;
	/** Of each answer. */
	readonly chars: readonly number[];
	readonly texts: readonly string[];
}

/** Servers for all questions, with one Zoho behind them. */
export interface EvalServers {
	readonly zoho: Zoho;
	outcome(question: AnyEval): Promise<Outcome>;
	close(): Promise<void>;
}

const PSEUDONYMS = {
	ZOHO_AUDIT_NAMES: 'pseudonym',
	ZOHO_AUDIT_PSEUDONYM_KEY: 'of-the-evals-0123456789-0123456789-0123',
};

/** @param started a server with that environment. */
export async function evalServers(
	{ seed, era, archive }: EvalPlace,
	started: (env: Record<string, string>) => Transport,
): Promise<EvalServers> {
	// Jobs finish immediately: waiting is tested elsewhere. With minutes alone the log keeps its order.
	const switches = { csvTimeFormat: 'iso8601' } as const;
	const zoho = createZoho({ seed, now: () => NOON, jobSeconds: 0, switches });
	const served = await serveZoho(zoho);
	const folder = mkdtempSync(path.join(tmpdir(), 'evals-'));
	const own = {
		...environment(zoho, served.url),
		ZOHO_AUDIT_NOW: new Date(NOON).toISOString(),
		...(archive === 'folder' && { ZOHO_AUDIT_ARCHIVE: folder }),
	};
	const environments: Readonly<Record<AnyEval['server'], Record<string, string>>> = {
		zoho: own,
		pseudonyms: { ...own, ...PSEUDONYMS },
		offline: { ...own, ZOHO_AUDIT_OFFLINE: 'true' },
	};
	const opened = new Map<string, Promise<Opened>>();
	const openedOf = async (server: AnyEval['server']): Promise<Opened> => {
		const known = opened.get(server) ?? connected(started(environments[server]), era);
		opened.set(server, known);
		return await known;
	};
	return {
		zoho,
		async outcome(question) {
			const { call } = await openedOf(question.server);
			let calls = 0;
			const texts: string[] = [];
			const answer = await question.answer(async (tool, args) => {
				const answered = await call(tool, args);
				calls++;
				texts.push(answered.text);
				return answered;
			});
			const chars = texts.map((text) => text.length);
			return { answer, truth: question.truth(zoho), calls, chars, texts };
		},
		async close() {
			for (const each of opened.values()) await (await each).client.close();
			await served.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

interface Opened {
	readonly client: Client;
	readonly call: Call;
}

async function connected(transport: Transport, era: EvalPlace['era']): Promise<Opened> {
	const mode: NonNullable<ClientOptions['versionNegotiation']>['mode'] =
		era === '2026-07-28' ? { pin: era } : 'legacy';
	const client = new Client(
		{ name: 'evals', version: '0' },
		{ versionNegotiation: { mode }, jsonSchemaValidator: clientValidator },
	);
	await client.connect(transport);
	const { tools } = await client.listTools();
	const schemas = new Map<string, ValidateFunction>(
		tools.map(({ name, outputSchema }) => [name, ajvValidator(outputSchema as AnySchema)]),
	);
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
	return { client, call };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { exportZip } from '../data';
import { CLI, cpuOf, formatted, median, peakOf } from './process';

/**
 * Many different questions at once to a built server that has read nothing yet: how many are answered within their
 * wait, how many are `preparing`, how long the slowest takes, and peak memory. Zoho and the server have processes of
 * their own.
 *   npm run build && npm run bench:mcp:crowd [-- --rows N --questions N --wait SECONDS]
 */
const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '300000' },
		questions: { type: 'string', default: '70' },
		wait: { type: 'string', default: '25' },
	},
});

const NAMES = ['Ana Lopez', 'Ben Ito', 'Chloé Dupont', 'Dmitri Kaur', 'Elif Yılmaz', 'Kim Park'];
const PERIOD = { from: '2026-01-05', to: '2026-06-30' };

/** Of every kind: counts, entries, texts, records, people, reviews. */
function questionOf(index: number): [string, Record<string, unknown>] {
	const user = NAMES[index % NAMES.length];
	const number = String(100 + index);
	switch (index % 7) {
		case 0:
			return ['summarize_audit_log', { ...PERIOD, user, group_by: ['record'], top: 1 + index }];
		case 1:
			return ['get_audit_log', { ...PERIOD, text: `Acme ${number}` }];
		case 2:
			return ['get_record_history', { ...PERIOD, record: `Hooli ${number}` }];
		case 3:
			return ['summarize_audit_log', { ...PERIOD, group_by: ['user', 'day'], top: 1 + index }];
		case 4:
			return ['get_audit_log', { ...PERIOD, user, detail: 'full', limit: 100 + index }];
		case 5:
			return ['review_audit_log', { from: '2026-03-01', to: '2026-03-31', limit: 1 + index }];
		default:
			return ['list_users', { ...PERIOD, limit: 1 + index }];
	}
}

interface Answered {
	readonly tool: string;
	readonly status: string;
	readonly seconds: number;
}

async function main(): Promise<void> {
	const rows = Number(values.rows);
	const script = join(__dirname, 'zohoProcess.ts');
	const zoho = spawn(process.execPath, ['--import', 'tsx', script, exportZip(rows)], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = (await once(zoho.stdout, 'data')) as [Buffer];
	const env = {
		...(JSON.parse(line.toString()) as Record<string, string>),
		ZOHO_AUDIT_WAIT_SECONDS: values.wait,
	};
	const server = new StdioClientTransport({ command: process.execPath, args: [CLI], env });
	const client = new Client({ name: 'bench', version: '0' });
	await client.connect(server);
	const questions = Array.from({ length: Number(values.questions) }, (_, index) =>
		questionOf(index),
	);
	const pings = pinging(client);
	const answered = await allOf(client, questions);
	process.stdout.write(`longest answer to a ping: ${formatted(await pings()).trim()}\n`);
	report('at once', answered, server.pid);
	// As the answer says: again, in about 20 seconds, until nothing is preparing.
	let again = answered.flatMap(({ status }, index) =>
		status === 'preparing' ? [questions[index] ?? questionOf(index)] : [],
	);
	for (let round = 1; again.length > 0 && round <= 5; round++) {
		await new Promise((resolve) => setTimeout(resolve, 20_000));
		const later = await allOf(client, again);
		report(`again, ${round}`, later, server.pid);
		again = again.filter((_, index) => later[index]?.status === 'preparing');
	}
	await client.close();
	zoho.stdin.end();
}

/** How long the server's event loop is held: an answer to a ping needs nothing else. */
function pinging(client: Client): () => Promise<number> {
	let isOver = false;
	let longest = 0;
	const done = (async () => {
		while (!isOver) {
			const began = performance.now();
			await client.ping();
			longest = Math.max(longest, (performance.now() - began) / 1000);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	})();
	return async () => {
		isOver = true;
		await done;
		return longest;
	};
}

async function allOf(
	client: Client,
	questions: readonly (readonly [string, Record<string, unknown>])[],
): Promise<Answered[]> {
	return await Promise.all(
		questions.map(async ([tool, args]) => {
			const began = performance.now();
			const { content, isError } = await client.callTool(
				{ name: tool, arguments: args },
				{ timeout: 300_000 },
			);
			const [first] = content;
			const text = first?.type === 'text' ? first.text : '';
			if (isError) throw new Error(text);
			const status = /"status":"(\w+)"/.exec(text)?.[1] ?? 'none';
			return { tool, status, seconds: (performance.now() - began) / 1000 };
		}),
	);
}

function report(what: string, answered: readonly Answered[], pid: number | null): void {
	const counts = (status: string): number => answered.filter((it) => it.status === status).length;
	const slowest = [...answered].sort((a, b) => b.seconds - a.seconds)[0];
	const times = answered.map(({ seconds }) => seconds);
	process.stdout.write(
		`${what}: ${answered.length} questions on ${Number(values.rows).toLocaleString('en')} entries, wait ${values.wait} s: ` +
			`${counts('ready') + counts('ambiguous')} ready, ${counts('preparing')} preparing; ` +
			`median ${formatted(median(times)).trim()}, slowest ${formatted(slowest?.seconds ?? NaN).trim()} (${slowest?.tool}, ${slowest?.status}); ` +
			`${peakOf(pid).toFixed(0)} MB at the peak, ${formatted(cpuOf(pid)).trim()} of CPU\n`,
	);
}

void main();

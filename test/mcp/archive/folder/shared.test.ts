import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { verify } from '../../../../mcp/commands/verify';
import { Database } from '../../../../mcp/archive/database';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { ROOT } from '../../../packed';
import { serveZoho, type ZohoServer } from '../../../zoho/serve';
import { createZoho, type Zoho } from '../../../zoho/zoho';
import { bundledServer, running } from '../../bundle';
import { environment } from '../../session';

jest.setTimeout(180_000);
const cli = bundledServer();
const PAGE = readFileSync(path.join(ROOT, 'docs/archive.md'), 'utf8');
const DAYS = 150;
let folder = '';
let zoho: Zoho;
let served: ZohoServer;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'archive-'));
	zoho = createZoho({ entries: 1_500, days: DAYS, jobSeconds: 0 });
	served = await serveZoho(zoho);
});
afterEach(async () => {
	await served.close();
	rmSync(folder, { recursive: true, force: true });
});

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

async function synced(): Promise<void> {
	const args = ['sync', '--archive', folder, '--since', daysAgo(DAYS + 10)];
	const { ended, output } = running(cli, args, environment(zoho, served.url));
	expect([await ended, output.stdout]).toEqual([0, expect.stringContaining('Complete')]);
}

/** A process of its own that reads the folder and has no access to Zoho. */
async function reader(): Promise<Client> {
	const args = [cli, '--archive', folder, '--offline'];
	const client = new Client({ name: 'test', version: '0' });
	await client.connect(new StdioClientTransport({ command: process.execPath, args }));
	return client;
}

async function asked(client: Client, tool: string, args: Record<string, unknown>) {
	const answer = await client.callTool({ name: tool, arguments: args });
	expect(answer.isError ?? false).toBe(false);
	return answer.structuredContent as Record<string, unknown>;
}

const PERIOD = { from: daysAgo(DAYS + 5), to: 'now' };

test('a reader that is not the database counts the same in the Parquet files', async () => {
	await synced();
	const part = (table: string): string =>
		path.join(folder, readdirSync(folder).find((name) => name.includes(`-${table}-`)) ?? '');
	const script = path.join(__dirname, 'secondReader.mjs');
	const printed = execFileSync(process.execPath, [script, part('entries'), part('texts')]);
	const counts = JSON.parse(String(printed)) as Record<string, number>;
	const client = await reader();
	const { groups } = (await asked(client, 'summarize_audit_log', {
		...PERIOD,
		...{ group_by: ['user', 'action'], top: 100 },
	})) as unknown as { groups: { key: { user: string | null; action: string }; count: number }[] };
	await client.close();
	const own = groups.map(({ key, count }) => [`${key.user ?? ''}: ${key.action}`, count] as const);
	expect(Object.keys(counts).length).toBeGreaterThan(10);
	expect(new Map(own)).toEqual(new Map(Object.entries(counts)));
	expect(await countedAsInThePage()).toEqual(new Map(own));
});

/** What the query of docs/archive.md returns. */
async function countedAsInThePage(): Promise<Map<string, number>> {
	const [, query = ''] = /^```sql\n([^]*?)^```$/m.exec(PAGE) ?? [];
	const database = new Database(folder);
	const rows = await database.rows(query.replaceAll("'4876876000000990001", `'${folder}/*`));
	await database.close();
	return new Map(
		rows.map((row) => [
			`${String(row['user'] ?? '')}: ${String(row['action'])}`,
			Number(row['count_star()']),
		]),
	);
}

test('a folder that is verified prints what the page shows', async () => {
	await synced();
	const lines: string[] = [];
	expect(await verify([folder], (line) => lines.push(line))).toBe(0);
	const shape = (text: string): string =>
		text.replace(/[0-9a-f]{64}|[0-9a-f]{4}…/, 'digest').replace(/\d+/g, '9');
	const [, shown = ''] = /^```text\n(The newest[^]*?)\n```$/m.exec(PAGE) ?? [];
	expect(shape(lines.join('\n'))).toBe(shape(shown));
});

test('three servers read one folder while sync writes it, and 20 questions at once are answered alike', async () => {
	await synced();
	const clients = await Promise.all([reader(), reader(), reader()]);
	const questions = Array.from({ length: 20 }, (_, index) => ({
		...PERIOD,
		group_by: [['user'], ['action'], ['record'], ['module', 'day']][index % 4],
		...(index % 5 === 0 && { text: 'a' }),
	}));
	const answersOf = async (client: Client) =>
		await Promise.all(
			questions.map(async (question) => {
				const { groups, total_matched } = await asked(client, 'summarize_audit_log', question);
				return { groups, total_matched };
			}),
		);
	const writing = synced();
	const [first, ...others] = await Promise.all(clients.map(answersOf));
	await writing;
	expect(others).toEqual([first, first]);
	expect(first?.[0]?.total_matched).toBeGreaterThan(0);
	for (const client of clients) await client.close();
	expect((await verifyFolder(folder)).findings).toEqual([]);
});

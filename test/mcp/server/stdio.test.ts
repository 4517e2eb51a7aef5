import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { AnySchema } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { version } from '../../../mcp/package.json';
import { expiredToken, htmlPage, jsonInstead, throttledRefresh } from '../../zoho/faults';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { bundledServer } from '../bundle';
import { environment } from '../session';

const CLI = bundledServer();
let zoho: Zoho;
let served: ZohoServer;
let env: Record<string, string>;

beforeEach(async () => {
	// Exports are polled every three seconds; the endpoint answers immediately.
	zoho = createZoho({ olderExport: true, switches: { settingsAuditLog: 'audit_log' } });
	served = await serveZoho(zoho);
	env = { PATH: process.env['PATH'] ?? '', ...environment(zoho, served.url) };
});

afterEach(async () => {
	await served.close();
});

function run(args: readonly string[], variables: Record<string, string> = {}) {
	const options = { encoding: 'utf8', env: variables, input: '' } as const;
	return spawnSync(process.execPath, [CLI, ...args], options);
}

describe('the command', () => {
	test('prints the version of the package', () => {
		expect(run(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
	});

	test('prints its usage', () => {
		const { status, stdout } = run(['--help']);
		expect(status).toBe(0);
		expect(stdout).toContain('ZOHO_REFRESH_TOKEN');
	});

	test.each<[readonly string[], Record<string, string>, string]>([
		[
			['--htp'],
			{},
			'There are: doctor, login, sync, report, verify, emulator, live-check, --read-only',
		],
		[['serve', 'more'], {}, 'There are: doctor'],
		[[], { ZOHO_DATA_CENTER: 'mars' }, 'us, eu, in'],
		[[], { ZOHO_AUDIT_TYPO: '1' }, 'There is no setting ZOHO_AUDIT_TYPO'],
	])('exits with 2 and one sentence for %j %j', (args, variables, sentence) => {
		const { status, stdout, stderr } = run(args, variables);
		expect(status).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toContain(sentence);
		expect(stderr.trim().split('\n')).toHaveLength(1);
	});

	test('can be run as a file', () => {
		expect(readFileSync(CLI, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
		expect(spawnSync(CLI, ['--version'], { encoding: 'utf8' }).stdout).toBe(`${version}\n`);
	});

	test('ships the licences of its dependencies', () => {
		const texts = readFileSync(path.join(path.dirname(CLI), 'THIRD_PARTY_LICENSES'), 'utf8');
		for (const name of ['@modelcontextprotocol/server', 'axios', 'zod']) {
			expect(texts).toMatch(new RegExp(`^${name} \\d`, 'm'));
		}
	});
});

const question = {
	name: 'get_audit_log',
	arguments: { from: 'last week', record: 'Acme', toolCallId: 'x', user: null, module: '' },
};

type AnyClient = Pick<Client, 'listTools' | 'callTool'>;

async function answersQuestions(client: AnyClient): Promise<void> {
	const { tools } = await client.listTools();
	expect(tools.map(({ name }) => name)).toEqual([
		'get_audit_log',
		'summarize_audit_log',
		'get_record_history',
		'review_audit_log',
		'list_users',
		'list_deleted_records',
		'save_audit_log',
		'create_export',
		'list_exports',
		'get_export',
		'download_export',
	]);
	const ajv = new Ajv2020({ strict: false });
	const found = await client.callTool(question);
	const schema = tools.find(({ name }) => name === 'get_audit_log')?.outputSchema;
	expect(ajv.validate(schema as AnySchema, found.structuredContent)).toBe(true);
	expect(found.structuredContent).toMatchObject({ status: 'ready' });
	const refused = await client.callTool({ name: 'get_export', arguments: { export_id: '1' } });
	expect(refused.isError).toBe(true);
}

describe('over stdio', () => {
	test('a client of the first SDK is answered', async () => {
		const client = new OldClient({ name: 'old', version: '0' });
		await client.connect(new OldTransport({ command: process.execPath, args: [CLI], env }));
		await answersQuestions(client as unknown as AnyClient);
		await client.close();
	});

	test.each(['legacy', 'auto', { pin: '2026-07-28' }] as const)(
		'a client of the second SDK is answered in mode %j',
		async (mode) => {
			const client = new Client({ name: 'new', version: '0' }, { versionNegotiation: { mode } });
			await client.connect(
				new StdioClientTransport({ command: process.execPath, args: [CLI], env }),
			);
			await answersQuestions(client);
			await client.close();
		},
	);

	test('without credentials it starts, lists its tools and says what is missing', async () => {
		const client = new Client({ name: 'new', version: '0' });
		const transport = new StdioClientTransport({
			command: process.execPath,
			args: [CLI, '--read-only'],
			env: {},
			stderr: 'pipe',
		});
		await client.connect(transport);
		expect((await client.listTools()).tools).toHaveLength(10);
		const answer = await client.callTool({ name: 'list_exports', arguments: {} });
		expect(JSON.stringify(answer)).toContain(
			'ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN',
		);
		await client.close();
	});
});

const INITIALIZE = {
	method: 'initialize',
	params: {
		protocolVersion: '2025-11-25',
		capabilities: {},
		clientInfo: { name: 'raw', version: '0' },
	},
};

async function until(condition: () => boolean): Promise<void> {
	for (const start = Date.now(); !condition(); await pause(5)) {
		if (Date.now() - start > 4_000) throw new Error('timed out');
	}
}

/** The process itself, line by line. */
function server(variables: Record<string, string> = env) {
	const child = spawn(process.execPath, [CLI], { env: variables });
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
	child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let id = 0;
	const send = (message: object): void =>
		void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
	return {
		child,
		output,
		ended,
		send,
		async invoke(message: object): Promise<void> {
			send({ id: ++id, ...message });
			await until(() => new RegExp(`"id":${id}[,}]`).test(output.stdout));
		},
	};
}

test.each([[[3]], [[1, 2]], [[2, 1]], [[1, 1, 1]]])(
	'a byte order mark before the first message is skipped, in parts of %j bytes',
	async (sizes) => {
		const { child, output, ended } = server();
		const mark = Buffer.from('\ufeff');
		let at = 0;
		for (const size of sizes) {
			child.stdin.write(mark.subarray(at, (at += size)));
			await pause(20);
		}
		child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, ...INITIALIZE })}\n`);
		await until(() => output.stdout.includes('"id":1'));
		child.stdin.end();
		expect(await ended).toBe(0);
		expect(output.stderr).toBe('');
	},
);

describe('it exits with 0 by itself', () => {
	test.each(['stdin end', 'SIGINT', 'SIGTERM'] as const)(
		'on %s, with a call hanging',
		async (how) => {
			zoho.faults.add({ on: 'token', times: Infinity, socket: { hang: true } });
			const it = server();
			await it.invoke(INITIALIZE);
			it.send({ id: 9, method: 'tools/call', params: question });
			await until(() => zoho.requests.length > 0);
			if (how === 'stdin end') it.child.stdin.end();
			else it.child.kill(how);
			// The benchmark measures how soon.
			expect(await Promise.race([it.ended, pause(10_000, 'still running')])).toBe(0);
			expect(it.output.stdout).not.toContain('"id":9');
		},
	);
});

test('whatever fails, stdout has only the protocol and no output has a secret', async () => {
	const it = server({ ...env, ZOHO_AUDIT_LOG_LEVEL: 'debug' });
	await it.invoke(INITIALIZE);
	const call = async (name: string, args: object = {}): Promise<void> =>
		await it.invoke({ method: 'tools/call', params: { name, arguments: args } });
	const faults = [
		{ on: 'token', ...jsonInstead(200, { error: 'invalid_code' }) },
		{ on: 'token', ...htmlPage() },
		{ on: 'listExports', times: 2, ...expiredToken() },
		{ on: 'listExports', ...htmlPage(403) },
		{ on: 'listExports', ...jsonInstead(200, { token: zoho.credentials.refresh_token }) },
		{ on: 'listExports', socket: { cutAfter: 3 } },
		{ on: 'download', ...htmlPage(403) },
		{ on: 'download', ...htmlPage() },
	] as const;
	for (const fault of faults) {
		zoho.faults.clear();
		zoho.faults.add(fault);
		await call('list_exports');
		await call('download_export', { export_id: '7610000000070000000', wait_seconds: 0 });
	}
	await call('get_audit_log', { from: zoho.credentials.client_secret });
	await call('get_export', { export_id: 17 });
	zoho.faults.add({ on: 'token', ...throttledRefresh() });
	it.child.stdin.write('this is not JSON\n');
	await it.invoke({ method: 'nothing/known' });
	it.child.stdin.end();
	await it.ended;
	for (const line of it.output.stdout.trim().split('\n')) {
		expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
	}
	for (const line of it.output.stderr.trim().split('\n')) {
		expect(JSON.parse(line)).toHaveProperty('level');
	}
	const all = it.output.stdout + it.output.stderr;
	expect(all).not.toContain(zoho.credentials.client_secret);
	expect(all).not.toMatch(/1000\.[0-9a-f]{32}/);
	expect(all).toContain('[hidden]');
});

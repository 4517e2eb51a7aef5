import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { withBody } from '../../zoho/faults';
import { serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { exportZip } from '../data';

/**
 * The built server asked about an export of so many entries, as a host asks it: the first question in
 * a fresh process, with the export still to be made and with the export there, then further ones.
 * One entry less than Zoho's cap, because an export that has reached it is made again in halves.
 *   npm run build && npm run bench:mcp [-- --rows N --rounds N]
 */
const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '999999' },
		rounds: { type: 'string', default: '3' },
	},
});

const { env } = process;
const CLI = join(__dirname, '../../../dist/mcp/cli.js');
const STARTS = 7;
const PERIOD = { from: '2026-01-05', to: '2026-06-30' };
const RECORD = 'Acme 17';

type Arguments = Record<string, unknown>;
const FIRST: [string, Arguments] = [
	'get_audit_log',
	{ ...PERIOD, user: 'Ana', module: 'Deals', action: 'deleted' },
];
const FURTHER: Record<string, [string, Arguments]> = {
	'the same with another user': [
		'get_audit_log',
		{ ...PERIOD, user: 'Ben', module: 'Deals', action: 'deleted' },
	],
	'one week': ['get_audit_log', { from: '2026-03-02', to: '2026-03-08' }],
	'counts by user and action': ['summarize_audit_log', PERIOD],
	'counts by record': ['summarize_audit_log', { ...PERIOD, group_by: ['record'] }],
	'a text': ['get_audit_log', { ...PERIOD, text: 'Hooli exported' }],
	'a record by part of its name': ['get_record_history', { ...PERIOD, record: RECORD }],
	'200 of all, in full': ['get_audit_log', { ...PERIOD, limit: 200, detail: 'full' }],
	'what is in the export': ['download_export', {}],
};

interface Round {
	/** Seconds by question. */
	readonly seconds: Record<string, number>;
	/** Of all threads of the server, by question: what other work on the machine does not change. */
	readonly cpuSeconds: Record<string, number>;
	readonly longest: number;
	readonly peakMb: number;
}

async function main(): Promise<void> {
	const rows = Number(values.rows);
	const zip = readFileSync(exportZip(rows));
	const rounds: Round[] = [];
	for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measured(zip));
	const names = Object.keys(rounds[0]?.seconds ?? {});
	process.stdout.write(
		`${rows.toLocaleString('en')} entries, ${zip.length.toLocaleString('en')} bytes, median of ${rounds.length}\n\n`,
	);
	process.stdout.write('   wall      CPU\n');
	for (const name of names) {
		const [wall, cpu] = [median(rounds, 'seconds', name), median(rounds, 'cpuSeconds', name)];
		process.stdout.write(`${shown(wall)} ${shown(cpu)}  ${name}\n`);
	}
	for (const line of await lifeTimes()) process.stdout.write(`${line}\n`);
	const longest = Math.max(...rounds.map((round) => round.longest));
	const peakMb = Math.max(...rounds.map((round) => round.peakMb));
	process.stdout.write(
		`\n${longest.toLocaleString('en')} characters in the longest result; ${peakMb.toFixed(0)} MB at the peak\n`,
	);
}

function median(rounds: readonly Round[], what: 'seconds' | 'cpuSeconds', name: string): number {
	return middle(rounds.map((round) => round[what][name] ?? NaN));
}

function shown(seconds: number): string {
	return `${seconds.toFixed(2).padStart(6)} s`;
}

async function measured(zip: Buffer): Promise<Round> {
	const zoho = createZoho({ entries: 20 });
	// Without an entry in the period there would be no file.
	zoho.record({ audited_time: Date.parse('2026-03-03T10:00:00Z') });
	const served = await serveZoho(zoho);
	zoho.faults.add({
		on: 'download',
		times: Infinity,
		answer: (_, normal) => withBody(normal, zip),
	});
	const environment = settingsFor(zoho, served.url);
	const seconds: Round['seconds'] = {};
	const cpuSeconds: Round['seconds'] = {};
	let longest = 0;
	let peakMb = 0;
	const asking = async (
		what: (ask: (name: string, question: [string, Arguments]) => Promise<void>) => Promise<void>,
	) => {
		const transport = new StdioClientTransport({
			command: process.execPath,
			args: [CLI],
			env: environment,
		});
		const client = new Client({ name: 'bench', version: '0' });
		await client.connect(transport);
		await what(async (name, [tool, args]) => {
			const begun = performance.now();
			const cpu = cpuOf(transport.pid);
			const said = await client.callTool({ name: tool, arguments: args });
			seconds[name] = (performance.now() - begun) / 1000;
			cpuSeconds[name] = cpuOf(transport.pid) - cpu;
			const [content] = said.content;
			const text = content?.type === 'text' ? content.text : '';
			if (said.isError || !text.includes('"status":')) throw new Error(`${name}: ${text}`);
			if (text.includes('"preparing"')) throw new Error(`${name} was not ready`);
			longest = Math.max(longest, text.length);
		});
		peakMb = Math.max(peakMb, peakOf(transport.pid));
		await client.close();
	};
	await asking(async (ask) => await ask('first question, Zoho makes the export (8 s)', FIRST));
	const export_id = '7610000000070000000';
	await asking(async (ask) => {
		await ask('first question of a new process, the export is there', FIRST);
		for (const [name, [tool, args]] of Object.entries(FURTHER)) {
			const given = tool === 'download_export' ? { export_id } : args;
			await ask(`then: ${name}`, [tool, given]);
		}
	});
	await served.close();
	return { seconds, cpuSeconds, longest, peakMb };
}

/** From the start of a process to its answer to `initialize`, and from being told to end to its end. */
async function lifeTimes(): Promise<string[]> {
	const zoho = createZoho({ entries: 20 });
	const served = await serveZoho(zoho);
	zoho.faults.add({ on: 'token', times: Infinity, socket: { hang: true } });
	const variables = { ...env, ...settingsFor(zoho, served.url) };
	const lines: string[] = [];
	for (const how of ['stdin closed', 'SIGTERM'] as const) {
		const [starts, cpus, ends]: [number[], number[], number[]] = [[], [], []];
		for (let run = 0; run < STARTS; run++) {
			const begun = performance.now();
			const child = spawn(process.execPath, [CLI], { env: variables });
			child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
			await once(child.stdout, 'data');
			starts.push((performance.now() - begun) / 1000);
			cpus.push(cpuOf(child.pid ?? null));
			// It hangs at Zoho's token while it is told to end.
			const asked = zoho.requests.length;
			child.stdin.write(`${JSON.stringify(CALL)}\n`);
			while (zoho.requests.length === asked) await pause(5);
			const told = performance.now();
			if (how === 'SIGTERM') child.kill('SIGTERM');
			else child.stdin.end();
			await once(child, 'exit');
			ends.push((performance.now() - told) / 1000);
		}
		if (lines.length === 0) {
			lines.push(
				`${shown(middle(starts))} ${shown(middle(cpus))}  start of the process to initialize`,
			);
		}
		lines.push(
			`${shown(middle(ends))}           ${how} to the end of the process, during a question`,
		);
	}
	await served.close();
	return lines;
}

function middle(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const INITIALIZE = {
	jsonrpc: '2.0',
	id: 1,
	method: 'initialize',
	params: {
		protocolVersion: '2025-11-25',
		capabilities: {},
		clientInfo: { name: 'bench', version: '0' },
	},
};
const CALL = {
	jsonrpc: '2.0',
	id: 2,
	method: 'tools/call',
	params: { name: 'list_exports', arguments: {} },
};

function settingsFor(zoho: Zoho, url: string): Record<string, string> {
	return {
		ZOHO_EMULATOR_URL: url,
		ZOHO_CLIENT_ID: zoho.credentials.client_id,
		ZOHO_CLIENT_SECRET: zoho.credentials.client_secret,
		ZOHO_REFRESH_TOKEN: zoho.credentials.refresh_token,
	};
}

/** User and system time in hundredths of a second, as Linux counts them. */
function cpuOf(pid: number | null): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The most memory that the process ever had; Linux counts it. */
function peakOf(pid: number | null): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}

void main();

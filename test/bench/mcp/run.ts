// cspell:disable
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { withBody } from '../../zoho/faults';
import { serveZoho } from '../../zoho/serve';
import { createZoho } from '../../zoho/zoho';
import { exportZip } from '../data';
import { lifetimes } from './lifetimes';
import { manyQuestions } from './many';
import { CLI, cpuOf, formatted, median, peakOf, settingsFor } from './process';

/**
 * The built server queried about an export of that many entries, as a host would: the first query in
 * a new process, with the export still to be created and with it available, then further ones.
 * One entry below Zoho's cap, because an export that reaches it is split in half.
 *   npm run build && npm run bench:mcp [-- --rows N --rounds N]
 *   npm run bench:mcp -- --export  download_export compared with a summary of the same file, nothing else
 */
const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '999999' },
		rounds: { type: 'string', default: '3' },
		export: { type: 'boolean', default: false },
	},
});

const PERIOD = { from: '2026-01-05', to: '2026-06-30' };
const RECORD = 'Acme 17';
/** The only export of the emulator. */
const export_id = '7610000000070000000';

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
	'an overview of the export': ['download_export', { export_id }],
};
/** Each in a new process, which has not read the file. */
const SUMMARY = 'counts of an export, new process';
const PREVIEW = 'download_export with a preview, new process';
const OF_ONE_EXPORT: Record<string, [string, Arguments]> = {
	[SUMMARY]: ['summarize_audit_log', { export_id }],
	[PREVIEW]: ['download_export', { export_id }],
};

interface Round {
	/** Seconds by query. */
	readonly seconds: Record<string, number>;
	/** Of all threads of the server, by query: other work on the machine does not affect it. */
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
		const [wall, cpu] = [medianOf(rounds, 'seconds', name), medianOf(rounds, 'cpuSeconds', name)];
		// What runs at once has processor time of all together alone.
		const shown = Number.isNaN(cpu) ? ' '.repeat(8) : formatted(cpu);
		process.stdout.write(`${formatted(wall)} ${shown}  ${name}\n`);
	}
	const ratio = medianOf(rounds, 'cpuSeconds', PREVIEW) / medianOf(rounds, 'cpuSeconds', SUMMARY);
	process.stdout.write(`CPU of download_export ÷ counts of the same file: ${ratio.toFixed(2)}\n`);
	if (!values.export) for (const line of await lifetimes()) process.stdout.write(`${line}\n`);
	const longest = Math.max(...rounds.map((round) => round.longest));
	const peakMb = Math.max(...rounds.map((round) => round.peakMb));
	process.stdout.write(
		`\n${longest.toLocaleString('en')} characters in the longest result; ${peakMb.toFixed(0)} MB at the peak\n`,
	);
}

function medianOf(rounds: readonly Round[], what: 'seconds' | 'cpuSeconds', name: string): number {
	return median(rounds.map((round) => round[what][name] ?? NaN));
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
	const withServer = async (
		run: (
			query: (name: string, call: readonly [string, Arguments]) => Promise<void>,
			ask: (
				name: string,
				call: readonly [string, Arguments],
			) => Promise<{ readonly wall: number; readonly cpu: number }>,
		) => Promise<void>,
	) => {
		const transport = new StdioClientTransport({
			command: process.execPath,
			args: [CLI],
			env: environment,
		});
		const client = new Client({ name: 'bench', version: '0' });
		await client.connect(transport);
		const ask = async (name: string, [tool, args]: readonly [string, Arguments]) => {
			const started = performance.now();
			const cpu = cpuOf(transport.pid);
			const answer = await client.callTool({ name: tool, arguments: args });
			const figures = {
				wall: (performance.now() - started) / 1000,
				cpu: cpuOf(transport.pid) - cpu,
			};
			const [content] = answer.content;
			const text = content?.type === 'text' ? content.text : '';
			if (answer.isError || !text.includes('"status":')) throw new Error(`${name}: ${text}`);
			if (text.includes('"preparing"')) throw new Error(`${name} was not ready`);
			longest = Math.max(longest, text.length);
			return figures;
		};
		await run(async (name, call) => {
			const { wall, cpu } = await ask(name, call);
			[seconds[name], cpuSeconds[name]] = [wall, cpu];
		}, ask);
		peakMb = Math.max(peakMb, peakOf(transport.pid));
		await client.close();
	};
	await withServer(
		async (query) => await query('first query, Zoho creates the export (8 s)', FIRST),
	);
	if (!values.export) {
		await withServer(async (query, ask) => {
			await query('first query of a new process, the export exists', FIRST);
			for (const [name, call] of Object.entries(FURTHER)) await query(`then: ${name}`, call);
			const many = manyQuestions(PERIOD);
			const all = await Promise.all(many.map(async (call) => await ask('at once', call)));
			const walls = all.map(({ wall }) => wall);
			seconds[`${many.length} at once: the slowest, and CPU of all`] = Math.max(...walls);
			cpuSeconds[`${many.length} at once: the slowest, and CPU of all`] = Math.max(
				...all.map(({ cpu }) => cpu),
			);
			seconds[`${many.length} at once: the median`] = median(walls);
		});
	}
	for (const [name, call] of Object.entries(OF_ONE_EXPORT)) {
		await withServer(async (query) => await query(name, call));
	}
	await served.close();
	return { seconds, cpuSeconds, longest, peakMb };
}

void main();

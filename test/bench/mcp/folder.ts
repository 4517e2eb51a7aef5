import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import AdmZip from 'adm-zip';
import { ArchiveFolder } from '../../../mcp/archive/folder/archiveFolder';
import { readConfig } from '../../../mcp/config/config';
import { createLog } from '../../../mcp/log';
import { rebuildParts } from '../../../mcp/questions/kept/keepParts';
import { createApp } from '../../../mcp/server/app';
import { cacheFolder } from '../cache';
import { exportZip } from '../data';
import { CLI, formatted, median, peakOf } from './process';

/**
 * A folder of three exports, of half a year in each of three years: the first questions of new processes.
 *   npm run build && node --import tsx test/bench/mcp/folder.ts [--rows N --rounds N]
 */
const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '999999' },
		rounds: { type: 'string', default: '3' },
	},
});
const YEARS = [2024, 2025, 2026] as const;

const SETTINGS = {
	ZOHO_AUDIT_FILE_TIME_ZONE: 'UTC',
	ZOHO_AUDIT_DATE_FORMAT: 'MM/dd/yyyy hh:mm a',
};
const ALL = { from: '2024-01-05', to: '2026-06-30' };
const QUESTIONS: Record<string, [string, object]> = {
	'a user, a module and an action': [
		'get_audit_log',
		{ ...ALL, user: 'Ana Lopez', module: 'Deals', action: 'deleted' },
	],
	'counts by user and action': ['summarize_audit_log', { ...ALL, group_by: ['user', 'action'] }],
	'newest 200 of a week': ['get_audit_log', { from: '2026-03-02', to: '2026-03-08', limit: 200 }],
	'a text': ['get_audit_log', { ...ALL, text: 'Hooli exported' }],
	'a record by part of its name': ['get_record_history', { ...ALL, record: 'Acme 17' }],
	'counts by record': ['summarize_audit_log', { ...ALL, group_by: ['record'] }],
};

/** The same rows in another year. */
function zipOf(rows: number, year: number): Buffer {
	const zip = new AdmZip(exportZip(rows));
	const other = new AdmZip();
	for (const entry of zip.getEntries()) {
		const text = entry.getData().toString('utf8').replaceAll('/2026 ', `/${year} `);
		other.addFile(entry.entryName, Buffer.from(text.replaceAll(`02/29/${year}`, `02/28/${year}`)));
	}
	return other.toBuffer();
}

async function made(path: string, rows: number): Promise<void> {
	mkdirSync(path, { recursive: true, mode: 0o700 });
	const folder = await ArchiveFolder.open(path, 'write');
	for (const [index, year] of YEARS.entries()) {
		const value = [`${year}-01-01T00:00:00+00:00`, `${year}-06-30T23:59:59+00:00`];
		await folder.keep({
			id: `487687600000099000${index}`,
			startedAt: `${year}-07-01T00:00:00Z`,
			createdById: '1',
			criteria: { field: { api_name: 'audited_time' }, comparator: 'between', value },
			organizations: [],
			files: [{ name: 'AuditLog.zip', bytes: zipOf(rows, year) }],
		});
	}
	const config = readConfig({ ...SETTINGS, ZOHO_AUDIT_ARCHIVE: path, ZOHO_AUDIT_OFFLINE: 'true' });
	const own = { log: createLog('error', () => undefined), now: Date.now, version: '0' };
	const never = async (): Promise<never> => await Promise.reject(new Error('offline'));
	const app = createApp(config, { ...own, exchange: never });
	// As `sync` does.
	const writing = createApp({ ...config, isOffline: false }, { ...own, exchange: never });
	const began = performance.now();
	await rebuildParts({ ...writing, client: app.client }, await app.client(), { all: true });
	process.stdout.write(
		`${formatted((performance.now() - began) / 1000)}  reading and keeping rows\n`,
	);
	await app.archive.database.close();
	await writing.archive.database.close();
}

async function main(): Promise<void> {
	const rows = Number(values.rows);
	const path = join(cacheFolder(), 'data', `archive-${rows}`);
	if (!existsSync(join(path, '00000006.json'))) {
		rmSync(path, { recursive: true, force: true });
		await made(path, rows);
	}
	const sizes = (end: string): number =>
		readdirSync(path)
			.filter((name) => name.endsWith(end))
			.reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
	const each = (bytes: number): string => (bytes / rows / YEARS.length).toFixed(1);
	process.stdout.write(
		`${(rows * YEARS.length).toLocaleString('en')} entries; bytes for each: ${each(sizes('.parquet'))} in Parquet, ${each(sizes('.zip'))} as Zoho made them\n`,
	);
	let peak = 0;
	for (const [name, [tool, args]] of Object.entries(QUESTIONS)) {
		const [firsts, seconds]: [number[], number[]] = [[], []];
		for (let round = 0; round < Number(values.rounds); round++) {
			const transport = new StdioClientTransport({
				command: process.execPath,
				args: [CLI, '--archive', path, '--offline'],
				env: SETTINGS,
			});
			const client = new Client({ name: 'bench', version: '0' });
			await client.connect(transport);
			for (const times of [firsts, seconds]) {
				const began = performance.now();
				const answer = await client.callTool({ name: tool, arguments: { ...args } });
				times.push((performance.now() - began) / 1000);
				if (answer.isError) throw new Error(JSON.stringify(answer.content));
			}
			peak = Math.max(peak, peakOf(transport.pid));
			await client.close();
		}
		process.stdout.write(
			`${formatted(median(firsts))} first, ${formatted(median(seconds))} again  ${name}\n`,
		);
	}
	process.stdout.write(`${peak.toFixed(0)} MB at the peak\n`);
}

void main();

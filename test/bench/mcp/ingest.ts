import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Database } from '../../../mcp/archive/database';
import { ingest } from '../../../mcp/archive/ingest';
import { EventIds } from '../../../shared/entries/eventIds';
import { EVERY_ENTRY } from '../../../shared/entries/filter';
import { timedYield } from '../../../shared/files/yieldToEventLoop';
import { noRows } from '../../../shared/reading/csvEntries';
import { readEntries } from '../../../shared/reading/readEntries';
import { context } from '../context';
import { exportZip } from '../data';
import { formatted, median } from './process';

/**
 * What reading an export into the database takes beside reading all of its rows as entries, in processor time of new
 * processes that take turns:
 *   node --import tsx test/bench/mcp/ingest.ts [--rows N --rounds N]
 */
const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '999999' },
		rounds: { type: 'string', default: '3' },
		only: { type: 'string' },
	},
});

const sleep = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));
const ticks = (): number => performance.now();

const WORK = {
	entries: async (bytes: Buffer): Promise<void> => {
		const reading = { sleep, ticks, context, counts: noRows(), ids: new EventIds() };
		const options = { ...reading, filter: EVERY_ENTRY, withRaw: false };
		let count = 0;
		for await (const batch of readEntries([{ name: 'a.zip', bytes }], options)) {
			count += batch.length;
		}
		if (count !== Number(values.rows)) throw new Error(`${count} entries`);
	},
	database: async (bytes: Buffer): Promise<void> => {
		const database = new Database();
		const host = { yieldToEventLoop: timedYield(sleep, ticks, undefined) };
		const part = await ingest(database, [{ name: 'a.zip', bytes }], context, { host });
		if (part.facts.rows !== Number(values.rows)) throw new Error(`${part.facts.rows} rows`);
		await database.close();
	},
};

/** Seconds of all threads, without starting the process. */
async function measure(work: (bytes: Buffer) => Promise<void>): Promise<void> {
	const bytes = readFileSync(exportZip(Number(values.rows)));
	const before = process.cpuUsage();
	await work(bytes);
	const { user, system } = process.cpuUsage(before);
	process.stdout.write(String((user + system) / 1e6));
}

function inProcess(only: string): number {
	const args = ['--import', 'tsx', __filename, '--rows', values.rows, '--only', only];
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return Number(stdout);
}

function compare(): void {
	const rounds = Array.from({ length: Number(values.rounds) }, () => {
		const [entries, database] = [inProcess('entries'), inProcess('database')];
		return { entries, database, ratio: database / entries };
	});
	const of = (what: keyof (typeof rounds)[number]): number =>
		median(rounds.map((round) => round[what]));
	process.stdout.write(
		`${formatted(of('entries'))} all rows as entries\n${formatted(of('database'))} into the database, ${of('ratio').toFixed(2)} times as much\n`,
	);
}

if (values.only === undefined) compare();
else void measure(WORK[values.only as keyof typeof WORK]);

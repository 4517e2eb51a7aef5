import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { zlibGunzip } from '../../mcp/archive/gunzip';
import { NO_HINTS } from '../../shared/dialect/csvColumns';
import type { TimeQuestion } from '../../shared/dialect/timeDialect';
import { EventIds } from '../../shared/entries/eventIds';
import { entryFilter } from '../../shared/entries/filter';
import { noRows } from '../../shared/reading/csvEntries';
import { areTimes, fileDialect, knownCells } from '../../shared/reading/dialect/fileDialect';
import { readEntries } from '../../shared/reading/readEntries';
import { context, zone } from './context';
import { exportZip } from './data';

/**
 * What finding the dialect of an export costs beside reading it: both in one process, one after the
 * other, in CPU time (also that of other threads, which unpack). Prints the median of each and the ratio.
 *   npm run bench:dialect -- --rows 1000000 --rounds 15
 */
const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '1000000' },
		rounds: { type: 'string', default: '15' },
	},
});
const bytes = readFileSync(exportZip(Number(values.rows)));
const files = [{ name: 'AuditLog.zip', bytes }];
const sleep = async (): Promise<void> => undefined;
const host = { yieldToEventLoop: sleep, gunzip: zlibGunzip };
const within = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 6, 2) };
const question: Omit<TimeQuestion, 'sample'> = {
	declared: { dateFormat: 'MM/dd/yyyy', timeFormat: 'hh:mm a', locale: 'en_US' },
	zones: [{ owner: 'exporter', zone }],
	within,
	bounds: within,
};

async function find(): Promise<void> {
	const tests = {
		...knownCells(context.users, context.modules),
		areTimes: (texts: readonly string[]) => areTimes(texts, question),
	};
	const { dialect } = await fileDialect(files, NO_HINTS.map, question, tests, host);
	const { times } = dialect;
	if (times.proof?.format === 'unknown') throw new Error('nothing was found');
}

async function read(): Promise<void> {
	let entries = 0;
	const batches = readEntries(files, {
		filter: entryFilter({}, context),
		context,
		ids: new EventIds(),
		counts: noRows(),
		withRaw: false,
		sleep,
		ticks: () => performance.now(),
		gunzip: zlibGunzip,
	});
	for await (const batch of batches) entries += batch.length;
	if (entries !== Number(values.rows)) throw new Error(`${entries} entries were read`);
}

/** Milliseconds of CPU. */
async function cost(run: () => Promise<void>): Promise<number> {
	const start = process.cpuUsage();
	await run();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

const median = (all: readonly number[]): number =>
	all.toSorted((a, b) => a - b)[all.length >> 1] ?? NaN;

async function main(): Promise<void> {
	const [finding, reading]: [number[], number[]] = [[], []];
	const first = await cost(find);
	for (let round = 0; round < Number(values.rounds); round++) {
		reading.push(await cost(read));
		finding.push(await cost(find));
	}
	const [found, whole] = [median(finding), median(reading)];
	const percent = ((found / whole) * 100).toFixed(1);
	process.stdout.write(
		`dialect ${found.toFixed(0)} ms (the first in the process ${first.toFixed(0)} ms), reading ${whole.toFixed(0)} ms, ratio ${percent} %\n`,
	);
}

void main();

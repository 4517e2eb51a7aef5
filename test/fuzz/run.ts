import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../bench/random';
import { check, type Outcome } from './check';
import { input } from './inputs';

/** An input takes at most a second, so a report is due after as many seconds as inputs. */
const INPUTS_PER_REPORT = 20;
const REPORT_TIMEOUT_MS = 30_000;
const MAX_RSS = 700 * 1024 * 1024;

interface Report {
	readonly seed: number;
	readonly counts: Readonly<Record<Outcome, number>>;
	readonly peakMb: number;
	readonly failure?: string;
}

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '1' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
	},
});

if (process.send) void work(Number(values.seed), Number(values.minutes));
else watch(Number(values.seed), Number(values.minutes));

/** A process that hangs cannot report it, so this one watches another. */
function watch(seed: number, minutes: number): void {
	console.log(`seed ${seed}, ${minutes} minutes`);
	const child = fork(__filename, [`--seed=${seed}`, `--minutes=${minutes}`], {
		execArgv: [...process.execArgv, '--max-old-space-size=256'],
	});
	let latest: Report | undefined;
	const hung = (): void => {
		console.log(`No output for ${REPORT_TIMEOUT_MS} ms, after input ${latest?.seed ?? seed}.`);
		child.kill('SIGKILL');
	};
	let alarm = setTimeout(hung, REPORT_TIMEOUT_MS);
	child.on('message', (report: Report) => {
		latest = report;
		clearTimeout(alarm);
		alarm = setTimeout(hung, REPORT_TIMEOUT_MS);
	});
	child.on('exit', (code) => {
		clearTimeout(alarm);
		const total = Object.values(latest?.counts ?? {}).reduce((sum, count) => sum + count, 0);
		console.log(`${total} inputs, seeds ${seed} to ${latest?.seed ?? seed}`, latest?.counts);
		console.log(`peak memory ${latest?.peakMb ?? 0} MB`);
		if (latest?.failure !== undefined) console.log(latest.failure);
		process.exitCode = code === 0 ? 0 : 1;
	});
}

async function work(first: number, minutes: number): Promise<void> {
	const end = Date.now() + minutes * 60_000;
	const counts: Record<Outcome, number> = {
		read: 0,
		'read in part': 0,
		'refused by both': 0,
		'refused by us alone': 0,
	};
	let seed = first;
	const send = (failure?: string): void => {
		const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
		const report: Report = { seed, counts, peakMb, ...(failure === undefined ? {} : { failure }) };
		process.send?.(report);
	};
	for (; Date.now() < end; seed++) {
		const bytes = input(createRandom(seed));
		try {
			counts[await check(bytes)]++;
			if (process.memoryUsage.rss() > MAX_RSS) throw new Error('Too much memory is used.');
		} catch (error) {
			const path = join(tmpdir(), `audit-log-fuzz-${seed}.bin`);
			writeFileSync(path, bytes);
			send(
				`input ${seed}, saved in ${path}: ${error instanceof Error ? error.stack : String(error)}`,
			);
			process.exitCode = 1;
			process.disconnect();
			return;
		}
		if (seed % INPUTS_PER_REPORT === 0) send();
	}
	send();
	process.disconnect();
}

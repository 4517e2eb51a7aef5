import { createRequire } from 'node:module';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Contender, Measurement } from './contender';

/** How often the probe samples the event loop, in milliseconds. */
const PROBE_MS = 5;

/** `node measure.js <file of contenders> <name> <url>`: runs one contender, prints its measurement. */
async function main([file = '', name = '', url = '']: readonly string[]): Promise<void> {
	const all = createRequire(__filename)(file) as {
		contenders: Readonly<Record<string, Contender>>;
	};
	const contender = all.contenders[name];
	if (!contender) throw new Error(`No contender ${name} in ${file}.`);
	const probe = monitorEventLoopDelay({ resolution: PROBE_MS });
	let downloaded = NaN;
	let firstRow = NaN;
	probe.enable();
	const start = performance.now();
	const rows = await contender(url, {
		downloaded: () => (downloaded = performance.now()),
		row: () => {
			if (Number.isNaN(firstRow)) firstRow = performance.now();
		},
	});
	const wallMs = performance.now() - start;
	const usage = process.resourceUsage();
	// The probe notices a block only once the event loop runs again.
	await new Promise((resolve) => setTimeout(resolve, PROBE_MS * 4));
	const firstRowMs = firstRow - downloaded;
	const measurement: Measurement = {
		rows,
		cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
		wallMs,
		firstRowMs: Number.isNaN(firstRowMs) ? null : firstRowMs,
		blockedMs: Math.max(0, probe.max / 1e6 - PROBE_MS),
		peakMb: usage.maxRSS / 1024,
	};
	process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

void main(process.argv.slice(2));

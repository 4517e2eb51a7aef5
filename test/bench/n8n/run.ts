import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportZip } from '../data';
import { against } from './against';
import { inChild, serving } from './children';
import { type Measurement, type Scenario, SCENARIOS } from './scenario';

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '3' },
		json: { type: 'string' },
		only: { type: 'string' },
		against: { type: 'string' },
	},
});

/** `npm run bench:n8n`: what the built node costs in n8n's engine, each run in a process of its own. */
async function main(): Promise<void> {
	const chosen = SCENARIOS.filter(
		({ name }) => !values.only || values.only.split(',').includes(name),
	);
	const rounds = Number(values.rounds);
	const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}`;
	if (values.against !== undefined) return await against(values.against, { rounds, machine });
	console.log(`n8n's engine, the median of ${values.rounds} rounds, ${machine}`);
	const folder = mkdtempSync(join(tmpdir(), 'bench-n8n-'));
	const results: Record<string, Measurement> = {};
	try {
		for (const rows of new Set(chosen.map((scenario) => scenario.rows))) {
			const scenarios = chosen.filter((scenario) => scenario.rows === rows);
			Object.assign(results, await measured(folder, rows, scenarios));
			console.log(`\n${rows.toLocaleString('en')} rows\n${table(scenarios, results)}`);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	if (values.json) writeFileSync(values.json, JSON.stringify({ machine, results }, null, '\t'));
}

/** Every scenario once per round, so that a noisy minute affects all of them. */
async function measured(
	folder: string,
	rows: number,
	scenarios: readonly Scenario[],
): Promise<Record<string, Measurement>> {
	const { credential, stop } = await serving(exportZip(rows));
	const file = join(folder, `credential-${rows}.json`);
	writeFileSync(file, credential);
	const all = new Map<string, Measurement[]>();
	try {
		for (let round = 0; round < Number(values.rounds); round++) {
			for (const { name } of scenarios) {
				const args = [name, file, join(folder, 'items.ndjson')];
				const measurement = await inChild(args);
				all.set(name, [...(all.get(name) ?? []), measurement]);
			}
		}
	} finally {
		stop();
	}
	return Object.fromEntries([...all].map(([name, many]) => [name, median(many)]));
}

/** The median by wall time: one measurement, whose numbers belong together. */
function median(many: readonly Measurement[]): Measurement {
	const sorted = [...many].sort((a, b) => a.wallMs - b.wallMs);
	return sorted[Math.floor(sorted.length / 2)] as Measurement;
}

const HEAD = ['ms', 'CPU ms', 'node ms', 'MB before', 'peak MB', 'held MB', 'items', 'file MB'];

function table(scenarios: readonly Scenario[], results: Record<string, Measurement>): string {
	const rows = scenarios.map(({ name, what }) => {
		const it = results[name] as Measurement;
		const numbers = [it.wallMs, it.cpuMs, it.nodeMs, it.beforeMb, it.peakMb, it.heldMb];
		const cells = [...numbers, it.items, it.bytes / 1024 / 1024].map((it) =>
			Math.round(it).toLocaleString('en'),
		);
		return line(cells, what);
	});
	return [line(HEAD, ''), ...rows].join('\n');
}

const line = (cells: readonly string[], what: string): string =>
	`${cells.map((cell) => cell.padStart(9)).join(' ')}  ${what}`.trimEnd();

void main();

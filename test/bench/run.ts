import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from './build';
import type { Measurement } from './contender';
import { exportZip } from './data';
import { installLibraries } from './libraries';
import { growthTable, median, measurementTable, targetTable, type Results } from './report';

/** File, contender, and description. */
const CONTENDERS = [
	['floor', 'floor', 'download, inflate and checksum with node:zlib, nothing parsed'],
	['ours', 'unpack', 'server, unpacked and checked'],
	['ours', 'filter', 'server, filter'],
	['ours', 'summary', 'server, counts by user, action and day'],
	['ours', 'all', 'server, all rows as entries'],
	['ours', 'proved', 'server, all rows, and how their times are written'],
	['ours', 'raw', 'server, all rows as entries with raw'],
	['ours', 'node-unpack', 'node, unpacked and checked'],
	['ours', 'node-filter', 'node, filter'],
	['ours', 'node-summary', 'node, counts by user, action and day'],
	['ours', 'node-all', 'node, all rows as entries'],
	['ours', 'node-raw', 'node, all rows as entries with raw'],
	['yauzl', 'yauzl-udsv', 'yauzl + uDSV, the same entries without raw'],
	['yauzl', 'yauzl-papaparse', 'yauzl + papaparse, the same entries without raw'],
	['duckdb', 'duckdb-filter', 'DuckDB, filter'],
	['duckdb', 'duckdb-rows', 'DuckDB, all rows to JavaScript'],
	['obvious', 'careful', 'axios + adm-zip + csv-parse, file by file, arrays'],
	['obvious', 'obvious', 'axios + adm-zip + csv-parse, the obvious way'],
] as const;
const GROWTH = ['floor', 'filter', 'summary', 'all', 'node-filter'];
const GROWTH_ROWS = [100_000, 300_000];

const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '1000000' },
		rounds: { type: 'string', default: '5' },
		json: { type: 'string' },
		only: { type: 'string' },
	},
});

async function main(): Promise<void> {
	const rows = Number(values.rows);
	const rounds = Number(values.rounds);
	const chosen = CONTENDERS.filter(
		([, name]) => !values.only || values.only.split(',').includes(name),
	);
	installLibraries();
	const folder = build();
	const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}`;
	console.log(`${rows.toLocaleString('en')} rows, ${rounds} rounds, ${machine}\n`);
	const results = await measured(folder, rows, rounds, chosen);
	console.log(measurementTable(results, CONTENDERS));
	console.log(targetTable(results));
	const growth: Record<number, Results> = { [rows]: results };
	const growing = chosen.filter(([, name]) => GROWTH.includes(name));
	for (const fewer of GROWTH_ROWS.filter((count) => count < rows)) {
		growth[fewer] = await measured(folder, fewer, rounds, growing);
	}
	console.log(growthTable(growth, GROWTH));
	const unzip = unzipAndCount(exportZip(rows));
	console.log(unzip);
	if (values.json) {
		writeFileSync(
			values.json,
			JSON.stringify({ machine, rows, rounds, growth, unzip }, null, '\t'),
		);
	}
}

/** Every contender once per round, so that a noisy minute affects all of them. */
async function measured(
	folder: string,
	rows: number,
	rounds: number,
	contenders: readonly (typeof CONTENDERS)[number][],
): Promise<Results> {
	const { process: server, url } = await serving(folder, exportZip(rows));
	const all = new Map<string, Measurement[]>();
	try {
		for (let round = 0; round < rounds; round++) {
			for (const [file, name] of contenders) {
				const measurement = await measure(folder, file, name, url);
				all.set(name, [...(all.get(name) ?? []), measurement]);
				process.stderr.write(`\r${rows} rows, round ${round + 1} of ${rounds}: ${name.padEnd(20)}`);
			}
		}
	} finally {
		server.kill();
		process.stderr.write('\r'.padEnd(70) + '\r');
	}
	return Object.fromEntries([...all].map(([name, measurements]) => [name, median(measurements)]));
}

async function measure(
	folder: string,
	file: string,
	name: string,
	url: string,
): Promise<Measurement> {
	const args = [join(folder, 'measure.js'), `./contenders/${file}.js`, name, url];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	return JSON.parse(stdout) as Measurement;
}

async function serving(
	folder: string,
	path: string,
): Promise<{ readonly process: ChildProcess; readonly url: string }> {
	const server = spawn(process.execPath, [join(folder, 'server.js'), path], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const url = await new Promise<string>((resolve, reject) => {
		server.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
		server.once('error', reject);
	});
	return { process: server, url };
}

/** For orientation: it is two processes, so its wall time means little on a busy machine. */
function unzipAndCount(path: string): string {
	const script = `TIMEFORMAT='%U %S %R'; time (unzip -p '${path}' | wc -l >/dev/null)`;
	try {
		const output = execFileSync('bash', ['-c', `(${script}) 2>&1`], { encoding: 'utf8' });
		const [user = 0, system = 0, wall = 0] = output.trim().split(' ').map(Number);
		if (Number.isNaN(user)) throw new Error(output);
		const cpu = Math.round((user + system) * 1000);
		return `For orientation, unzip -p | wc -l: ${cpu} ms of CPU, ${Math.round(wall * 1000)} ms.`;
	} catch {
		return 'unzip -p | wc -l was skipped: there is no unzip, or no bash, on this machine.';
	}
}

void main();

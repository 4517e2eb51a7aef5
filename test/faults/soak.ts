import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT } from '../packed';
import { seededRandom, pick } from '../zoho/log/random';
import { routeOf } from '../zoho/route';
import { serveZoho } from '../zoho/serve';
import { createZoho } from '../zoho/zoho';
import type { Said } from './door';
import { hostileHost } from './hostile';
import { randomFaults } from './randomFaults';
import { SPEED } from './outside.cjs';
import { processDoor } from './serverDoor';

/**
 * Ten callers query a server over stdio without pause, and about every seventh answer of Zoho's is
 * faulty at random. Every result has to be correct to the entry, or a clear refusal. Time runs twenty
 * times as fast, for both sides.
 *   npm run soak -- --minutes 30 --seed 7
 */
const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '1' },
		seed: { type: 'string', default: '1' },
		callers: { type: 'string', default: '10' },
	},
});
const minutes = Number(values.minutes);
const random = seededRandom(Number(values.seed));
const started = performance.now();
const startTime = Date.now();
/** Zoho's time, as fast as that of the process under test. */
const fastNow = (): number => Math.round(startTime + (Date.now() - startTime) * SPEED);
const end = started + minutes * 60_000;

async function main(): Promise<number> {
	const folder = mkdtempSync(path.join(tmpdir(), 'soak-'));
	const cli = path.join(folder, 'cli.js');
	const build = spawnSync(process.execPath, [path.join(ROOT, 'mcp/packaging/build.mjs'), folder]);
	if (build.status !== 0) throw new Error(String(build.stderr));

	const evil = await hostileHost();
	const zoho = createZoho({
		entries: 3_000,
		days: 100,
		jobSeconds: 4,
		rowsPerFile: 150,
		now: fastNow,
		switches: { csvTimeFormat: 'iso8601', acceptRanges: true, expiryDays: 0.05 },
	});
	const pool = randomFaults(random, evil.host);
	const counted = new Map<string, number>();
	const tokens: number[] = [];
	const served = await serveZoho({
		setOrigins: (origins) => zoho.setOrigins(origins),
		answer(request) {
			const { operation } = routeOf(request);
			if (operation === 'token') tokens.push(fastNow());
			zoho.switches.jobOutcome = random() < 0.04 ? 'failed' : 'finished';
			const applicable = pool.filter(({ on }) => on?.includes(operation) ?? true);
			const drawn = random() < 0.15 ? pick(random, applicable) : undefined;
			if (!drawn || (spendsTokens(drawn.what) && random() < 0.8)) return zoho.answer(request);
			counted.set(drawn.what, (counted.get(drawn.what) ?? 0) + 1);
			zoho.faults.add({ on: () => true, ...drawn.effect() });
			const answer = zoho.answer(request);
			zoho.faults.clear();
			return answer;
		},
	});
	const door = await processDoor(cli, zoho, { source: 'export', waitSeconds: 100 }, folder);

	const counts = { right: 0, refused: 0, preparing: 0 };
	const refusals = new Map<string, number>();
	const wrong: string[] = [];
	const memory: number[] = [];
	const MINUTE = 60_000;
	const iso = (instant: number): string => new Date(instant).toISOString();

	/** Kibibytes that the server's process has in memory. */
	function residentKiB(): number {
		const status = readFileSync(`/proc/${door.pid}/status`, 'utf8');
		return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
	}

	/** Rarer, since they use up the ten tokens and would hide all other faults. */
	const spendsTokens = (what: string): boolean => /^(expired token|throttled|token)/.test(what);
	const TOKEN = /1000\.[0-9a-f]{32}/;

	/** When a caller may continue, as the server stated. */
	const waits = { until: 0 };

	function judge(what: string, said: Said, isRight: boolean): void {
		const seconds = Number(/can be had for (\d+) seconds/.exec(said.error ?? '')?.[1] ?? 0);
		if (seconds > 0) waits.until = performance.now() + (seconds * 1_000) / SPEED;
		if (TOKEN.test(said.text)) wrong.push(`${what}: a token in the answer`);
		if (said.error !== null) {
			counts.refused++;
			const sentence = said.error
				.replace(/\(ref \w+\)/, '')
				.replace(/\d+/g, '#')
				.slice(0, 70);
			refusals.set(sentence, (refusals.get(sentence) ?? 0) + 1);
			if (said.error.length < 20 || said.error.includes('a fault of this server')) {
				wrong.push(`${what}: ${said.error}`);
			}
		} else if (said.total === null) counts.preparing++;
		else if (isRight) counts.right++;
		else wrong.push(`${what}: ${said.text.slice(0, 400)}`);
	}

	async function query(): Promise<void> {
		const oldest = zoho.log[0]?.audited_time ?? 0;
		const newest = zoho.log.at(-1)?.audited_time ?? 0;
		const roll = random();
		if (roll < 0.05) {
			// From then on, an export of everything serves every past period.
			const said = await door.getAuditLog();
			judge(`all, expected ${zoho.log.length}`, said, said.total === zoho.log.length);
		} else if (roll < 0.6) {
			const [a, b] = [random(), random()].map(
				(at) => Math.floor((oldest + at * (newest - oldest)) / MINUTE) * MINUTE,
			) as [number, number];
			const [from, to] = [Math.min(a, b), Math.max(a, b) + MINUTE];
			const expected = zoho.log.filter(
				(it) => it.audited_time >= from && it.audited_time < to,
			).length;
			const said = await door.getAuditLog({ from: iso(from), to: iso(to) });
			judge(
				`get_audit_log ${iso(from)} ${iso(to)}, expected ${expected}`,
				said,
				said.total === expected,
			);
		} else if (roll < 0.75) {
			const said = await door.listExports();
			judge('list_exports', said, said.error === null);
		} else if (roll < 0.9) {
			const id = /"export_id":"(\d+)"/.exec((await door.listExports()).text)?.[1];
			if (id === undefined) return;
			const said = await door.downloadExport(id);
			const rows = Number(said.manifest?.['rows'] ?? said.total);
			judge(`download_export ${id}`, said, rows === said.total);
		} else {
			const said = await door.createExport({ from: iso(newest - 3 * 86_400_000) });
			judge('create_export', said, said.error === null);
		}
	}

	async function caller(): Promise<void> {
		while (performance.now() < end) {
			try {
				await query();
			} catch (error) {
				wrong.push(`the client: ${String(error)}`);
				if (wrong.length > 50) return;
			}
			await pause(Math.max(5, Math.min(waits.until, end) - performance.now()));
		}
	}

	const watching = (async () => {
		while (performance.now() < end) {
			memory.push(residentKiB());
			await pause(Math.min(5_000, minutes * 6_000));
		}
	})();
	await Promise.all(Array.from({ length: Number(values.callers) }, caller));
	await watching;

	/** The highest number of tokens requested within ten minutes of the accelerated clock. */
	const peak = Math.max(
		0,
		...tokens.map((time) => tokens.filter((it) => it >= time && it < time + 10 * MINUTE).length),
	);
	const median = (from: number, to: number): number => {
		const part = memory.slice(Math.floor(memory.length * from), Math.ceil(memory.length * to));
		return [...part].sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
	};
	const uncaught = door
		.log()
		.split('\n')
		.filter((line) => line.includes('"uncaught"') || line.includes('uncaught'));
	const mib = (kib: number): number => Math.round(kib / 1024);
	const report = {
		minutes: Math.round((performance.now() - started) / 6_000) / 10,
		answers: counts,
		wrong: wrong.length,
		faults: [...counted.values()].reduce((sum, count) => sum + count, 0),
		kindsOfFaults: counted.size,
		kindsOfRefusals: refusals.size,
		requests: zoho.requests.length,
		tokens: tokens.length,
		maxTokensInTenMinutes: peak,
		requestsAtTheHostileHost: evil.requests.length,
		uncaught: uncaught.length,
		memoryMiB: {
			first: mib(median(0.1, 0.4)),
			last: mib(median(0.7, 1)),
			max: mib(Math.max(...memory)),
		},
	};
	process.stdout.write(`${JSON.stringify(report, null, '\t')}\n`);
	for (const line of wrong.slice(0, 10)) process.stdout.write(`WRONG ${line}\n`);
	for (const [sentence, count] of refusals) process.stdout.write(`${count} × ${sentence}\n`);
	await door.close();
	await served.close();
	await evil.close();
	rmSync(folder, { recursive: true, force: true });
	const isFlat = report.memoryMiB.last <= report.memoryMiB.first * 1.25 + 20;
	const isGood =
		wrong.length === 0 &&
		uncaught.length === 0 &&
		peak <= 8 &&
		evil.requests.length === 0 &&
		isFlat;
	process.stdout.write(isGood ? 'Passed.\n' : 'Failed.\n');
	return isGood ? 0 : 1;
}

void main().then((code) => process.exit(code));

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { between } from '../n8n/examples';
import type { Checks } from './checks';
import type { Collector } from './collector';
import { sameNumber } from './headless';
import type { Home } from './home';
import type { App } from './install';
import type { Postgres } from './postgres';
import type { Running } from './processes';
import { bootServer } from './server';
import type { Worker } from './worker';
import { countedRows, latestDeletions, latestFile } from './workflows';
import { type Account, entriesSince, newestFile, sha256 } from './zohoAccount';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ROWS = 30_000;
/** For what might come again. */
const ONE_POLL_MORE_MS = 6_000;

/** n8n in queue mode, with what stands around it. */
export interface Queue {
	readonly app: App;
	readonly account: Account;
	readonly collector: Collector;
	readonly postgres: Postgres;
	readonly main: Home;
	readonly server: Running;
	readonly workers: readonly Worker[];
}

export interface Backlog {
	readonly from: Date;
	readonly to: Date;
	readonly count: number;
}

/** Entries of a day, long enough ago that what asks for the newest ones does not read them. */
export function backlog({ zoho }: Account): Backlog {
	const to = Math.floor(Date.now() / MINUTE) * MINUTE - 40 * DAY;
	const from = to - DAY;
	for (let number = 0; number < ROWS; number++) {
		zoho.record({ audited_time: from + ((number + 0.5) / ROWS) * (to - from) });
	}
	return {
		from: new Date(from),
		to: new Date(to),
		count: between(zoho, from, to, () => true),
	};
}

export const countedBacklog = ({ from, to }: Backlog) => countedRows(from, to);

/**
 * What the node does when its executions run on workers, and when processes go down.
 * @returns what n8n has printed.
 */
export async function onWorkers(
	checks: Checks,
	queue: Queue,
	{ rows, counted }: { readonly rows: Backlog; readonly counted: { readonly address: string } },
): Promise<string> {
	const { account, collector, main, postgres, workers } = queue;
	const { zoho } = account;
	const url = (address: string): string => main.url + address;

	await checks.check('Get Audit Log runs on a worker and gives what it should', async () => {
		const items = (await (await fetch(url(latestDeletions.address))).json()) as AuditLogEntry[];
		const truth = newestDeletions(account);
		if (!sameIds(items, truth)) throw new Error(JSON.stringify(items.map((it) => it.event_id)));
		return `${items.length} items, by ${await whoRan(queue, await lastRun(queue, latestDeletions))}`;
	});

	await checks.check(`An export of ${rows.count} rows comes as items`, async () => {
		const response = await fetch(url(counted.address));
		const [counts] = (await response.json()) as Record<string, number>[];
		sameNumber(counts?.['count_event_id'] ?? -1, rows.count, 'items');
		sameNumber(counts?.['unique_count_event_id'] ?? -1, rows.count, 'different ids');
	});

	await checks.check('The file that a worker downloads is handed out by main, byte by byte', () =>
		sameFile(queue),
	);

	await checks.check('It lies in the database, and in no folder', async () => {
		const files = await postgres.ask('SELECT count(*) FROM binary_data');
		if (files === '0') throw new Error('there is none in the database');
		nothingLeft(queue);
		return `${files} in the database`;
	});

	await checks.check('Deletions fire the trigger, once each, with two workers', async () => {
		const ids = [];
		for (let number = 0; number < 5; number++) {
			ids.push(zoho.record({ action: 'deleted' }).id);
			await sleep(1_000);
		}
		await collector.until('/live', ids.length, MINUTE);
		await sleep(ONE_POLL_MORE_MS);
		sameList(collector.told('/live'), ids);
		return `${ids.length} deletions`;
	});

	await checks.check('Workers that meet a dead token together renew it once', async () => {
		await killTokens(account);
		const before = account.renewals();
		const answers = await Promise.all(
			Array.from({ length: 12 }, async () => (await fetch(url(latestDeletions.address))).json()),
		);
		const truth = newestDeletions(account);
		const wrong = answers.find((items) => !sameIds(items as AuditLogEntry[], truth));
		if (wrong !== undefined) throw new Error(JSON.stringify(wrong).slice(0, 400));
		sameNumber(account.renewals() - before, 1, 'renewals');
		const shares = await Promise.all(workers.map((worker) => share(queue, worker)));
		const idle = shares.findIndex((count) => count === 0);
		if (idle >= 0) throw new Error(`worker ${idle + 1} had nothing to do`);
		return `${answers.length} executions, ${shares.join(' and ')} by worker`;
	});

	await checks.check('A worker that dies in the middle of a download', async () => {
		const { killed, execution, status, since } = await killWorker(queue);
		const begun = Date.now();
		let told = '';
		while ((told = await statusOf(queue, execution)) === 'running') {
			if (Date.now() - begun > 90_000) throw new Error('the execution goes on for ever');
			await sleep(500);
		}
		const seconds = ((Date.now() - begun) / 1_000).toFixed(0);
		const answer = await status;
		const part = await postgres.ask(
			`SELECT count(*) FROM binary_data WHERE "sourceId" = '${execution}'`,
		);
		sameNumber(Number(part), 0, 'parts of the file in the database');
		nothingLeft(queue);
		return `${killed}, after ${since}: ${told} after ${seconds} s, the caller got ${answer}`;
	});

	await checks.check('The other worker downloads the file whole', () => sameFile(queue));

	await checks.check(
		'Main dies between two polls: nothing is lost, nothing comes twice',
		async () => {
			const before = collector.told('/live').length;
			await queue.server.kill();
			const ids = [zoho.record({ action: 'deleted' }).id, zoho.record().id];
			await sleep(2_000);
			const server = await bootServer(queue.app, main, latestDeletions.address);
			try {
				ids.push(zoho.record({ action: 'deleted' }).id);
				await collector.until('/live', before + ids.length, MINUTE);
				await sleep(ONE_POLL_MORE_MS);
				sameList(collector.told('/live').slice(before), ids);
			} finally {
				await server.stop();
			}
			return `${ids.length} entries`;
		},
	);

	return [queue.server, ...workers].map((it) => it.output()).join('');
}

const newestDeletions = ({ zoho }: Account) =>
	entriesSince(zoho, Date.now() - 14 * DAY, ({ action }) => action === 'deleted')
		.slice(0, 10)
		.map(({ id }) => id);

const sameIds = (items: readonly AuditLogEntry[], truth: readonly string[]): boolean =>
	items.length === truth.length && items.every(({ event_id }) => truth.includes(event_id));

function sameList(actual: readonly string[], expected: readonly string[]): void {
	if (actual.join() !== expected.join())
		throw new Error(`${actual.join()}\nnot ${expected.join()}`);
}

async function sameFile({ account, main }: Queue): Promise<string> {
	const response = await fetch(main.url + latestFile.address);
	const received = new Uint8Array(await response.arrayBuffer());
	const original = await newestFile(account);
	if (sha256(received) !== sha256(original)) {
		throw new Error(`${received.length} bytes, not the ${original.length} that Zoho has`);
	}
	return `${received.length} bytes`;
}

/** Every access token there is, as after an hour. */
async function killTokens({ zoho, url }: Account): Promise<void> {
	const { liveAccessTokens } = zoho.switches;
	zoho.switches.liveAccessTokens = 1;
	const body = new URLSearchParams({ grant_type: 'refresh_token', ...zoho.credentials });
	await fetch(`${url}/oauth/v2/token`, { method: 'POST', body });
	zoho.switches.liveAccessTokens = liveAccessTokens;
}

interface Called {
	readonly workflow: { readonly id: string };
}

const lastRun = async ({ postgres }: Queue, { workflow }: Called): Promise<string> =>
	await postgres.ask(`SELECT max(id) FROM execution_entity WHERE "workflowId" = '${workflow.id}'`);

const statusOf = async ({ postgres }: Queue, execution: string): Promise<string> =>
	await postgres.ask(`SELECT status FROM execution_entity WHERE id = ${execution}`);

const workerOf = ({ workers }: Queue, execution: string): number =>
	workers.findIndex((worker) => worker.begun().includes(execution));

function whoRan(queue: Queue, execution: string): string {
	const number = workerOf(queue, execution);
	if (number < 0) throw new Error(`no worker began execution ${execution}`);
	return `worker ${number + 1}`;
}

/** How many executions of the workflow with deletions a worker has begun. */
async function share({ postgres }: Queue, worker: Worker): Promise<number> {
	const ids = worker.begun().join(',') || '0';
	const mine = `"workflowId" = '${latestDeletions.workflow.id}' AND id IN (${ids})`;
	return Number(await postgres.ask(`SELECT count(*) FROM execution_entity WHERE ${mine}`));
}

async function killWorker(queue: Queue) {
	const { account, main } = queue;
	const { zoho } = account;
	const downloads = () => zoho.requests.filter(({ operation }) => operation === 'download').length;
	const before = downloads();
	zoho.faults.add({ on: 'download', socket: { bytesPerSecond: 50_000 } });
	const status = fetch(main.url + latestFile.address).then(
		(response) => `status ${response.status}`,
		(error: unknown) => `nothing (${String(error)})`,
	);
	while (downloads() === before) await sleep(50);
	await sleep(1_500);
	const execution = await lastRun(queue, latestFile);
	const number = workerOf(queue, execution);
	const worker = queue.workers[number];
	if (!worker) throw new Error(`no worker began execution ${execution}`);
	await worker.kill();
	return { killed: `worker ${number + 1}`, execution, status, since: '1.5 s' };
}

/** @throws Error when a worker or main has left something in a folder for passing or binary files. */
function nothingLeft({ main, workers }: Queue): void {
	for (const home of [main, ...workers.map((worker) => worker.home)]) {
		for (const folder of ['tmp', '.n8n/storage', '.n8n/binaryData']) {
			const where = path.join(home.folder, folder);
			if (!existsSync(where)) continue;
			// n8n makes empty folders when it starts.
			const left = readdirSync(where, { recursive: true, withFileTypes: true });
			const file = left.find((it) => !it.isDirectory());
			if (file) throw new Error(`${folder}: ${file.name}`);
		}
	}
}

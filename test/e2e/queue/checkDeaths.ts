import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE } from '../../../shared/durations';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { assertEqual, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import { bootServer } from '../n8n/server';
import { latestDeletions, latestFile } from '../n8n/workflows';
import {
	assertNoFilesLeft,
	assertSameFile,
	latestExecution,
	LIVE_ID,
	type Queue,
	statusOf,
	workerOf,
} from './executions';

/** Long enough for a poll that might repeat an entry. */
export const ONE_MORE_POLL_MS = 6_000;

/**
 * What happens to the work of a worker that dies, and of main.
 * @returns what main printed after its restart.
 */
export async function checkDeaths(checks: Checks, queue: Queue): Promise<string> {
	const { account, collector, main, postgres } = queue;
	const { zoho } = account;
	let killed: KilledWorker | undefined;
	let output = '';

	await checks.check(
		'A worker that dies in a download fails the execution and leaves no part of the file',
		async () => {
			killed = await killWorker(queue);
			const seconds = await untilFailed(queue, killed.download);
			const parts = await postgres.query(
				`SELECT count(*) FROM binary_data WHERE "sourceId" = '${killed.download}'`,
			);
			assertEqual(Number(parts), 0, 'parts of the file in the database');
			assertNoFilesLeft(queue);
			return `${killed.worker}, after ${seconds} s, the caller got ${await killed.response}`;
		},
	);

	await checks.check('The entry of its trigger execution is still in the log', async () => {
		if (!killed) throw new Error('no worker died');
		const { execution, entry } = killed.triggered;
		await untilFailed(queue, execution);
		if (collector.received('/live').includes(entry)) throw new Error('it was sent after all');
		const isStored = await isEntryStored(queue, killed.triggered);
		const response = await fetch(main.url + latestDeletions.address);
		const items = (await response.json()) as AuditLogEntry[];
		if (!items.some(({ event_id }) => event_id === entry)) throw new Error('it is not');
		return `with the same id; n8n ${isStored ? 'stores' : 'does not store'} it with the execution`;
	});

	await checks.check('The other worker downloads the whole file', () => assertSameFile(queue));

	await checks.check(
		'When main dies between two polls, no entry is lost and none is repeated',
		async () => {
			const before = collector.received('/live').length;
			await queue.server.kill();
			const ids = [zoho.record({ action: 'deleted' }).id, zoho.record().id];
			await sleep(2_000);
			const server = await bootServer(queue.app, main, latestDeletions.address);
			try {
				ids.push(zoho.record({ action: 'deleted' }).id);
				await collector.untilReceived('/live', before + ids.length, MINUTE);
				await sleep(ONE_MORE_POLL_MS);
				assertSameList(collector.received('/live').slice(before), ids);
			} finally {
				await server.stop();
				output = server.output();
			}
			return `${ids.length} entries`;
		},
	);
	return output;
}

/** What a worker was doing when it was killed. */
interface KilledWorker {
	readonly worker: string;
	/** The execution that downloads a file. */
	readonly download: string;
	/** What the caller waiting for the file gets. */
	readonly response: Promise<string>;
	readonly triggered: Triggered;
}

/** An execution started by the trigger, and its entry. */
interface Triggered {
	readonly execution: string;
	readonly entry: string;
}

/** Kills a worker in the middle of a download, with an entry of the trigger that it has not sent yet. */
async function killWorker(queue: Queue): Promise<KilledWorker> {
	const { account, collector, main } = queue;
	const { zoho } = account;
	const downloads = () => zoho.requests.filter(({ operation }) => operation === 'download').length;
	const before = downloads();
	// So slow that the file takes minutes.
	zoho.faults.add({ on: 'download', socket: { bytesPerSecond: 15_000 } });
	const answer = fetch(main.url + latestFile.address).then(
		(response) => `status ${response.status}`,
		(error: unknown) => `nothing (${String(error)})`,
	);
	while (downloads() === before) await sleep(50);
	const download = await latestExecution(queue, latestFile.workflow.id);
	const number = workerOf(queue, download);
	const worker = queue.workers[number];
	if (!worker) throw new Error(`no worker started execution ${download}`);
	const release = collector.hold();
	try {
		const triggered = await triggerOn(queue, number);
		if (!(await isEntryStored(queue, triggered))) throw new Error('its entry is not stored');
		await worker.kill();
		return { worker: `worker ${number + 1}`, download, response: answer, triggered };
	} finally {
		release();
	}
}

/** Whether n8n has the entry in the data of its execution. */
async function isEntryStored(
	{ postgres }: Queue,
	{ execution, entry }: Triggered,
): Promise<boolean> {
	const where = `"executionId" = ${execution} AND data LIKE '%${entry}%'`;
	return (await postgres.query(`SELECT count(*) FROM execution_data WHERE ${where}`)) !== '0';
}

/** Records entries until this worker executes the workflow for one of them. */
async function triggerOn(queue: Queue, number: number): Promise<Triggered> {
	for (let attempt = 0; attempt < 10; attempt++) {
		const last = await latestExecution(queue, LIVE_ID);
		const entry = queue.account.zoho.record({ action: 'deleted' }).id;
		let execution = last;
		while (execution === last || workerOf(queue, execution) < 0) {
			await sleep(200);
			execution = await latestExecution(queue, LIVE_ID);
		}
		if (workerOf(queue, execution) === number) return { execution, entry };
	}
	throw new Error('the other worker executed all of them');
}

/** @returns the seconds it took. */
async function untilFailed(queue: Queue, execution: string): Promise<string> {
	const start = Date.now();
	let status = '';
	while ((status = await statusOf(queue, execution)) === 'running') {
		if (Date.now() - start > 2 * MINUTE) throw new Error('the execution never ends');
		await sleep(500);
	}
	if (status !== 'error' && status !== 'crashed') throw new Error(`the execution is ${status}`);
	return ((Date.now() - start) / 1_000).toFixed(0);
}

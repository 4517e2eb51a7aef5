import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import type { Checks } from '../host/checks';
import { sameNumber } from '../examples/runExamples';
import {
	lastRun,
	LIVE_ID,
	nothingLeft,
	type Queue,
	sameFile,
	sameList,
	statusOf,
	workerOf,
} from './runs';
import { bootServer } from '../n8n/server';
import { latestDeletions, latestFile } from '../n8n/workflows';

const MINUTE = 60_000;
/** The workflow with the trigger. */
const LIVE = { workflow: { id: LIVE_ID } };
/** For what might come again. */
export const ONE_POLL_MORE_MS = 6_000;

/**
 * What becomes of the work when a worker dies, and when main does.
 * @returns what main has printed since.
 */
export async function whenTheyDie(checks: Checks, queue: Queue): Promise<string> {
	const { account, collector, main, postgres } = queue;
	const { zoho } = account;
	let dead: Dead | undefined;
	let printed = '';

	await checks.check('A worker dies in a download: an error, and nothing of the file', async () => {
		dead = await killWorker(queue);
		const seconds = await untilFailed(queue, dead.download);
		const part = await postgres.ask(
			`SELECT count(*) FROM binary_data WHERE "sourceId" = '${dead.download}'`,
		);
		sameNumber(Number(part), 0, 'parts of the file in the database');
		nothingLeft(queue);
		return `${dead.worker}, after ${seconds} s, the caller got ${await dead.answer}`;
	});

	await checks.check('An entry that it was given by the trigger is in the log still', async () => {
		if (!dead) throw new Error('no worker died');
		const { execution, entry } = dead.given;
		await untilFailed(queue, execution);
		if (collector.told('/live').includes(entry)) throw new Error('it was handed on after all');
		const isKept = await keeps(queue, dead.given);
		const response = await fetch(main.url + latestDeletions.address);
		const items = (await response.json()) as AuditLogEntry[];
		if (!items.some(({ event_id }) => event_id === entry)) throw new Error('it is not');
		return `with the same id; n8n ${isKept ? 'keeps' : 'does not keep'} it with the execution`;
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
				printed = server.output();
			}
			return `${ids.length} entries`;
		},
	);
	return printed;
}

/** What a worker was at when it died. */
interface Dead {
	readonly worker: string;
	readonly download: string;
	/** What the caller who waits for the file gets. */
	readonly answer: Promise<string>;
	readonly given: { readonly execution: string; readonly entry: string };
}

/** In the middle of a download, and with an entry of the trigger's that it has not handed on. */
async function killWorker(queue: Queue): Promise<Dead> {
	const { account, collector, main } = queue;
	const { zoho } = account;
	const downloads = () => zoho.requests.filter(({ operation }) => operation === 'download').length;
	const before = downloads();
	// Minutes for the file.
	zoho.faults.add({ on: 'download', socket: { bytesPerSecond: 15_000 } });
	const answer = fetch(main.url + latestFile.address).then(
		(response) => `status ${response.status}`,
		(error: unknown) => `nothing (${String(error)})`,
	);
	while (downloads() === before) await sleep(50);
	const download = await lastRun(queue, latestFile);
	const number = workerOf(queue, download);
	const worker = queue.workers[number];
	if (!worker) throw new Error(`no worker began execution ${download}`);
	const release = collector.hold();
	try {
		const given = await givenTo(queue, number);
		if (!(await keeps(queue, given))) throw new Error('its entry is not where it is looked for');
		await worker.kill();
		return { worker: `worker ${number + 1}`, download, answer, given };
	} finally {
		release();
	}
}

/** Whether n8n has an entry in the data of the execution that was given it. */
async function keeps({ postgres }: Queue, { execution, entry }: Dead['given']): Promise<boolean> {
	const where = `"executionId" = ${execution} AND data LIKE '%${entry}%'`;
	return (await postgres.ask(`SELECT count(*) FROM execution_data WHERE ${where}`)) !== '0';
}

/** Lets things happen until a worker is given one of them. */
async function givenTo(queue: Queue, number: number): Promise<Dead['given']> {
	for (let attempt = 0; attempt < 10; attempt++) {
		const last = await lastRun(queue, LIVE);
		const entry = queue.account.zoho.record({ action: 'deleted' }).id;
		let execution = last;
		while (execution === last || workerOf(queue, execution) < 0) {
			await sleep(200);
			execution = await lastRun(queue, LIVE);
		}
		if (workerOf(queue, execution) === number) return { execution, entry };
	}
	throw new Error('the other worker was given everything');
}

/** @returns after how many seconds. */
async function untilFailed(queue: Queue, execution: string): Promise<string> {
	const begun = Date.now();
	let told = '';
	while ((told = await statusOf(queue, execution)) === 'running') {
		if (Date.now() - begun > 2 * MINUTE) throw new Error('the execution goes on for ever');
		await sleep(500);
	}
	if (told !== 'error' && told !== 'crashed') throw new Error(`the execution is ${told}`);
	return ((Date.now() - begun) / 1_000).toFixed(0);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Checks } from './checks';
import { sameNumber } from './headless';
import {
	lastRun,
	nothingLeft,
	type Queue,
	sameFile,
	sameList,
	statusOf,
	workerOf,
} from './queueRuns';
import { bootServer } from './server';
import { latestDeletions, latestFile } from './workflows';

const MINUTE = 60_000;
/** For what might come again. */
export const ONE_POLL_MORE_MS = 6_000;

/** What becomes of the work when a worker dies, and when main does. */
export async function whenTheyDie(checks: Checks, queue: Queue): Promise<void> {
	const { account, collector, main, postgres } = queue;
	const { zoho } = account;

	await checks.check('A worker dies in a download: an error, and nothing of the file', async () => {
		const { killed, execution, answer } = await killWorker(queue);
		const begun = Date.now();
		let told = '';
		while ((told = await statusOf(queue, execution)) === 'running') {
			if (Date.now() - begun > 90_000) throw new Error('the execution goes on for ever');
			await sleep(500);
		}
		const seconds = ((Date.now() - begun) / 1_000).toFixed(0);
		if (told !== 'error' && told !== 'crashed') throw new Error(`the execution is ${told}`);
		const part = await postgres.ask(
			`SELECT count(*) FROM binary_data WHERE "sourceId" = '${execution}'`,
		);
		sameNumber(Number(part), 0, 'parts of the file in the database');
		nothingLeft(queue);
		return `${killed}, ${told} after ${seconds} s, the caller got ${await answer}`;
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
}

async function killWorker(queue: Queue) {
	const { account, main } = queue;
	const { zoho } = account;
	const downloads = () => zoho.requests.filter(({ operation }) => operation === 'download').length;
	const before = downloads();
	zoho.faults.add({ on: 'download', socket: { bytesPerSecond: 50_000 } });
	const answer = fetch(main.url + latestFile.address).then(
		(response) => `status ${response.status}`,
		(error: unknown) => `nothing (${String(error)})`,
	);
	while (downloads() === before) await sleep(50);
	// In the middle: at this pace it takes most of a minute.
	await sleep(1_500);
	const execution = await lastRun(queue, latestFile);
	const number = workerOf(queue, execution);
	const worker = queue.workers[number];
	if (!worker) throw new Error(`no worker began execution ${execution}`);
	await worker.kill();
	return { killed: `worker ${number + 1}`, execution, answer };
}

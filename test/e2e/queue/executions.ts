import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Running } from '../host/processes';
import type { Collector } from '../n8n/collector';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';
import { latestDeletions, latestFile } from '../n8n/workflows';
import { type Account, assertNewestFile } from '../n8n/zohoAccount';
import type { Postgres } from './postgres';
import type { Worker } from './worker';

/** n8n in queue mode, with everything it connects to. */
export interface Queue {
	readonly app: App;
	readonly account: Account;
	readonly collector: Collector;
	readonly postgres: Postgres;
	readonly main: Home;
	readonly server: Running;
	readonly workers: readonly Worker[];
}

/** The workflow with the trigger. */
export const LIVE_ID = 'e2eTrigger000001';

/** The id of a workflow's latest execution. */
export const latestExecution = async ({ postgres }: Queue, workflowId: string): Promise<string> =>
	await postgres.query(`SELECT max(id) FROM execution_entity WHERE "workflowId" = '${workflowId}'`);

export const statusOf = async ({ postgres }: Queue, execution: string): Promise<string> =>
	await postgres.query(`SELECT status FROM execution_entity WHERE id = ${execution}`);

/** The index of the worker that started an execution; -1 for none. */
export const workerOf = ({ workers }: Queue, execution: string): number =>
	workers.findIndex((worker) => worker.startedExecutions().includes(execution));

export function workerName(queue: Queue, execution: string): string {
	const number = workerOf(queue, execution);
	if (number < 0) throw new Error(`no worker started execution ${execution}`);
	return `worker ${number + 1}`;
}

/** The number of executions of `latestDeletions` that a worker has started since one of them. */
export async function executionCount(
	{ postgres }: Queue,
	worker: Worker,
	since: string,
): Promise<number> {
	const ids = worker.startedExecutions().join(',') || '0';
	const where = `"workflowId" = '${latestDeletions.workflow.id}' AND id IN (${ids}) AND id > ${since}`;
	return Number(await postgres.query(`SELECT count(*) FROM execution_entity WHERE ${where}`));
}

/** @returns the size of the file. */
export async function assertSameFile({ account, main }: Queue): Promise<string> {
	return await assertNewestFile(account, await fetch(main.url + latestFile.address));
}

/** @throws Error when a worker or main has left a file in a folder for temporary or binary files. */
export function assertNoFilesLeft({ main, workers }: Queue): void {
	for (const home of [main, ...workers.map((worker) => worker.home)]) {
		for (const folder of ['tmp', '.n8n/storage', '.n8n/binaryData']) {
			const searched = path.join(home.folder, folder);
			if (!existsSync(searched)) continue;
			// n8n creates empty folders at startup.
			const left = readdirSync(searched, { recursive: true, withFileTypes: true });
			const file = left.find((it) => !it.isDirectory());
			if (file) throw new Error(`${folder}: ${file.name}`);
		}
	}
}

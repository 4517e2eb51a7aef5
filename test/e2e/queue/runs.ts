import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Collector } from '../n8n/collector';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';
import type { Postgres } from './postgres';
import type { Running } from '../host/processes';
import type { Worker } from './worker';
import { latestDeletions, latestFile } from '../n8n/workflows';
import { type Account, newestFile, sha256 } from '../n8n/zohoAccount';

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

/** Of the workflow with the trigger. */
export const LIVE_ID = 'e2eTrigger000001';

interface Called {
	readonly workflow: { readonly id: string };
}

export const lastRun = async ({ postgres }: Queue, { workflow }: Called): Promise<string> =>
	await postgres.ask(`SELECT max(id) FROM execution_entity WHERE "workflowId" = '${workflow.id}'`);

export const statusOf = async ({ postgres }: Queue, execution: string): Promise<string> =>
	await postgres.ask(`SELECT status FROM execution_entity WHERE id = ${execution}`);

export const workerOf = ({ workers }: Queue, execution: string): number =>
	workers.findIndex((worker) => worker.begun().includes(execution));

export function whoRan(queue: Queue, execution: string): string {
	const number = workerOf(queue, execution);
	if (number < 0) throw new Error(`no worker began execution ${execution}`);
	return `worker ${number + 1}`;
}

/** How many executions of the workflow with deletions a worker has begun since one of them. */
export async function share({ postgres }: Queue, worker: Worker, since: string): Promise<number> {
	const ids = worker.begun().join(',') || '0';
	const mine = `"workflowId" = '${latestDeletions.workflow.id}' AND id IN (${ids}) AND id > ${since}`;
	return Number(await postgres.ask(`SELECT count(*) FROM execution_entity WHERE ${mine}`));
}

export async function sameFile({ account, main }: Queue): Promise<string> {
	const response = await fetch(main.url + latestFile.address);
	const received = new Uint8Array(await response.arrayBuffer());
	const original = await newestFile(account);
	if (sha256(received) !== sha256(original)) {
		throw new Error(`${received.length} bytes, not the ${original.length} that Zoho has`);
	}
	return `${received.length} bytes`;
}

/** @throws Error when a worker or main has left something in a folder for passing or binary files. */
export function nothingLeft({ main, workers }: Queue): void {
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

/** @throws Error when they differ. */
export function sameList(actual: readonly string[], expected: readonly string[]): void {
	if (actual.join() !== expected.join())
		throw new Error(`${actual.join()}\nnot ${expected.join()}`);
}

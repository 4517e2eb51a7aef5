import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND } from '../../../shared/durations';
import { run, type Running } from '../host/processes';
import type { Collector } from '../n8n/collector';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';
import { startProcess } from '../n8n/server';
import type { Account } from '../n8n/zohoAccount';

/** A start on a busy machine, and the next poll after it. */
const POLL_MS = 4 * MINUTE;
/** How long after the request of a poll n8n still works on what it brought. */
const AFTER_POLL_MS = 1_500;
const QUIET_MS = 40 * SECOND;

export interface Victim {
	readonly app: App;
	readonly home: Home;
	readonly account: Account;
	readonly collector: Collector;
	readonly path: string;
}

/** What became of the entries that were made around kills. */
export interface Toll {
	readonly kills: number;
	readonly entries: number;
	/** Received more than once. */
	readonly twice: number;
	/** Not received, but in an execution that n8n stores as crashed: it can be retried. */
	readonly crashed: number;
	/** Not received, and in no execution. */
	readonly lost: number;
	/** What n8n printed. */
	readonly output: string;
}

/**
 * Kills n8n again and again, each time within a moment after a poll has asked Zoho for something new, and
 * counts what was received in the end.
 */
export async function killAroundPolls(
	victim: Victim,
	{ kills, minutes }: { readonly kills: number; readonly minutes: number },
	report: (done: number) => void,
): Promise<Toll> {
	const { app, home, account, collector, path } = victim;
	const ids: string[] = [];
	let output = '';
	let running: Running = startProcess(app, home);
	try {
		await nextPoll(account, running);
		let done = 0;
		for (const end = Date.now() + minutes * MINUTE; done < kills && Date.now() < end; done++) {
			// What the first poll after a start brings was made while n8n was down.
			const isRunningOn = done === 0 || Math.random() < 0.3;
			if (isRunningOn) {
				ids.push(account.zoho.record({ action: 'deleted' }).id);
				await nextPoll(account, running);
			}
			await sleep(Math.random() * AFTER_POLL_MS);
			await running.kill();
			output += running.output();
			ids.push(account.zoho.record({ action: 'updated' }).id);
			running = startProcess(app, home);
			await nextPoll(account, running);
			report(done + 1);
		}
		await untilQuiet(collector, path);
		await running.stop();
		output += running.output();
		const received = collector.received(path);
		const missing = ids.filter((id) => !received.includes(id));
		const stored = await storedIn(victim, missing);
		return {
			kills: done,
			entries: ids.length,
			twice: ids.filter((id) => received.filter((one) => one === id).length > 1).length,
			crashed: stored.length,
			lost: missing.length - stored.length,
			output,
		};
	} finally {
		await running.stop();
	}
}

/** Waits for the next poll's request to Zoho. */
async function nextPoll({ zoho }: Account, running: Running): Promise<void> {
	const count = () => zoho.requests.filter((it) => it.operation === 'getAuditLog').length;
	const before = count();
	for (const end = Date.now() + POLL_MS; count() === before; await sleep(20)) {
		if (!running.isRunning() || Date.now() > end) {
			throw new Error(`No poll came.\n${running.output().slice(-2_000)}`);
		}
	}
}

async function untilQuiet(collector: Collector, path: string): Promise<void> {
	let [count, since] = [-1, Date.now()];
	while (Date.now() - since < QUIET_MS) {
		await sleep(SECOND);
		const { length } = collector.received(path);
		if (length !== count) [count, since] = [length, Date.now()];
	}
}

/** Which of these ids n8n has in the data of an execution. */
async function storedIn({ app, home }: Victim, ids: readonly string[]): Promise<string[]> {
	if (ids.length === 0) return [];
	const script = `
		const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync(process.argv[1], { readOnly: true });
		const query = database.prepare('SELECT count(*) AS n FROM execution_data WHERE data LIKE ?');
		const ids = process.argv.slice(2).filter((id) => query.get('%' + id + '%').n > 0);
		process.stdout.write(JSON.stringify(ids));`;
	const args = ['--no-warnings', '-e', script, `${home.folder}/.n8n/database.sqlite`, ...ids];
	return JSON.parse((await run({ file: app.node, args })).stdout) as string[];
}

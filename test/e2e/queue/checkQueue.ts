import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, MINUTE } from '../../../shared/durations';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { between } from '../../n8n/exampleFacts';
import { assertEqual, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import { countedRows, latestDeletions } from '../n8n/workflows';
import { type Account, entriesSince } from '../n8n/zohoAccount';
import { checkDeaths, ONE_MORE_POLL_MS } from './checkDeaths';
import {
	assertNoFilesLeft,
	assertSameFile,
	executionCount,
	latestExecution,
	type Queue,
	workerName,
} from './executions';

const ROWS = 30_000;

export interface Backlog {
	readonly from: Date;
	readonly to: Date;
	readonly count: number;
}

/** Adds the entries of one day, long enough ago that queries for the newest ones do not read them. */
export function addBacklog({ zoho }: Account): Backlog {
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
 * The node when its executions run on workers, and when processes are killed.
 * @returns what n8n printed.
 */
export async function checkQueue(
	checks: Checks,
	queue: Queue,
	{
		backlog,
		counted,
	}: { readonly backlog: Backlog; readonly counted: { readonly address: string } },
): Promise<string> {
	const { account, collector, main, postgres, workers } = queue;
	const { zoho } = account;
	const url = (address: string): string => main.url + address;

	await checks.check('Get Audit Log runs on a worker and returns the right entries', async () => {
		const items = (await (await fetch(url(latestDeletions.address))).json()) as AuditLogEntry[];
		const truth = newestDeletions(account);
		if (!sameIds(items, truth)) throw new Error(JSON.stringify(items.map((it) => it.event_id)));
		const execution = await latestExecution(queue, latestDeletions.workflow.id);
		return `${items.length} items, by ${workerName(queue, execution)}`;
	});

	await checks.check(`An export of ${backlog.count} rows is returned as items`, async () => {
		const response = await fetch(url(counted.address));
		const [counts] = (await response.json()) as Record<string, number>[];
		assertEqual(counts?.['count_event_id'], backlog.count, 'items');
		assertEqual(counts?.['unique_count_event_id'], backlog.count, 'different ids');
	});

	await checks.check('Main responds with the file a worker downloaded, byte for byte', () =>
		assertSameFile(queue),
	);

	await checks.check('The file is stored in the database, and in no folder', async () => {
		const files = await postgres.query('SELECT count(*) FROM binary_data');
		if (files === '0') throw new Error('there is none in the database');
		assertNoFilesLeft(queue);
		return `${files} in the database`;
	});

	await checks.check('Each deletion fires the trigger once, with two workers', async () => {
		const ids: string[] = [];
		for (let number = 0; number < 5; number++) {
			ids.push(zoho.record({ action: 'deleted' }).id);
			await sleep(1_000);
		}
		await collector.untilAllReceived('/live', ids, MINUTE);
		await sleep(ONE_MORE_POLL_MS);
		assertSameList(await collector.untilAllReceived('/live', ids, 0), ids);
		return `${ids.length} deletions`;
	});

	await checks.check('Workers that meet a dead token at the same time renew it once', async () => {
		const last = await latestExecution(queue, latestDeletions.workflow.id);
		await invalidateTokens(account);
		const [renewals, requests] = [account.renewals(), zoho.requests.length];
		const answers = await Promise.all(
			Array.from({ length: 12 }, async () => (await fetch(url(latestDeletions.address))).json()),
		);
		const truth = newestDeletions(account);
		const wrong = answers.find((items) => !sameIds(items as AuditLogEntry[], truth));
		if (wrong !== undefined) throw new Error(JSON.stringify(wrong).slice(0, 400));
		assertEqual(account.renewals() - renewals, 1, 'renewals');
		const counts = await Promise.all(workers.map((worker) => executionCount(queue, worker, last)));
		const idle = counts.findIndex((count) => count === 0);
		if (idle >= 0) throw new Error(`worker ${idle + 1} had nothing to do`);
		const refused = zoho.requests.slice(requests).filter(({ status }) => status === 401).length;
		if (refused < workers.length) throw new Error(`${refused} calls used the dead token`);
		return `${counts.join(' and ')} executions by worker, ${refused} calls with the dead token`;
	});

	const afterRestart = await checkDeaths(checks, queue);
	return [queue.server, ...workers].map((it) => it.output()).join('') + afterRestart;
}

const newestDeletions = ({ zoho }: Account) =>
	entriesSince(zoho, Date.now() - 14 * DAY, ({ action }) => action === 'deleted')
		.slice(0, 10)
		.map(({ id }) => id);

const sameIds = (items: readonly AuditLogEntry[], truth: readonly string[]): boolean =>
	items.length === truth.length && items.every(({ event_id }) => truth.includes(event_id));

/** Invalidates every access token, as after an hour. */
async function invalidateTokens({ zoho, url }: Account): Promise<void> {
	const { liveAccessTokens } = zoho.switches;
	zoho.switches.liveAccessTokens = 1;
	const body = new URLSearchParams({ grant_type: 'refresh_token', ...zoho.credentials });
	await fetch(`${url}/oauth/v2/token`, { method: 'POST', body });
	zoho.switches.liveAccessTokens = liveAccessTokens;
}

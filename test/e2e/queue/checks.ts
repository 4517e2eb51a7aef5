import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { between } from '../../n8n/examples';
import type { Checks } from '../host/checks';
import { sameNumber } from '../examples/runExamples';
import { ONE_POLL_MORE_MS, whenTheyDie } from './deaths';
import { lastRun, nothingLeft, type Queue, sameFile, sameList, share, whoRan } from './runs';
import { countedRows, latestDeletions } from '../n8n/workflows';
import { type Account, entriesSince } from '../n8n/zohoAccount';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ROWS = 30_000;

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
		const last = await lastRun(queue, latestDeletions);
		await killTokens(account);
		const [before, asked] = [account.renewals(), zoho.requests.length];
		const answers = await Promise.all(
			Array.from({ length: 12 }, async () => (await fetch(url(latestDeletions.address))).json()),
		);
		const truth = newestDeletions(account);
		const wrong = answers.find((items) => !sameIds(items as AuditLogEntry[], truth));
		if (wrong !== undefined) throw new Error(JSON.stringify(wrong).slice(0, 400));
		sameNumber(account.renewals() - before, 1, 'renewals');
		const shares = await Promise.all(workers.map((worker) => share(queue, worker, last)));
		const idle = shares.findIndex((count) => count === 0);
		if (idle >= 0) throw new Error(`worker ${idle + 1} had nothing to do`);
		const refused = zoho.requests.slice(asked).filter(({ status }) => status === 401).length;
		if (refused < workers.length) throw new Error(`${refused} calls met the dead token`);
		return `${shares.join(' and ')} executions by worker, ${refused} calls with the dead token`;
	});

	const since = await whenTheyDie(checks, queue);
	return [queue.server, ...workers].map((it) => it.output()).join('') + since;
}

const newestDeletions = ({ zoho }: Account) =>
	entriesSince(zoho, Date.now() - 14 * DAY, ({ action }) => action === 'deleted')
		.slice(0, 10)
		.map(({ id }) => id);

const sameIds = (items: readonly AuditLogEntry[], truth: readonly string[]): boolean =>
	items.length === truth.length && items.every(({ event_id }) => truth.includes(event_id));

/** Every access token there is, as after an hour. */
async function killTokens({ zoho, url }: Account): Promise<void> {
	const { liveAccessTokens } = zoho.switches;
	zoho.switches.liveAccessTokens = 1;
	const body = new URLSearchParams({ grant_type: 'refresh_token', ...zoho.credentials });
	await fetch(`${url}/oauth/v2/token`, { method: 'POST', body });
	zoho.switches.liveAccessTokens = liveAccessTokens;
}

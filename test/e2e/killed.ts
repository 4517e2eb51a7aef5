import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation, Zoho } from '../zoho/zoho';
import type { Checks } from './checks';
import { failureIn, itemsIn } from './commandLine';
import type { CommandLine } from './commandLine';
import { sameNumber } from './headless';
import type { Home } from './home';
import { everyEntry, wholeFile } from './workflows';
import { type Account, newestFile } from './zohoAccount';

/** When n8n is killed: at random between two seconds after Zoho was asked for something. */
interface Moment {
	readonly what: string;
	readonly workflow: typeof everyEntry;
	readonly asked: Operation;
	readonly seconds: readonly [from: number, to: number];
}

/** How long a file takes, so that there is a middle. Seconds. */
const DOWNLOAD_SECONDS = 2;

const MOMENTS: readonly Moment[] = [
	{ what: 'as its export is made', workflow: everyEntry, asked: 'createExport', seconds: [0, 3] },
	{ what: 'as the entries arrive', workflow: everyEntry, asked: 'download', seconds: [0, 2] },
	{ what: 'as the last ones arrive', workflow: everyEntry, asked: 'download', seconds: [1.8, 2] },
	{ what: 'as a file arrives', workflow: wholeFile, asked: 'download', seconds: [0, 2] },
	{ what: 'as its end arrives', workflow: wholeFile, asked: 'download', seconds: [1.8, 2] },
];

/** n8n's own: its database, its logs, its key. */
const OF_N8N = /^\.n8n\/(database\.sqlite|n8nEventLog|crash\.journal|config$)/;

/** Executions of a real n8n that are killed in the middle, and the runs after them. */
export async function killExecutions(
	checks: Checks,
	n8n: CommandLine,
	home: Home,
	account: Account,
): Promise<void> {
	const { zoho } = account;
	await checks.step('Two workflows that download are imported', () =>
		n8n.importWorkflows([everyEntry, wholeFile]),
	);
	await checks.check('They give everything when nobody disturbs them', () =>
		givesEverything(n8n, account),
	);
	for (const { what, workflow, asked, seconds } of MOMENTS) {
		const [from, to] = seconds;
		const after = from + Math.random() * (to - from);
		await checks.check(`Killed ${what}, it leaves no file`, async () => {
			const before = new Set(filesIn(home.folder));
			// The exports from before know nothing of it, so another one is needed.
			zoho.record({ action: 'updated' });
			const size = (await newestFile(account)).length;
			const socket = { bytesPerSecond: Math.ceil(size / DOWNLOAD_SECONDS) };
			zoho.faults.add({ on: 'download', socket });
			const moment = arrived(zoho, asked).then(async () => await pause(after * 1_000));
			await n8n.executeKilled(workflow.id, moment).finally(() => zoho.faults.clear());
			const left = filesIn(home.folder).filter((file) => !before.has(file) && !OF_N8N.test(file));
			if (left.length > 0) throw new Error(left.join('\n'));
			return `${after.toFixed(2)} s after ${asked}`;
		});
		await checks.check('The run after it gives everything, once', () =>
			givesEverything(n8n, account),
		);
	}
}

async function givesEverything(n8n: CommandLine, account: Account): Promise<string> {
	const run = await n8n.execute(everyEntry.id);
	const failure = failureIn(run);
	if (failure) throw new Error(String(failure['message']));
	const ids = itemsIn(run, 'Get Audit Log').map(({ json }) => json['event_id']);
	sameNumber(ids.length, account.zoho.log.length, 'entries');
	sameNumber(new Set(ids).size, ids.length, 'ids');
	const file = await n8n.execute(wholeFile.id);
	const [item] = itemsIn(file, 'Download Export');
	const truth = await newestFile(account);
	sameNumber(Number(item?.binary?.['data']?.bytes), truth.length, 'bytes');
	return `${ids.length} entries, ${truth.length} bytes`;
}

/** Waits until Zoho is asked for something once more. */
async function arrived({ requests }: Zoho, operation: Operation): Promise<void> {
	const count = (): number => requests.filter((it) => it.operation === operation).length;
	for (const before = count(); count() === before;) await pause(5);
}

/** Paths below a folder. */
function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

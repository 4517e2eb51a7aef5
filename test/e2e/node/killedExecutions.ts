import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation, Zoho } from '../../zoho/zoho';
import type { Checks } from '../host/checks';
import { openCollector } from '../n8n/collector';
import { itemsIn } from '../n8n/commandLine';
import type { CommandLine } from '../n8n/commandLine';
import { sameNumber } from '../examples/runExamples';
import type { Home } from '../n8n/home';
import { everyEntry, wholeFile } from '../n8n/workflows';
import { type Account, newestFile } from '../n8n/zohoAccount';

/** When n8n is killed: at random between two seconds after Zoho was asked for something. */
interface Moment {
	readonly what: string;
	readonly workflow: 'entries' | 'file';
	readonly asked: Operation;
	readonly seconds: readonly [from: number, to: number];
}

const PATH = '/every-entry';

/** How long a file takes, so that there is a middle. Seconds. */
const DOWNLOAD_SECONDS = 2;

const MOMENTS: readonly Moment[] = [
	{ what: 'as its export is made', workflow: 'entries', asked: 'createExport', seconds: [0, 3] },
	{ what: 'as the entries arrive', workflow: 'entries', asked: 'download', seconds: [0, 2] },
	{ what: 'as the last ones arrive', workflow: 'entries', asked: 'download', seconds: [1.8, 2] },
	{ what: 'as a file arrives', workflow: 'file', asked: 'download', seconds: [0, 2] },
	{ what: 'as its end arrives', workflow: 'file', asked: 'download', seconds: [1.8, 2] },
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
	const collector = await openCollector();
	const entries = everyEntry(collector, PATH);
	const ids = { entries: entries.id, file: wholeFile.id };
	const givesEverything = async (): Promise<string> => {
		const before = collector.told(PATH).length;
		await n8n.executeUnread(entries.id);
		const told = collector.told(PATH).slice(before);
		sameNumber(told.length, zoho.log.length, 'entries');
		sameNumber(new Set(told).size, told.length, 'ids');
		const [item] = itemsIn(await n8n.execute(wholeFile.id), 'Download Export');
		const { length } = await newestFile(account);
		sameNumber(Number(item?.binary?.['data']?.bytes), length, 'bytes');
		return `${told.length} entries, a file of ${length} bytes`;
	};
	try {
		await checks.step('Two workflows that download are imported', () =>
			n8n.importWorkflows([entries, wholeFile]),
		);
		await checks.check('They give everything when nobody disturbs them', givesEverything);
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
				await n8n.executeKilled(ids[workflow], moment).finally(() => zoho.faults.clear());
				const left = filesIn(home.folder).filter((file) => !before.has(file) && !OF_N8N.test(file));
				if (left.length > 0) throw new Error(left.join('\n'));
				return `${after.toFixed(2)} s after ${asked}`;
			});
			await checks.check('The run after it gives everything, once', givesEverything);
		}
	} finally {
		await collector.close();
	}
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

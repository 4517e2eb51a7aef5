import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Zoho } from '../../zoho/zoho';
import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import { openCollector } from '../n8n/collector';
import { itemsIn } from '../n8n/commandLine';
import type { CommandLine } from '../n8n/commandLine';
import type { Home } from '../n8n/home';
import { BINARY_DATA, filesIn, storedFile } from '../n8n/storedFiles';
import { everyEntry, wholeFile } from '../n8n/workflows';
import { type Account, newestFile } from '../n8n/zohoAccount';

/** When n8n is killed: at a random time after a request to Zoho. */
interface Moment {
	readonly when: string;
	readonly workflow: 'entries' | 'file';
	readonly request: Operation;
	readonly seconds: readonly [from: number, to: number];
}

const PATH = '/every-entry';

/** Slow enough that n8n can be killed in the middle of a file. */
const DOWNLOAD_SECONDS = 2;

const MOMENTS: readonly Moment[] = [
	{ when: 'during its export', workflow: 'entries', request: 'createExport', seconds: [0, 3] },
	{ when: 'as the entries arrive', workflow: 'entries', request: 'download', seconds: [0, 2] },
	{
		when: 'as the last ones arrive',
		workflow: 'entries',
		request: 'download',
		seconds: [1.7, 1.9],
	},
	{ when: 'as a file arrives', workflow: 'file', request: 'download', seconds: [0, 2] },
	{ when: 'as its end arrives', workflow: 'file', request: 'download', seconds: [1.7, 1.9] },
];

/** n8n's own files: its database, logs and key. */
const OF_N8N = /^\.n8n\/(database\.sqlite|n8nEventLog|crash\.journal|config$)/;

/** Where n8n stores a file that a node has returned, with a description beside it. */
const DESCRIPTION = '.metadata';

/** Executions of a real n8n that are killed in the middle, and the runs after them. */
export async function checkKilledExecutions(
	checks: Checks,
	n8n: CommandLine,
	home: Home,
	account: Account,
): Promise<void> {
	const { zoho } = account;
	const collector = await openCollector();
	const entries = everyEntry(collector, PATH);
	const ids = { entries: entries.id, file: wholeFile.id };
	const returnsEverything = async (): Promise<string> => {
		const before = collector.received(PATH).length;
		await n8n.executeSilently(entries.id);
		const received = collector.received(PATH).slice(before);
		assertEqual(received.length, zoho.log.length, 'entries');
		assertEqual(new Set(received).size, received.length, 'different ids');
		const [item] = itemsIn(await n8n.execute(wholeFile.id), 'Download Export');
		const whole = await newestFile(account);
		if (!readFileSync(storedFile(home, item?.binary?.['data']?.id)).equals(whole)) {
			throw new Error('The file that n8n has stored is another one.');
		}
		return `${received.length} entries, a file of ${whole.length} bytes`;
	};
	try {
		await checks.step('Two workflows that download are imported', () =>
			n8n.importWorkflows([entries, wholeFile]),
		);
		await checks.check('They return everything when they are not disturbed', returnsEverything);
		for (const { when, workflow, request, seconds } of MOMENTS) {
			const [from, to] = seconds;
			const delay = from + Math.random() * (to - from);
			await checks.check(`An execution killed ${when} leaves no part of a file`, async () => {
				const before = new Set(filesIn(home.folder));
				// Earlier exports do not cover this entry, so a new one is needed.
				zoho.record({ action: 'updated' });
				const size = (await newestFile(account)).length;
				const socket = { bytesPerSecond: Math.ceil(size / DOWNLOAD_SECONDS) };
				zoho.faults.add({ on: 'download', socket });
				const moment = nextRequest(zoho, request).then(() => sleep(delay * 1_000));
				await n8n.executeKilled(ids[workflow], moment).finally(() => zoho.faults.clear());
				const left = filesIn(home.folder).filter((file) => !before.has(file) && !OF_N8N.test(file));
				const whole = await newestFile(account);
				// Around the end, n8n may have stored the whole file before it was killed.
				const isStored = (file: string): boolean =>
					BINARY_DATA.test(file) && readFileSync(path.join(home.folder, file)).equals(whole);
				const stored = left.filter(isStored);
				const lost = left.filter(
					(file) => !stored.includes(file) && !stored.some((it) => file === it + DESCRIPTION),
				);
				if (lost.length > 0) throw new Error(lost.join('\n'));
				const note = stored.length > 0 ? ', n8n had stored the whole file' : '';
				return `${delay.toFixed(2)} s after ${request}${note}`;
			});
			await checks.check('The next run returns everything, once', returnsEverything);
		}
	} finally {
		await collector.close();
	}
}

/** Waits for another request of this kind. */
async function nextRequest({ requests }: Zoho, operation: Operation): Promise<void> {
	const count = (): number => requests.filter((it) => it.operation === operation).length;
	for (const before = count(); count() === before;) await sleep(5);
}

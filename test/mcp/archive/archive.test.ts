import { context } from '../../bench/context';
import { Archive } from '../../../mcp/archive/archive';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { UnavailableError } from '../../../shared/errors';
import { operationsOf, type Session, session } from '../session';

const facts = { startedAt: null, createdById: null, criteria: null };

function download(id: string, bytes: number): DownloadedExport {
	return { id, ...facts, files: [{ name: `${id}.csv`, bytes: new Uint8Array(bytes) }] };
}

async function kept(store: Archive, id: string, bytes: number): Promise<void> {
	await store.keep(id, async () => await Promise.resolve(download(id, bytes)));
}

test('the least recently used export is evicted first', async () => {
	const store = new Archive(100);
	for (const id of ['1', '2', '3']) await kept(store, id, 33);
	store.find('1');
	await kept(store, '4', 50);
	expect(store.all().map(({ id }) => id)).toEqual(['4', '1']);
});

test('an export that is larger than the store is returned and not kept', async () => {
	const store = new Archive(100);
	await kept(store, '1', 60);
	const returned = await store.keep('2', async () => await Promise.resolve(download('2', 101)));
	expect(returned.id).toBe('2');
	expect(store.all().map(({ id }) => id)).toEqual(['1']);
});

test('concurrent callers share one download', async () => {
	const store = new Archive(100);
	let downloads = 0;
	const slow = async (): Promise<DownloadedExport> => {
		downloads++;
		await new Promise((resolve) => setTimeout(resolve, 10));
		return download('1', 10);
	};
	await Promise.all(Array.from({ length: 10 }, async () => await store.keep('1', slow)));
	expect(downloads).toBe(1);
});

test('a waiting caller downloads when the first one cancels; a failure is reported to all', async () => {
	const store = new Archive(100);
	let abort: (reason: Error) => void = () => undefined;
	const cancelled = store.keep('1', async () => await new Promise((_, reject) => (abort = reject)));
	const other = store.keep('1', async () => await Promise.resolve(download('1', 10)));
	abort(new Error('cancelled'));
	await expect(cancelled).rejects.toThrow('cancelled');
	expect((await other).id).toBe('1');
	const fails = async (): Promise<DownloadedExport> =>
		await Promise.reject(new UnavailableError('no answer'));
	const both = [store.keep('2', fails), store.keep('2', async () => await Promise.reject())];
	for (const each of both) await expect(each).rejects.toThrow('no answer');
});

describe('in the server', () => {
	let it: Session;
	afterEach(async () => await it.close());

	test('calls of three tools about one period download one file and create one export', async () => {
		it = await session();
		await it.call('get_audit_log', { from: '30d' });
		await it.call('summarize_audit_log', { from: '29d', group_by: ['day'] });
		await it.call('get_record_history', { record: 'Acme', from: '28d' });
		await it.call('download_export', { export_id: '7610000000070000000' });
		const operations = operationsOf(it.zoho);
		expect(operations.filter((operation) => operation === 'download')).toHaveLength(1);
		expect(operations.filter((operation) => operation === 'createExport')).toHaveLength(1);
	});
});

describe('rows in the database', () => {
	const CSV = 'Done By,Action,Module,Record Name,Audited Time\n';
	const options = { host: { yieldToEventLoop: async (): Promise<void> => undefined } };
	/** Much larger in the database than as a file. */
	const exportOf = (id: string, rows = 1): DownloadedExport => ({
		...{ id, ...facts },
		files: [
			{
				name: `${id}.csv`,
				bytes: Buffer.from(CSV + 'Ana,updated,Deals,x,05/21/2026 02:20 PM\n'.repeat(rows)),
			},
		],
	});
	/** What an archive does after it has answered. */
	const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
		// Without an end, what never comes would keep the process from ending.
		for (let looks = 0; looks < 600; looks++) {
			if (await condition()) return;
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		throw new Error('it did not come to that');
	};
	const count = async (archive: Archive, schema: string): Promise<unknown> =>
		(await archive.database.rows(`SELECT count(*) AS n FROM ${schema}.entries`))[0]?.['n'];

	test('are read once for concurrent questions, and stay as long as one reads them', async () => {
		const archive = new Archive(2_000_000);
		const ids = ['1', '2', '3', '4', '5', '6', '7', '8'];
		for (const id of ids) await archive.keep(id, async () => exportOf(id));
		const lease = async (id: string) => await archive.lease(exportOf(id), context, options);
		const [first, same] = await Promise.all([lease('1'), lease('1')]);
		expect(first.part).toBe(same.part);
		for (const id of ids.slice(1)) await (await lease(id)).release();
		await until(() => archive.all().every(({ id }) => id !== '1'));
		expect(await count(archive, first.part.schema)).toBe(1);
		await first.release();
		await same.release();
		await expect(count(archive, first.part.schema)).rejects.toThrow();
		await archive.keep('1', async () => exportOf('1'));
		expect([archive.hasReturned('1'), archive.hasReturned('1')]).toEqual([true, false]);
		expect(await archive.database.bytes()).toBeLessThan(2_500_000);
		await archive.database.close();
	});

	test('of an export that is larger than the archive are read for each question', async () => {
		const archive = new Archive(1_000);
		await archive.keep('1', async () => exportOf('1'));
		const { part, release } = await archive.lease(exportOf('1'), context, options);
		expect(await count(archive, part.schema)).toBe(1);
		await release();
		await until(async () => (await archive.database.bytes()) === 0);
		expect(archive.find('1')).toBeDefined();
		await archive.database.close();
	});

	test('are read by another question when the one that began is cancelled', async () => {
		const archive = new Archive(10_000_000);
		const stop = new AbortController();
		const slow = {
			signal: stop.signal,
			host: {
				yieldToEventLoop: async (): Promise<void> => {
					await new Promise((resolve) => setTimeout(resolve, 5));
					stop.signal.throwIfAborted();
				},
			},
		};
		const cancelled = archive.lease(exportOf('1', 5_000), context, slow);
		const other = archive.lease(exportOf('1', 5_000), context, options);
		stop.abort(new Error('cancelled'));
		await expect(cancelled).rejects.toThrow('cancelled');
		const { part, release } = await other;
		expect(await count(archive, part.schema)).toBe(5_000);
		await release();
		await archive.database.close();
	});
});

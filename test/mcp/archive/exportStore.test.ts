import { ExportStore } from '../../../mcp/archive/exportStore';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { UnavailableError } from '../../../shared/errors';
import { operationsOf, type Session, session } from '../session';

const facts = { startedAt: null, createdById: null, criteria: null };

function download(id: string, bytes: number): DownloadedExport {
	return { id, ...facts, files: [{ name: `${id}.csv`, bytes: new Uint8Array(bytes) }] };
}

async function kept(store: ExportStore, id: string, bytes: number): Promise<void> {
	await store.keep(id, async () => await Promise.resolve(download(id, bytes)));
}

test('the least recently used export is evicted first', async () => {
	const store = new ExportStore(100);
	for (const id of ['1', '2', '3']) await kept(store, id, 33);
	store.find('1');
	await kept(store, '4', 50);
	expect(store.all().map(({ id }) => id)).toEqual(['4', '1']);
});

test('an export that is larger than the store is returned and not kept', async () => {
	const store = new ExportStore(100);
	await kept(store, '1', 60);
	const returned = await store.keep('2', async () => await Promise.resolve(download('2', 101)));
	expect(returned.id).toBe('2');
	expect(store.all().map(({ id }) => id)).toEqual(['1']);
});

test('concurrent callers share one download', async () => {
	const store = new ExportStore(100);
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
	const store = new ExportStore(100);
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

import { tmpdir } from 'node:os';
import { htmlPage, serverFault } from '../../zoho/faults';
import { staff } from '../../zoho/organization/staff';
import { type Session, session } from '../session';

const READ_ONLY = { ZOHO_AUDIT_READ_ONLY: 'true' };
const NO_AUTO_EXPORT = { ZOHO_AUDIT_AUTO_EXPORT: 'false' };
let it: Session;

afterEach(async () => {
	await it.close();
});

/** Requests that are not reads, except for tokens. */
function writes(): string[] {
	return it.zoho.requests
		.filter(({ method, operation }) => method !== 'GET' && operation !== 'token')
		.map(({ method, url }) => `${method} ${url}`);
}

async function annotations(): Promise<Map<string, object | undefined>> {
	const { tools } = await it.client.listTools();
	return new Map(tools.map((tool) => [tool.name, tool.annotations]));
}

const READS = {
	readOnlyHint: true,
	destructiveHint: false,
	idempotentHint: true,
	openWorldHint: true,
};
const CREATES = { ...READS, readOnlyHint: false, idempotentHint: false };

test('every hint of every tool is explicit and true', async () => {
	it = await session();
	expect(Object.fromEntries(await annotations())).toEqual({
		get_audit_log: CREATES,
		summarize_audit_log: CREATES,
		get_record_history: CREATES,
		review_audit_log: CREATES,
		list_users: CREATES,
		list_deleted_records: CREATES,
		save_audit_log: CREATES,
		create_export: CREATES,
		list_exports: READS,
		get_export: READS,
		download_export: READS,
	});
});

test('every tool has a title and an output schema that accepts unknown keys', async () => {
	it = await session();
	for (const { title, outputSchema } of (await it.client.listTools()).tools) {
		expect(title).toBeTruthy();
		expect(JSON.stringify(outputSchema)).not.toContain('"additionalProperties":false');
	}
});

test('a read-only server has no tool that creates, and says that all of them read', async () => {
	it = await session({}, READ_ONLY);
	expect(Object.fromEntries(await annotations())).toEqual({
		get_audit_log: READS,
		summarize_audit_log: READS,
		get_record_history: READS,
		review_audit_log: READS,
		list_users: READS,
		list_deleted_records: READS,
		save_audit_log: READS,
		list_exports: READS,
		get_export: READS,
		download_export: READS,
	});
	const { tools } = await it.client.listTools();
	expect(JSON.stringify(tools)).not.toContain('create_export');
	expect(it.client.getInstructions()).not.toContain('create_export');
});

/** Each tool, with calls that succeed and calls that fail. */
async function everything(): Promise<void> {
	const tools = [...(await annotations()).entries()].filter(
		([, hints]) => (hints as { readOnlyHint: boolean }).readOnlyHint,
	);
	for (const [name] of tools) {
		for (const args of [
			{ export_id: '1', record: '7610000000000800010', module: 'Deals' },
			{ export_id: '7610000000070000000', record: 'Acme' },
			{ record: 'Acme' },
		]) {
			for (const fault of [undefined, serverFault(), htmlPage()]) {
				it.zoho.faults.clear();
				if (fault) it.zoho.faults.add({ on: () => true, times: 2, ...fault });
				await it.call(name, args);
			}
		}
	}
}

test.each([READ_ONLY, NO_AUTO_EXPORT, {}])(
	'a tool declared as read-only only reads (%j)',
	async (mode) => {
		it = await session({ olderExport: true }, mode);
		await everything();
		expect(it.zoho.requests.length).toBeGreaterThan(20);
		expect(writes()).toEqual([]);
	},
);

test('a read-only server answers from an existing export', async () => {
	it = await session({ switches: { tokenUser: staff.leo.id }, olderExport: true }, READ_ONLY);
	const answer = await it.call('get_audit_log', { from: '60d', to: '30d' });
	expect(answer.result).toMatchObject({ status: 'ready', scope: { source: 'export' } });
	expect(answer.result['total_matched']).toBeGreaterThan(0);
	expect(writes()).toEqual([]);
});

test('a read-only server that has no export for the period says where to look', async () => {
	it = await session({}, READ_ONLY);
	const answer = await it.call('get_audit_log', {});
	expect(answer.isError).toBe(true);
	expect(answer.text).toContain('read-only and creates no export');
	expect(answer.text).toContain('2026-11-17T12:00:00+01:00 to 2026-11-24T12:00:00+01:00');
	expect(answer.text).toContain('no finished export at all');
	expect(writes()).toEqual([]);
});

test('the nearest export is named when none covers the period, and answers when its id is given', async () => {
	it = await session({ switches: { tokenUser: staff.leo.id }, olderExport: true }, READ_ONLY);
	const refused = await it.call('summarize_audit_log', {});
	expect(refused.text).toContain('7610000000070000000, holds everything up to');
	const answer = await it.call('summarize_audit_log', { export_id: '7610000000070000000' });
	expect(answer.result).toMatchObject({ status: 'ready' });
});

test('without automatic exports queries only read, and create_export still creates', async () => {
	it = await session({}, NO_AUTO_EXPORT);
	expect((await annotations()).get('get_audit_log')).toEqual(READS);
	expect((await annotations()).get('create_export')).toEqual(CREATES);
	const refused = await it.call('get_audit_log', { from: '7d' });
	expect(refused.text).toContain('create_export makes one');
	expect(writes()).toEqual([]);
	await it.call('create_export', { from: '8d' });
	await it.call('get_export', { export_id: '7610000000070000000' });
	const answer = await it.call('get_audit_log', { from: '7d' });
	expect(answer.result).toMatchObject({ status: 'ready' });
});

test('a download folder makes download_export a tool that writes', async () => {
	it = await session({}, { ZOHO_AUDIT_DOWNLOAD_DIR: tmpdir() });
	expect((await annotations()).get('download_export')).toEqual({ ...READS, readOnlyHint: false });
});

test('only the configured tools are offered', async () => {
	it = await session({}, { ZOHO_AUDIT_TOOLS: 'list_exports, summarize_audit_log' });
	expect([...(await annotations()).keys()]).toEqual(['summarize_audit_log', 'list_exports']);
});

import { htmlPage, serverFault } from '../zoho/faults';
import { staff } from '../zoho/staff';
import { type Session, session } from './session';

const READ_ONLY = { ZOHO_AUDIT_READ_ONLY: 'true' };
let it: Session;

afterEach(async () => {
	await it.close();
});

/** Requests that are not reads, besides the one for a token. */
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
		create_export: CREATES,
		list_exports: READS,
		get_export: READS,
		download_export: READS,
	});
});

test('every tool has a title and an output schema that takes keys it does not know', async () => {
	it = await session();
	for (const { title, outputSchema } of (await it.client.listTools()).tools) {
		expect(title).toBeTruthy();
		expect(outputSchema?.['additionalProperties']).toEqual({});
	}
});

test('a read-only server has no tool that creates, and says that all of them read', async () => {
	it = await session({}, READ_ONLY);
	expect(Object.fromEntries(await annotations())).toEqual({
		get_audit_log: READS,
		list_exports: READS,
		get_export: READS,
		download_export: READS,
	});
	const { tools } = await it.client.listTools();
	expect(JSON.stringify(tools)).not.toContain('create_export');
	expect(it.client.getInstructions()).not.toContain('create_export');
});

/** Each tool with what makes it go well and what makes it fail. */
async function everything(): Promise<void> {
	const tools = [...(await annotations()).entries()].filter(
		([, hints]) => (hints as { readOnlyHint: boolean }).readOnlyHint,
	);
	for (const [name] of tools) {
		for (const args of [{ export_id: '1' }, { export_id: '7610000000070000000' }, {}]) {
			for (const mishap of [undefined, serverFault(), htmlPage()]) {
				it.zoho.faults.clear();
				if (mishap) it.zoho.faults.add({ on: () => true, times: 2, ...mishap });
				await it.call(name, args);
			}
		}
	}
}

test.each([READ_ONLY, {}])('a tool that says it reads sends nothing else (%j)', async (mode) => {
	it = await session({ olderExport: true }, mode);
	await everything();
	expect(it.zoho.requests.length).toBeGreaterThan(20);
	expect(writes()).toEqual([]);
});

test('a read-only server answers from an export that is there', async () => {
	it = await session({ switches: { tokenUser: staff.leo.id }, olderExport: true }, READ_ONLY);
	const said = await it.call('get_audit_log', { from: '60d', to: '30d' });
	expect(said.result).toMatchObject({ status: 'ready', scope: { source: 'export' } });
	expect(said.result['total_matched']).toBeGreaterThan(0);
	expect(writes()).toEqual([]);
});

test('a read-only server that has no export for the period says where to look', async () => {
	it = await session({}, READ_ONLY);
	const said = await it.call('get_audit_log', {});
	expect(said.isError).toBe(true);
	expect(said.text).toContain('read-only and creates no export');
	expect(said.text).toContain('list_exports');
	expect(writes()).toEqual([]);
});

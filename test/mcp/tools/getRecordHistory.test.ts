import { jsonInstead, serverFault } from '../../zoho/faults';
import { renewal } from '../../zoho/log/story';
import { asked, entriesOf, type Session, session } from '../session';

let it: Session | undefined;

async function start(...args: Parameters<typeof session>): Promise<Session> {
	it = await session(...args);
	return it;
}

afterEach(async () => {
	await it?.close();
	it = undefined;
});

function deal({ zoho }: Session): { id: string; name: string } {
	const found = zoho.log.find(({ record }) => record?.name === renewal)?.record;
	if (!found?.id) throw new Error('no deal');
	return { id: found.id, name: found.name };
}

test('a name leads to the story with old and new values, oldest first', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const said = await server.call('get_record_history', { record: renewal });
	expect(said.result).toMatchObject({
		status: 'ready',
		total_matched: 5,
		record: { name: renewal, id: deal(server).id, module: 'Deals' },
		scope: { source: 'timeline' },
	});
	const stages = entriesOf(said).flatMap(({ changes }) =>
		(changes as { field: string; old: string; new: string }[]).filter(
			({ field }) => field === 'Stage',
		),
	);
	expect(stages.map((change) => [change.old, change.new])).toEqual([
		['Qualification', 'Proposal'],
		['Proposal', 'Negotiation'],
		['Negotiation', 'Closed Won'],
	]);
});

test('an id with its module is asked for at once, without the log', async () => {
	const server = await start();
	const { id } = deal(server);
	const said = await server.call('get_record_history', { record: id, module: 'deal' });
	expect(said.result).toMatchObject({ total_matched: 5, record: { name: renewal, id } });
	expect(asked(server.zoho)).not.toContain('createExport');
});

test('an id without a module gets it from the log, or the module is asked for', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const { id } = deal(server);
	const said = await server.call('get_record_history', { record: id });
	expect(said.result).toMatchObject({ record: { module: 'Deals', id }, total_matched: 5 });
	const refused = await server.call('get_record_history', { record: '123456789012345' });
	expect(refused.isError).toBe(true);
	expect(refused.text).toContain('module');
});

test('an export without ids tells who and when, and why values are missing', async () => {
	const server = await start();
	const said = await server.call('get_record_history', { record: renewal.toUpperCase() });
	expect(said.result).toMatchObject({ total_matched: 5, scope: { source: 'export' } });
	expect(said.result['record']).toEqual({ name: renewal, module: 'Deals' });
	expect(said.result.notes.join()).toContain('gives no id of it');
	expect(asked(server.zoho)).not.toContain('timeline');
});

test('several records are candidates, and one of them leads on without an id', async () => {
	const server = await start();
	const said = await server.call('get_record_history', { record: 'Riverbend Works' });
	const candidates = said.result['candidates'] as { record: string; module: string }[];
	expect(said.result).toMatchObject({ status: 'ambiguous' });
	expect(candidates).toHaveLength(10);
	expect(candidates[0]).toMatchObject({ module: 'Accounts', entries: 1 });
	expect(said.result.notes[0]).toContain('25 records match, the latest 10 are shown');
	const [first] = candidates;
	const next = { record: first?.record, module: first?.module };
	const told = await server.call('get_record_history', next);
	expect(told.result).toMatchObject({ status: 'ready', record: { name: first?.record } });
});

test('a name that is exactly this one wins over those that only hold it', async () => {
	const server = await start();
	const said = await server.call('get_record_history', { record: 'riverbend works 1' });
	expect(said.result).toMatchObject({
		status: 'ready',
		record: { name: 'Riverbend Works 1' },
		total_matched: 1,
	});
});

test.each([
	['a missing scope', 401, 'OAUTH_SCOPE_MISMATCH', 'ZohoCRM.modules.Deals.READ'],
	['a missing permission', 403, 'NO_PERMISSION', 'gives no timeline of this record'],
	['a record that is gone', 400, 'INVALID_DATA', 'gives no timeline of this record'],
])('%s is said, and the log answers in its place', async (_, status, code, sentence) => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const refusal = jsonInstead(status, { code, status: 'error', message: '', details: {} });
	server.zoho.faults.add({ on: 'timeline', times: Infinity, ...refusal });
	const said = await server.call('get_record_history', { record: renewal });
	expect(said.result).toMatchObject({ status: 'ready', total_matched: 5 });
	expect(said.result.notes.join()).toContain(sentence);
});

test('a server in trouble is an error and no reason to answer with less', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	server.zoho.faults.add({ on: 'timeline', times: Infinity, ...serverFault() });
	const said = await server.call('get_record_history', { record: renewal });
	expect(said.isError).toBe(true);
});

test('a record that nobody touched is no error', async () => {
	const server = await start();
	const said = await server.call('get_record_history', { record: 'No such record' });
	expect(said.result).toMatchObject({ status: 'ready', total_matched: 0, entries: [] });
});

test('values are left out where they are never to be shown', async () => {
	const server = await start(
		{ switches: { settingsAuditLog: 'audit_log' } },
		{ ZOHO_AUDIT_FIELD_VALUES: 'never' },
	);
	const said = await server.call('get_record_history', { record: renewal, detail: 'full' });
	expect(said.result['total_matched']).toBe(5);
	expect(said.text).not.toContain('Closed Won');
	expect(said.text).toContain('Stage');
});

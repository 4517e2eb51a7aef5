import { jsonInstead, serverFault } from '../../zoho/faults';
import { renewal } from '../../zoho/log/story';
import { entriesOf, operationsOf, type Session, sessions } from '../session';

const start = sessions();

function deal({ zoho }: Session): { id: string; name: string } {
	const found = zoho.log.find(({ record }) => record?.name === renewal)?.record;
	if (!found?.id) throw new Error('no deal');
	return { id: found.id, name: found.name };
}

test('a name leads to the history with old and new values, oldest first', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const answer = await server.call('get_record_history', { record: renewal });
	expect(answer.result).toMatchObject({
		status: 'ready',
		total_matched: 5,
		record: { name: renewal, id: deal(server).id, module: 'Deals' },
		scope: { source: 'timeline' },
	});
	const stages = entriesOf(answer).flatMap(({ changes }) =>
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

test('an id with its module is queried directly, without the log', async () => {
	const server = await start();
	const { id } = deal(server);
	const answer = await server.call('get_record_history', { record: id, module: 'deal' });
	expect(answer.result).toMatchObject({ total_matched: 5, record: { name: renewal, id } });
	expect(operationsOf(server.zoho)).not.toContain('createExport');
});

test('an id without a module gets it from the log, or the module is requested', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const { id } = deal(server);
	const answer = await server.call('get_record_history', { record: id });
	expect(answer.result).toMatchObject({ record: { module: 'Deals', id }, total_matched: 5 });
	const refused = await server.call('get_record_history', { record: '123456789012345' });
	expect(refused.isError).toBe(true);
	expect(refused.text).toContain('module');
});

test('an export with ids leads from the name to old and new values', async () => {
	const server = await start({ switches: { csvColumns: 'guessed' } });
	const answer = await server.call('get_record_history', { record: 'acme renewal 2026' });
	expect(answer.result).toMatchObject({ total_matched: 5, record: { name: renewal } });
	const changes = entriesOf(answer).flatMap((entry) => (entry['changes'] ?? []) as object[]);
	expect(changes).toContainEqual(
		expect.objectContaining({ field: 'Stage', old: 'Negotiation', new: 'Closed Won' }),
	);
	expect(operationsOf(server.zoho)).toContain('timeline');
});

test('an export without ids shows who and when, and why values are missing', async () => {
	const server = await start();
	const answer = await server.call('get_record_history', { record: renewal.toUpperCase() });
	expect(answer.result).toMatchObject({ total_matched: 5, scope: { source: 'export' } });
	expect(answer.result['record']).toEqual({ name: renewal, module: 'Deals' });
	expect(answer.result.notes.join()).toContain('gives no id of it');
	expect(operationsOf(server.zoho)).not.toContain('timeline');
});

test('several records are candidates, and one can be chosen without an id', async () => {
	const server = await start();
	const answer = await server.call('get_record_history', { record: 'Riverbend Works' });
	const candidates = answer.result['candidates'] as { record: string; module: string }[];
	expect(answer.result).toMatchObject({ status: 'ambiguous' });
	expect(candidates).toHaveLength(10);
	expect(candidates[0]).toMatchObject({ module: 'Accounts', entries: 1 });
	expect(answer.result.notes[0]).toContain('25 records match, the latest 10 are shown');
	const [first] = candidates;
	const next = { record: first?.record, module: first?.module };
	const history = await server.call('get_record_history', next);
	expect(history.result).toMatchObject({ status: 'ready', record: { name: first?.record } });
});

test('an exact name takes precedence over names that contain it', async () => {
	const server = await start();
	const answer = await server.call('get_record_history', { record: 'riverbend works 1' });
	expect(answer.result).toMatchObject({
		status: 'ready',
		record: { name: 'Riverbend Works 1' },
		total_matched: 1,
	});
});

test.each([
	['a missing scope', 401, 'OAUTH_SCOPE_MISMATCH', 'ZohoCRM.modules.Deals.READ'],
	['a missing permission', 403, 'NO_PERMISSION', 'gives no timeline of this record'],
	['a record that is gone', 400, 'INVALID_DATA', 'gives no timeline of this record'],
])('%s is reported, and the log answers instead', async (_, status, code, sentence) => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const refusal = jsonInstead(status, { code, status: 'error', message: '', details: {} });
	server.zoho.faults.add({ on: 'timeline', times: Infinity, ...refusal });
	const answer = await server.call('get_record_history', { record: renewal });
	expect(answer.result).toMatchObject({ status: 'ready', total_matched: 5 });
	expect(answer.result.notes.join()).toContain(sentence);
});

test('a server error is an error, not an answer with less', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	server.zoho.faults.add({ on: 'timeline', times: Infinity, ...serverFault() });
	const answer = await server.call('get_record_history', { record: renewal });
	expect(answer.isError).toBe(true);
});

test('a record without entries is not an error', async () => {
	const server = await start();
	const answer = await server.call('get_record_history', { record: 'No such record' });
	expect(answer.result).toMatchObject({ status: 'ready', total_matched: 0, entries: [] });
});

test('values are omitted when they must never be shown', async () => {
	const server = await start(
		{ switches: { settingsAuditLog: 'audit_log' } },
		{ ZOHO_AUDIT_FIELD_VALUES: 'never' },
	);
	const answer = await server.call('get_record_history', { record: renewal, detail: 'full' });
	expect(answer.result['total_matched']).toBe(5);
	expect(answer.text).not.toContain('Closed Won');
	expect(answer.text).toContain('Stage');
});

import { jsonInstead } from '../../zoho/faults';
import { all, europe } from '../host';

describe.each([204, 400, '400_bare'] as const)('an empty list as %s', (noContent) => {
	const empty = () => europe({ switches: { noContent, settingsAuditLog: 204 } });
	/** What Zoho answers to a list that the emulator cannot empty. */
	const nothing = () =>
		noContent === 204
			? { refuse: () => ({ status: 204, headers: {}, body: new Uint8Array() }) }
			: jsonInstead(400, { code: 'NO_CONTENT', ...(noContent === 400 && { status: 'error' }) });

	test('of exports', async () => {
		const { client } = empty();
		expect(await client.listExports()).toEqual([]);
		await expect(client.getExport('123')).rejects.toThrow(/knows no export 123/);
	});

	test('of users and modules', async () => {
		const { client, zoho } = empty();
		for (const on of ['users', 'modules'] as const) {
			zoho.faults.add({ on, times: Infinity, ...nothing() });
		}
		expect((await client.names.users({})).all).toEqual([]);
		expect((await client.names.modules({})).all).toEqual([]);
		expect(await client.names.ownUserId({})).toBeNull();
	});

	test('of the endpoint that is not documented', async () => {
		const { client, called } = empty();
		const from = '2026-09-10T00:00:00Z';
		const answer = await client.getAuditLog({ from }, { source: 'endpoint' });
		if (answer.state !== 'ready') throw new Error('not ready');
		expect(await all(answer)).toEqual([]);
		expect([answer.coverage.complete, called('createExport')]).toEqual([false, []]);
		// docs/decisions/empty-answers.md
		await client.getAuditLog({ from }, { source: 'automatic' });
		expect(called('createExport')).toHaveLength(1);
	});

	test('of a timeline', async () => {
		const { client, zoho } = empty();
		zoho.faults.add({ on: 'timeline', ...nothing() });
		const history = client.getRecordHistory({ module: 'Deals', recordId: '1' });
		expect(await all(history)).toEqual([]);
		expect(history.coverage.complete).toBe(true);
	});
});

test('the same code for a create, or with a fault of the server, is no empty list', async () => {
	const { client, zoho } = europe();
	const refusal = (status: number) => jsonInstead(status, { code: 'NO_CONTENT', status: 'error' });
	zoho.faults.add({ on: 'createExport', ...refusal(400) });
	await expect(client.createExport({})).rejects.toThrow(/NO_CONTENT/);
	zoho.faults.add({ on: 'listExports', times: Infinity, ...refusal(500) });
	await expect(client.listExports()).rejects.toThrow(/Try again later/);
});

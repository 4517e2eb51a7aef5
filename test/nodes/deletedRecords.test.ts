import { errorOf, hintsOf } from '../n8n/engine';
import { NODE } from '../n8n/workflow';
import { scopeMissing } from '../zoho/faults';
import { nodeInEngine } from './nodeInEngine';
import { getAuditLog, getDeletedRecords } from './parameters';

const n8n = nodeInEngine();
const { run, items, called } = n8n;
const SCOPE = 'ZohoCRM.settings.recycle_bin.READ';

beforeEach(() => void (n8n.zoho.switches.settingsAuditLog = 'audit_log'));

test('what can be restored is listed with its deletion, flat, and only read', async () => {
	const found = await items({ ...getDeletedRecords, returnAll: true });
	const truth = n8n.zoho.bin();
	expect(truth.length).toBeGreaterThan(140);
	expect(found.map(({ json }) => json['record_id']).sort()).toEqual(
		truth.map(({ record }) => record.id).sort(),
	);
	const deletions = new Map(
		n8n.zoho.log.filter(({ action }) => action === 'deleted').map((entry) => [entry.id, entry]),
	);
	for (const { json } of found) {
		const entry = deletions.get(String(json['event_id']));
		expect([entry?.record?.id, json['match'], json['in_bin']]).toEqual([
			...[json['record_id'], 'matched', 'yes'],
		]);
		expect(Object.values(json).filter((value) => typeof value === 'object')).toEqual([]);
	}
	const sent = n8n.zoho.requests.filter(({ url }) => url.includes('recycle_bin'));
	expect(new Set(sent.map(({ method }) => method))).toEqual(new Set(['GET']));
});

test('without its scope one sentence says what to do, and other operations go on', async () => {
	n8n.zoho.faults.add({ ...scopeMissing(SCOPE), times: Infinity });
	const failure = errorOf(await run(getDeletedRecords));
	expect(failure?.['message']).toBe(
		`The connection lacks the scope ${SCOPE}, which reading the recycle bin needs.`,
	);
	expect(failure?.['description']).toMatch(/^Open the credential, check that its options allow it/);
	expect(called('createExport')).toHaveLength(0);
	expect(await items({ ...getAuditLog, limit: 3 })).toHaveLength(3);
});

test('what is not in the bin says why, as far as it is known', async () => {
	const gone = n8n.zoho.bin()[0]?.record.id ?? '';
	n8n.zoho.takeOutOfBin(gone);
	const result = await run({ ...getDeletedRecords, show: 'log_only', returnAll: true });
	const found = await items({ ...getDeletedRecords, show: 'log_only', returnAll: true });
	const one = found.find(({ json }) => json['record_id'] === gone)?.json;
	expect(one).toMatchObject({ match: 'not_in_bin', in_bin: 'no', days_left: null });
	expect(hintsOf(result, NODE).join()).toMatch(/Zoho does not say which/);
	const both = await items({ ...getDeletedRecords, show: 'all', returnAll: true });
	expect(both).toHaveLength(found.length + n8n.zoho.bin().length);
});

test('without the log the bin is read at once, and what only the log knows is refused', async () => {
	const options = { matchWithLog: false };
	const found = await items({ ...getDeletedRecords, options, limit: 5 });
	expect(found.map(({ json }) => [json['match'], json['event_id']])).toEqual(
		Array.from({ length: 5 }, () => ['log_not_read', '']),
	);
	expect([called('getAuditLog').length, called('createExport').length]).toEqual([0, 0]);
	const refused = errorOf(await run({ ...getDeletedRecords, options, show: 'all' }));
	expect(refused?.['message']).toMatch(/known from the log alone/);
	const wrong = errorOf(await run({ ...getDeletedRecords, show: 'some' }));
	expect(wrong?.['message']).toMatch(/"some" is not one of the choices of Show/);
});

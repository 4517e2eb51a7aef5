import { scopeMissing } from '../../zoho/faults';
import { type Session, session } from '../session';

type Shown = Record<string, unknown> & { match: string; record_id?: string; event_id?: string };

let it: Session;
afterEach(async () => await it.close());

async function open(
	setup: Parameters<typeof session>[0] = {},
	variables: Record<string, string> = {},
): Promise<void> {
	const { switches, ...rest } = setup;
	it = await session(
		{ entries: 800, jobSeconds: 0, switches: { csvColumns: 'guessed', ...switches }, ...rest },
		{ ZOHO_AUDIT_MAX_RESULT_CHARS: '100000', ...variables },
	);
}

async function listed(args: Record<string, unknown> = {}) {
	const { result, isError, text } = await it.call('list_deleted_records', args);
	if (isError) throw new Error(text);
	return { result, records: result['deleted_records'] as Shown[] };
}

const SCOPE = 'ZohoCRM.settings.recycle_bin.READ';
const DAY = 86_400_000;

test.each(['guessed', 'endpoint'])(
	'lists the bin with its deletions, read from %s',
	async (from) => {
		const isEndpoint = from === 'endpoint';
		await open(isEndpoint ? { switches: { settingsAuditLog: 'audit_log' } } : {});
		const { result, records } = await listed({ limit: 200, from: '30d' });
		const since = it.clock.now - 30 * DAY;
		const truth = it.zoho.bin().filter(({ deleted_time }) => deleted_time >= since);
		expect(result['total_matched']).toBe(truth.length);
		expect(records.map(({ record_id: id }) => id).sort()).toEqual(
			truth.map(({ record }) => record.id).sort(),
		);
		expect(records.filter(({ match }) => match !== 'matched')).toEqual([]);
		expect(new Set(records.map(({ event_id: id }) => id)).size).toBe(records.length);
		for (const { in_bin, days_left, record_url, deleted_by } of records) {
			expect([in_bin, typeof deleted_by]).toEqual([true, 'string']);
			expect(days_left).toBeGreaterThanOrEqual(29);
			expect(days_left).toBeLessThan(60);
			expect(record_url ?? null).toBeNull();
		}
		if (isEndpoint) {
			const ids = it.zoho.log.filter(({ action }) => action === 'deleted').map(({ id }) => id);
			for (const { event_id } of records) expect(ids).toContain(event_id);
		}
	},
);

test('pages follow each other, whatever comes into the bin meanwhile', async () => {
	await open();
	const first = await listed({ limit: 40, from: '30d' });
	const { records: all } = await listed({ limit: 200, from: '30d' });
	it.clock.now += 60_000;
	it.zoho.record({ action: 'deleted' });
	let [cursor, read] = [first.result['next_cursor'], first.records];
	while (cursor !== undefined) {
		const { result, records } = await listed({ limit: 40, from: '30d', cursor });
		cursor = result['next_cursor'];
		read = [...read, ...records];
	}
	expect(read.map(({ record_id: id }) => id)).toEqual(all.map(({ record_id: id }) => id));
});

test('filters are those of the bin', async () => {
	await open();
	const { records } = await listed({
		user: ['Tomás'],
		module: ['Leads'],
		record: 'fair',
		limit: 200,
	});
	expect(records).toHaveLength(140);
	for (const { deleted_by, module } of records) {
		expect([deleted_by, module]).toEqual(['Tomás Alder', 'Leads']);
	}
});

test('deletions that the bin does not list are shown on request, and why as far as it is known', async () => {
	await open({ days: 100 });
	const gone = it.zoho.bin()[3]?.record.id ?? '';
	it.zoho.takeOutOfBin(gone);
	const { result, records } = await listed({ show: 'log_only', from: '100d', limit: 200 });
	const kinds = new Set(records.map(({ match }) => match));
	expect(kinds).toEqual(new Set(['expired', 'not_in_bin']));
	const found = records.find(({ record_id: id }) => id === gone);
	expect(found).toMatchObject({ match: 'not_in_bin', in_bin: false, days_left: null });
	expect(result.notes.join()).toMatch(/not_in_bin \(\d+\): .*Zoho does not say which/);
	for (const { in_bin, match } of records) {
		if (match === 'expired' || match === 'not_in_bin') expect(in_bin).toBe(false);
	}
});

test('an export without ids matches nothing, and no name is taken for proof', async () => {
	await open({ switches: { csvColumns: 'bigin' } });
	const { records, result } = await listed({ from: '30d' });
	expect(new Set(records.map(({ match }) => match))).toEqual(new Set(['log_without_ids']));
	expect(records.filter(({ event_id: id }) => id !== undefined && id !== null)).toEqual([]);
	expect(result.notes.join()).toMatch(/a name alone does not prove/);
});

test('without its scope one sentence says so, and every other tool works', async () => {
	await open();
	it.zoho.faults.add({ ...scopeMissing(SCOPE), times: Infinity });
	const { isError, text } = await it.call('list_deleted_records', {});
	expect(isError).toBe(true);
	expect(text).toContain(`The connection lacks the scope ${SCOPE}, which reading the recycle bin`);
	expect(text).toMatch(/login --recycle-bin/);
	// Nothing was exported for an answer that cannot be given.
	expect(
		it.zoho.requests.filter(({ method, operation }) => method === 'POST' && operation !== 'token'),
	).toEqual([]);
	expect((await it.call('get_audit_log', { from: '7d' })).isError).toBe(false);
});

test('without an export the bin is listed all the same', async () => {
	await open({}, { ZOHO_AUDIT_READ_ONLY: 'true' });
	const { records, result } = await listed({ from: '30d', limit: 5 });
	expect(records.map(({ match }) => match)).toEqual(
		Array.from({ length: 5 }, () => 'log_not_read'),
	);
	expect(result.notes.join()).toMatch(/Without the log: /);
	const next = await listed({ from: '30d', limit: 5, cursor: result['next_cursor'] });
	expect(next.records[0]?.record_id).not.toBe(records[0]?.record_id);
});

test('only reads are sent to the recycle bin', async () => {
	await open();
	await listed({ show: 'all' });
	const sent = it.zoho.requests.filter(({ url }) => /recycle_bin/.test(url));
	expect(sent.length).toBeGreaterThan(0);
	expect(new Set(sent.map(({ method }) => method))).toEqual(new Set(['GET']));
});

test('people are hidden here as everywhere', async () => {
	await open({}, { ZOHO_AUDIT_NAMES: 'pseudonym', ZOHO_AUDIT_PSEUDONYM_KEY: 'k'.repeat(40) });
	const { text, isError } = await it.call('list_deleted_records', {
		from: '60d',
		show: 'all',
		limit: 200,
	});
	expect([isError, /person-[0-9a-f]{16}/.test(text)]).toEqual([false, true]);
	const people = it.zoho.users
		.map(({ full_name: name }) => name)
		.filter((name) => name.includes(' '));
	expect(people.filter((name) => text.includes(name))).toEqual([]);
	const leads = it.zoho.bin().filter(({ record }) => record.module.api_name === 'Leads');
	expect(leads.length).toBeGreaterThan(100);
	expect(
		leads.filter(({ record }) => text.includes(record.name) || text.includes(record.id ?? '?')),
	).toEqual([]);
});

import { InputError } from '../../../shared/errors';
import { json, type ZohoAnswer } from '../../zoho/answers';
import { jsonInstead, scopeMissing } from '../../zoho/faults';
import { renewal } from '../../zoho/log/story';
import { all, europe } from '../host';

function deal() {
	const house = europe();
	const story = house.zoho.log.filter(({ record }) => record?.name === renewal);
	const recordId = story[0]?.record?.id ?? '';
	return { ...house, story, recordId };
}

test("returns a record's history with old and new values, newest first", async () => {
	const { client, story, recordId } = deal();
	const entries = await all(client.getRecordHistory({ module: 'Deals', recordId }));
	const history = entries.filter(({ record }) => record?.id === recordId).reverse();
	expect(history.map(({ event_id }) => event_id)).toEqual(story.map(({ id }) => id));
	expect(
		history.map(({ field_history }) => field_history?.map((change) => [change.old, change.new])),
	).toEqual(
		story.map(({ field_history }) => field_history.map((change) => [change.old, change.new])),
	);
	expect(history[0]?.record_url).toBe(
		`https://crm.zoho.eu/crm/org20098761234/tab/Potentials/${recordId}`,
	);
});

test('accepts a label for the module, and a limit limits the calls', async () => {
	const { client, recordId, called } = deal();
	await all(client.getRecordHistory({ module: 'deal', recordId, limit: 2 }));
	expect(called('timeline').map(({ url }) => new URL(url).searchParams.get('per_page'))).toEqual([
		'2',
	]);
});

test('is read to its end with page tokens', async () => {
	const { client, zoho, story, recordId, called } = deal();
	const [first] = story;
	if (!first?.record) throw new Error('no deal');
	for (let count = 0; count < 450; count++) zoho.record({ record: first.record });
	const entries = await all(client.getRecordHistory({ module: 'Deals', recordId }));
	expect(entries.length).toBeGreaterThanOrEqual(450 + story.length);
	expect(new Set(entries.map(({ event_id }) => event_id)).size).toBe(entries.length);
	expect(called('timeline').length).toBe(3);
});

describe('without page tokens', () => {
	function numbered(count: number) {
		const house = deal();
		const [first] = house.story;
		if (!first?.record) throw new Error('no deal');
		const { record } = first;
		house.zoho.switches.timelinePages = 'number';
		const add = (): void => void house.zoho.record({ record });
		for (let made = 0; made < count; made++) add();
		const ids = (): string[] =>
			house.zoho.log
				.filter((it) => [it.record?.id, it.related_record?.id].includes(house.recordId))
				.map(({ id }) => id);
		const read = async () =>
			await all(house.client.getRecordHistory({ module: 'Deals', recordId: house.recordId }));
		return { ...house, add, ids, read };
	}

	test('is read to its end by page numbers', async () => {
		const { called, ids, read } = numbered(450);
		expect((await read()).map(({ event_id }) => event_id).sort()).toEqual(ids().sort());
		const pages = called('timeline').map(({ url }) => new URL(url).searchParams.get('page'));
		expect(pages).toEqual([null, '2', '3']);
	});

	test('entries that are added meanwhile lose and repeat nothing', async () => {
		const { zoho, add, ids, read } = numbered(450);
		const before = ids();
		zoho.faults.add({
			on: 'timeline',
			times: Infinity,
			answer: (_, normal) => {
				for (let made = 0; made < 30; made++) add();
				return normal;
			},
		});
		const found = (await read()).map(({ event_id }) => event_id);
		expect(new Set(found).size).toBe(found.length);
		expect(before.filter((id) => !found.includes(id))).toEqual([]);
	});

	test('a page that comes again and again, or another than requested, is an error', async () => {
		for (const change of [{}, { page: 1 }]) {
			const { zoho, called, read } = numbered(450);
			let first: ZohoAnswer | undefined;
			zoho.faults.add({
				on: 'timeline',
				times: Infinity,
				answer: (_, normal) => {
					first ??= normal;
					const said = JSON.parse(Buffer.from(first.body).toString()) as { info: object };
					const info = { ...said.info, page: undefined, ...change };
					return json(200, { ...said, info });
				},
			});
			await expect(read()).rejects.toThrow(/goes on, but not where/);
			expect(called('timeline')).toHaveLength('page' in change ? 2 : 4);
		}
	});
});

test('of a period contains the entries of the period', async () => {
	const { client, story, recordId } = deal();
	const [, second, third] = story;
	const from = new Date(second?.audited_time ?? 0).toISOString();
	const to = new Date((third?.audited_time ?? 0) + 1000).toISOString();
	const entries = await all(client.getRecordHistory({ module: 'Deals', recordId, from, to }));
	expect(entries.map(({ event_id }) => event_id)).toEqual([third?.id, second?.id]);
});

test.each(['../users', 'Acme', ''])('"%s" is not a record id, and nothing is sent', (recordId) => {
	const { client, zoho } = deal();
	expect(() => client.getRecordHistory({ module: 'Deals', recordId })).toThrow(InputError);
	expect(zoho.requests).toEqual([]);
});

test('an unknown module is refused with the list of modules', async () => {
	const { client, recordId, called } = deal();
	const history = client.getRecordHistory({ module: '../users', recordId });
	await expect(all(history)).rejects.toThrow(/There is no module.*Deals/);
	expect(called('timeline')).toHaveLength(0);
});

test('a missing scope is named with its module', async () => {
	const { client, zoho, recordId } = deal();
	zoho.faults.add(scopeMissing('ZohoCRM.modules.Deals.READ'));
	const history = client.getRecordHistory({ module: 'Deals', recordId });
	await expect(all(history)).rejects.toThrow(/ZohoCRM\.modules\.Deals\.READ/);
});

test('null, and ids with the text "null", are null', async () => {
	const { client, zoho, recordId } = deal();
	const record = { id: 'null', name: null, module: null };
	const entry = { id: '1', audited_time: null, action: null, done_by: null, record };
	zoho.faults.add({ on: 'timeline', ...jsonInstead(200, { __timeline: [entry] }) });
	const history = client.getRecordHistory({ module: 'Deals', recordId });
	expect(await all(history)).toMatchObject([
		{ event_id: '1', audited_time: null, action: null, done_by: null, record: null, module: null },
	]);
	expect(history.coverage.notes.join()).toMatch(/could not be read without guessing/);
});

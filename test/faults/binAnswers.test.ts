import { changePages, pageOf } from '../shared/recycleBin/binOfMany';
import { isPartial, isWhole, LOG, with_ } from './bin';
import { fault } from './house';

for (const binOrder of ['oldest_first', 'by_name', 'by_deleter'] as const) {
	fault(
		79,
		`loses nothing where it is sorted ${binOrder}`,
		async (house) => isWhole(await house.door.listDeletedRecords(), house),
		with_({ binOrder, binPageSize: 15 }),
	);
}

fault(
	79,
	'is never called whole where a page stands for another, or ends before what was announced',
	async ({ door, zoho }) => {
		const pages: object[] = [];
		changePages(zoho, (page, number) => {
			pages[number] ??= page;
			return number === 3 ? { ...pages[2], info: page.info } : page;
		});
		isPartial(await door.listDeletedRecords());
		zoho.faults.clear();
		const isLater = (request: { url: string }): boolean =>
			request.url.includes('recycle_bin') && pageOf(request) >= 3;
		zoho.faults.add({
			on: isLater,
			times: Infinity,
			refuse: () => ({ status: 204, headers: {}, body: new Uint8Array() }),
		});
		isPartial(await door.listDeletedRecords());
	},
	with_({ binPageSize: 15 }),
);

fault(
	79,
	'an end that never comes is not waited for',
	async ({ door, statuses }) => {
		isPartial(await door.listDeletedRecords());
		expect(statuses('recycleBin').length).toBeLessThan(40);
	},
	with_({ binMore: 'always', binEnd: 'empty_list' }),
);

fault(
	80,
	'a record or a deletion without its counterpart says so, and nothing is invented',
	async ({ door, zoho }) => {
		const [first, second] = zoho.bin();
		zoho.takeOutOfBin(first?.record.id ?? '');
		zoho.takeOutOfBin(second?.record.id ?? '');
		const record = {
			...second?.record,
			id: '7610000999000000001',
			name: second?.record.name ?? '',
		};
		zoho.putIntoBin({
			record: { ...record, module: { api_name: 'Deals', id: '1', name: 'Deals' } },
			deleted_time: second?.deleted_time ?? 0,
			deleted_by: null,
		});
		const { entries, total, notes } = await door.listDeletedRecords();
		expect(total).toBe(zoho.bin().length);
		// Of one name and one second: still another record.
		const found = entries.find((it) => it['record_id'] === record.id);
		expect([found?.['match'], found?.['event_id'] ?? '']).toEqual(['no_entry', '']);
		expect(notes.join('\n')).toMatch(/no_entry \(1\): The log that was read has no deletion/);
	},
	LOG,
);

fault(
	80,
	'times without a zone are not guessed, and lose no record',
	async ({ door, zoho }) => {
		const { total, entries, notes } = await door.listDeletedRecords();
		expect(total).toBe(zoho.bin().length);
		expect(new Set(entries.map((it) => it['days_left'] ?? null))).toEqual(new Set([null]));
		expect(notes.join()).toMatch(/no_time \(\d+\): The time of the deletion cannot be read/);
	},
	with_({ binTimes: 'no_offset' }),
);

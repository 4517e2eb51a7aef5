import { UnavailableError } from '../../../shared/errors';
import { BIN_NOTES } from '../../../shared/recycleBin/notes';
import { noContent } from '../../zoho/answers';
import { jsonInstead, serverFault, truncatedBody } from '../../zoho/faults';
import { staff } from '../../zoho/organization/staff';
import type { Switches } from '../../zoho/switches';
import { europe } from '../host';
import { bin, changePages, idOf, idsOf, pageOf } from './binOfMany';

const [HOUR, DAY] = [3_600_000, 86_400_000];

/** Ten users delete in turns, and the names of records are in another order than the times. */
function mixed(records: number, switches: Partial<Switches> = {}) {
	const it = bin(0, { entries: 0, switches });
	const [first] = it.zoho.modules;
	const module = { api_name: 'Leads', id: first?.id ?? '', name: 'Leads' };
	for (let number = 0; number < records; number++) {
		const user = it.zoho.users[number % 10];
		it.zoho.putIntoBin({
			record: { id: idOf(number), name: `Lead ${(number * 7919) % 1000}`, module },
			deleted_time: it.time.now() - (number + 1) * 300_000,
			deleted_by: { id: user?.id ?? '', name: user?.full_name ?? '' },
		});
	}
	return it;
}

test.each(['newest_first', 'oldest_first', 'by_name', 'by_deleter'] as const)(
	'nothing of a short period is lost where Zoho sorts %s',
	async (binOrder) => {
		const { read, held } = mixed(900, { binOrder });
		const found = await read(0.5);
		expect([idsOf(found), found.isComplete, found.notes]).toEqual([held(), true, []]);
	},
);

test('a mass deletion of one second says nothing of the order of what follows', async () => {
	const switches = { binOrder: 'oldest_first', binPageSize: 5 } as const;
	const { zoho, time, read } = bin(0, { switches });
	const module = { api_name: 'Leads', id: zoho.modules[0]?.id ?? '', name: 'Leads' };
	const add = (number: number, days: number) =>
		zoho.putIntoBin({
			record: { id: idOf(number), name: 'Lead', module },
			deleted_time: time.now() - days * DAY,
			deleted_by: null,
		});
	for (let number = 0; number < 250; number++) add(number, 50);
	add(900, 1);
	const found = await read(7);
	expect([idsOf(found).includes(idOf(900)), found.isComplete]).toEqual([true, true]);
});

test.each([1, 7, 50])('pages of %i records are all read', async (binPageSize) => {
	const { read, held, called } = mixed(binPageSize * 12 + 1, { binPageSize });
	const found = await read(1);
	expect([idsOf(found), found.isComplete, found.notes]).toEqual([held(), true, []]);
	expect(called('recycleBin').length).toBeLessThan(30);
});

test.each(['by_deleter', 'newest_first'] as const)(
	'a long list is not read to its end where it is in order, and says so: %s',
	async (binOrder) => {
		const { read, held, called } = mixed(130, { binPageSize: 3, binOrder });
		const found = await read(0.1);
		const isWhole = binOrder === 'by_deleter';
		expect([found.isComplete, called('recycleBin').length < 60]).toEqual([isWhole, !isWhole]);
		if (isWhole) expect(idsOf(found)).toEqual(held());
		else expect(found.notes).toEqual([expect.stringMatching(/^Zoho lists the newest deletions/)]);
	},
);

test('an end that never comes is not waited for, and nothing that came is lost', async () => {
	const { read, held } = mixed(450, { binMore: 'always' });
	const found = await read();
	expect([idsOf(found), found.isComplete]).toEqual([held(), false]);
	expect(found.notes).toEqual([BIN_NOTES.endedEarly]);
	const empty = mixed(450, { binMore: 'always', binEnd: 'empty_list' });
	const other = await empty.read();
	expect([idsOf(other), other.isComplete]).toEqual([empty.held(), false]);
	expect(other.notes).toEqual([BIN_NOTES.repeating]);
	expect(empty.called('recycleBin').length).toBeLessThan(20);
});

test.each([204, 'empty_list'] as const)(
	'where Zoho does not say whether another page follows, %s is the end',
	async (binEnd) => {
		const { read, held } = mixed(400, { binMore: 'absent', binEnd });
		const found = await read();
		expect([idsOf(found), found.isComplete, found.notes]).toEqual([held(), true, []]);
		const none = mixed(0, { binMore: 'absent', binEnd });
		expect(await none.read()).toMatchObject({ records: [], isComplete: true, notes: [] });
	},
);

test('pages without a record that the user may see are no end', async () => {
	const switches = { binGaps: true, binPageSize: 5, tokenUser: staff.priya.id } as const;
	const { read, zoho, called } = mixed(60, switches);
	const found = await read();
	const seen = new Set(found.records.map(({ deletedBy }) => deletedBy?.id));
	const truth = zoho.bin().filter(({ deleted_by }) => seen.has(deleted_by?.id));
	expect(idsOf(found)).toEqual(truth.map(({ record }) => record.id).sort());
	expect([found.isComplete, called('recycleBin').length]).toEqual([true, 24]);
});

test('a gap of pages without records that is too long to be one is said', async () => {
	const it = mixed(100, { binPageSize: 10 });
	changePages(it.zoho, (page, number) =>
		number > 1 && number < 9 ? { ...page, recycle_bin: [] } : page,
	);
	const found = await it.read();
	expect([found.records.length, found.isComplete]).toEqual([10, false]);
	expect(found.notes).toEqual([BIN_NOTES.repeating]);
});

test('204 on the second page, where more was announced, is no end', async () => {
	const { zoho, read, held } = mixed(300);
	const isSecond = (request: { url: string; operation?: string }) =>
		request.url.includes('recycle_bin') && pageOf(request) === 2;
	zoho.faults.add({ on: isSecond, refuse: noContent });
	// Once: the next readings have it.
	const once = await read();
	expect([idsOf(once), once.isComplete]).toEqual([held(), true]);
	zoho.faults.add({ on: isSecond, times: Infinity, refuse: noContent });
	const found = await read();
	expect([found.records.length, found.isComplete]).toEqual([200, false]);
	expect(found.notes).toEqual([BIN_NOTES.endedEarly]);
});

test('a page that comes in place of another is not taken for it', async () => {
	const { zoho, read } = mixed(600);
	const pages: unknown[] = [];
	changePages(zoho, (page, number) => {
		pages[number] ??= page;
		return number === 3 ? { ...(pages[2] as object), info: page.info } : page;
	});
	const found = await read();
	expect([found.records.length, found.isComplete]).toEqual([400, false]);
	expect(found.notes).toEqual([BIN_NOTES.repeating]);
});

test('a page that has records twice may lack others', async () => {
	const { zoho, read } = mixed(600);
	changePages(zoho, (page, number) =>
		number === 2
			? {
					...page,
					recycle_bin: [...page.recycle_bin.slice(0, 190), ...page.recycle_bin.slice(0, 10)],
				}
			: page,
	);
	const whole = await read();
	expect([whole.records.length, whole.isComplete]).toEqual([590, false]);
	expect(whole.notes).toEqual([BIN_NOTES.repeating]);
});

test.each([
	['null', null],
	['a text', 'x'],
	['a list', [1]],
])('%s in place of a record is counted', async (_, item) => {
	const { zoho, read } = mixed(20);
	changePages(zoho, (page) => ({ ...page, recycle_bin: [item, ...page.recycle_bin.slice(1)] }));
	const found = await read();
	expect([found.records.length, found.isComplete]).toEqual([19, false]);
	expect(found.notes).toEqual([BIN_NOTES.unreadable(1)]);
});

test('a page with fewer records than it counts is no whole one', async () => {
	const { zoho, read } = mixed(20);
	changePages(zoho, (page) => ({ ...page, recycle_bin: page.recycle_bin.slice(3) }));
	const found = await read();
	expect([found.records.length, found.isComplete]).toEqual([17, false]);
	expect(found.notes).toEqual([BIN_NOTES.unreadable(3)]);
});

test('records without an id are all kept, also those that are alike', async () => {
	const { zoho, read } = mixed(4);
	changePages(zoho, (page) => {
		const [{ id: _, ...first } = {}, , ...rest] = page.recycle_bin;
		return { ...page, recycle_bin: [first, first, ...rest] };
	});
	const found = await read();
	expect([found.records.length, found.records.filter(({ id }) => id === null).length]).toEqual([
		...[4, 2],
	]);
});

test.each([
	['absent', undefined],
	['null', null],
	['without a zone', '2026-09-14T10:00:00'],
	['a number', 1_789_000_000_000],
])('a time that is %s loses no record, of whatever period', async (_, deleted_time) => {
	const { zoho, read, held } = mixed(450);
	changePages(zoho, (page) => ({
		...page,
		recycle_bin: page.recycle_bin.map((item) => ({ ...item, deleted_time })),
	}));
	const found = await read(0.01);
	expect([idsOf(found), found.isComplete]).toEqual([held(), true]);
	expect(new Set(found.records.map(({ deletedAt }) => deletedAt))).toEqual(new Set([null]));
});

test.each(['binNames', 'binDeleters'] as const)('%s may be missing', async (name) => {
	const { read, held } = mixed(5, { [name]: false });
	const found = await read();
	expect(idsOf(found)).toEqual(held());
	for (const { name: own, deletedBy } of found.records)
		expect(name === 'binNames' ? own : deletedBy).toBeNull();
});

test.each([
	['a damaged body', truncatedBody(500)],
	['another answer', jsonInstead(200, { other: [] })],
	['a refusal of the page', jsonInstead(400, { code: 'INVALID_DATA', status: 'error' })],
])('%s in place of the third page loses no other', async (_, effect) => {
	const { zoho, read, held } = mixed(700);
	const on = (request: { url: string }) =>
		request.url.includes('recycle_bin') && pageOf(request) === 3;
	zoho.faults.add({ on, ...effect });
	const once = await read();
	expect([idsOf(once), once.isComplete]).toEqual([held(), true]);
	zoho.faults.add({ on, times: Infinity, ...effect });
	const found = await read();
	expect([found.records.length, found.isComplete]).toEqual([400, false]);
	expect(found.notes).toEqual([BIN_NOTES.cutOff(400, 3)]);
});

test('a third page that Zoho cannot give now is no list without it', async () => {
	const { zoho, read } = mixed(700);
	zoho.faults.add({
		on: (request) => request.url.includes('recycle_bin') && pageOf(request) === 3,
		times: Infinity,
		...serverFault(),
	});
	await expect(read()).rejects.toThrow(UnavailableError);
});

test.each([-30, 30])(
	'the time of the reading is that of Zoho where the clock of this machine is %i hours off',
	async (hours) => {
		const start = europe().time.now();
		let now = (): number => start;
		const { client, zoho, time } = europe({ entries: 0 }, { now: () => now() + hours * HOUR });
		now = time.now;
		const truth = time.now();
		expect((await client.readRecycleBin(0)).asOf).toBe(truth);
		// When it began, however long it took.
		zoho.faults.add({
			on: 'recycleBin',
			answer: (_, normal) => {
				time.pass(90_000);
				return normal;
			},
		});
		const { asOf } = await client.readRecycleBin(0);
		expect(asOf).toBe(truth);
	},
);

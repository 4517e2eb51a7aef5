import {
	expiredToken,
	type FaultEffect,
	htmlPage,
	jsonInstead,
	redirectTo,
	scopeMissing,
	serverFault,
	tooManyRequests,
	withBody,
} from '../zoho/faults';
import { staff } from '../zoho/organization/staff';
import { changePages } from '../shared/recycleBin/binOfMany';
import { isPartial, isWhole, LOG, with_ } from './bin';
import { hostileHost, hostileLinks } from './hostile';
import { fault, type House } from './house';

const SCOPE = 'ZohoCRM.settings.recycle_bin.READ';
const TOKEN = /1000\.[0-9a-f]{32}/;
const bin: FaultEffect & { readonly on: 'recycleBin' } = { on: 'recycleBin' };

fault(
	1,
	'between two pages of the recycle bin is renewed once: no gap, no duplicate',
	async (house) => {
		house.zoho.faults.add({ ...bin, skip: 1, ...expiredToken() });
		isWhole(await house.door.listDeletedRecords(), house);
		expect(house.statuses('recycleBin').filter((status) => status === 401)).toHaveLength(1);
		expect(house.statuses('token').length).toBeLessThanOrEqual(2);
	},
	with_({ binPageSize: 15 }),
);

fault(
	3,
	'of the recycle bin alone is named, nothing is exported, and all else works',
	async ({ door, zoho, statuses }) => {
		zoho.faults.add({ ...scopeMissing(SCOPE), times: Infinity });
		const { error } = await door.listDeletedRecords();
		expect(error).toContain(`lacks the scope ${SCOPE}, which reading the recycle bin needs`);
		expect(statuses('createExport')).toEqual([]);
		expect((await door.getAuditLog()).error).toBeNull();
	},
	LOG,
);

fault(
	7,
	'is waited for by the recycle bin as well',
	async (house) => {
		house.zoho.faults.add({ ...bin, ...tooManyRequests({ retryAfter: 7 }) });
		const start = Date.now();
		isWhole(await house.door.listDeletedRecords(), house);
		expect((Date.now() - start) / 1_000).toBeGreaterThanOrEqual(6.9);
	},
	LOG,
);

fault(
	8,
	'for the daily credits is reported for the recycle bin, without another request',
	async ({ door, zoho, statuses }) => {
		const message = 'API calls exceeded for the 24 hour period';
		zoho.faults.add({ ...bin, times: Infinity, ...tooManyRequests({ message }) });
		expect((await door.listDeletedRecords()).error).toMatch(/credits/);
		expect(statuses('recycleBin')).toEqual([429]);
	},
	LOG,
);

const onLaterPage = (effect: FaultEffect) => async (house: House) => {
	const { door, zoho } = house;
	zoho.faults.add({ ...bin, skip: 1, times: 2, ...effect });
	isWhole(await door.listDeletedRecords(), house);
	zoho.faults.add({ ...bin, skip: 1, times: Infinity, ...effect });
	const { error, entries, text } = await door.listDeletedRecords();
	expect([error === null, entries]).toEqual([false, []]);
	expect(text).not.toMatch(/<html/i);
};
fault(
	9,
	'on a later page of the recycle bin is retried, and no list without that page is given',
	onLaterPage(serverFault()),
	with_({ binPageSize: 15 }),
);
fault(
	10,
	'on a later page of the recycle bin are retried, and no list without that page is given',
	onLaterPage(serverFault({ status: 502, html: true })),
	with_({ binPageSize: 15 }),
);

fault(
	11,
	'is no empty recycle bin',
	async ({ door, zoho }) => {
		zoho.faults.add({ ...bin, times: Infinity, ...htmlPage() });
		expect((await door.listDeletedRecords()).error).toMatch(/is not JSON/);
	},
	LOG,
);

fault(
	12,
	'means an empty recycle bin on its first page',
	async ({ door }) => {
		const { error, total, notes } = await door.listDeletedRecords();
		expect([error, total]).toEqual([null, 0]);
		expect(notes.join()).not.toMatch(/missing/);
	},
	with_({ binDays: 0 }),
);

fault(
	23,
	'and the page of the recycle bin is requested again',
	async (house) => {
		house.zoho.faults.add({ ...bin, socket: { cutAfter: 200 } });
		isWhole(await house.door.listDeletedRecords(), house);
	},
	LOG,
);

fault(
	38,
	'in place of the recycle bin: no token leaves for it',
	async ({ door, zoho, url }) => {
		const evil = await hostileHost();
		const links = hostileLinks(new URL(url).host, evil);
		for (const location of links.filter((link) => !link.includes('redirect'))) {
			zoho.faults.clear();
			zoho.faults.add({ ...bin, times: Infinity, ...redirectTo(location) });
			const { error, text } = await door.listDeletedRecords();
			expect([location, error]).toEqual([location, expect.stringMatching(/redirect/)]);
			expect(text).not.toMatch(TOKEN);
		}
		expect(evil.requests).toEqual([]);
		await evil.close();
		expect(door.connections().filter((target) => target !== new URL(url).host)).toEqual([]);
	},
	LOG,
);

fault(
	39,
	'in place of the recycle bin time out',
	async ({ door, zoho }) => {
		zoho.faults.add({ ...bin, times: Infinity, socket: { hang: true } });
		const { error } = await door.listDeletedRecords();
		expect(error).toMatch(
			/did not answer (completely|in time)|not complete within|reached|aborted/,
		);
	},
	LOG,
);

fault(
	40,
	'in place of the recycle bin is abandoned at the size limit',
	async ({ door, zoho }) => {
		const block = Buffer.alloc(40 * 1024 * 1024, ' ');
		zoho.faults.add({
			...bin,
			answer: (_, normal) => ({ ...withBody(normal, block), status: 200 }),
		});
		expect((await door.listDeletedRecords()).error).toMatch(/larger than 33554432 bytes/);
	},
	{ ...LOG, ownProcess: true },
);

fault(
	42,
	'in the recycle bin keep every digit, and are matched',
	async (house) => {
		house.zoho.faults.add({
			...bin,
			times: Infinity,
			answer: (_, normal) =>
				withBody(
					normal,
					Buffer.from(
						Buffer.from(normal.body)
							.toString()
							.replace(/"id":"(\d{16,})"/g, '"id":$1'),
					),
				),
		});
		isWhole(await house.door.listDeletedRecords(), house);
	},
	LOG,
);

fault(
	44,
	'is refused the recycle bin in one sentence, or shown what the role sees, with a note that says so',
	async ({ door, zoho }) => {
		const shown = await door.listDeletedRecords();
		expect(shown.error).toBeNull();
		expect(shown.notes.join()).toMatch(/records that this user may not see are missing/);
		const refusal = { code: 'AUTHORIZATION_FAILED', status: 'error', message: '', details: {} };
		zoho.faults.add({ ...bin, times: Infinity, ...jsonInstead(400, refusal) });
		const { error } = await door.listDeletedRecords();
		expect(error).toMatch(/Zoho does not let this user read the recycle bin/);
	},
	with_({ tokenUser: staff.zoe.id }),
);

fault(
	49,
	'is no empty recycle bin, bare or wrapped',
	async ({ door, zoho }) => {
		const item = { code: 'INTERNAL_ERROR', status: 'error', message: '', details: {} };
		for (const body of [item, { recycle_bin: [item] }]) {
			zoho.faults.add({ ...bin, times: 4, ...jsonInstead(200, body) });
			const { error, entries } = await door.listDeletedRecords();
			expect([error === null, entries]).toEqual([false, []]);
			zoho.faults.clear();
		}
	},
	LOG,
);

fault(
	52,
	'is no empty recycle bin',
	async ({ door, zoho }) => {
		const body = { code: 'INVALID_URL_PATTERN', status: 'error', message: '', details: {} };
		zoho.faults.add({ ...bin, times: Infinity, ...jsonInstead(404, body) });
		expect((await door.listDeletedRecords()).error).toMatch(/does not offer .* at this address/);
	},
	LOG,
);

fault(
	65,
	'of the recycle bin is counted, the others are given, and the answer is no whole one',
	async ({ door, zoho }) => {
		changePages(zoho, (page) => ({ ...page, recycle_bin: [null, ...page.recycle_bin.slice(1)] }));
		const said = await door.listDeletedRecords();
		isPartial(said);
		expect(said.total).toBe(zoho.bin().length - 1);
	},
	LOG,
);

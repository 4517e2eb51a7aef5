import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { jsonInstead, withBody } from '../zoho/faults';
import { staff } from '../zoho/organization/staff';
import { getRecordHistory } from '../nodes/parameters';
import { fault, faultInNode, faultInProcess, faultInServer, type HouseSetup } from './house';
import { SPEED } from './outside.cjs';

const endpoint: HouseSetup = { source: 'endpoint', switches: { settingsAuditLog: 'audit_log' } };
const HOUR = 3_600_000;
const iso = (instant: number): string => new Date(instant).toISOString();

fault(
	30,
	'loses nothing and repeats nothing, by the endpoint',
	async ({ door, zoho }) => {
		const before = zoho.log.length;
		let pages = 0;
		zoho.faults.add({
			on: ({ url }) => {
				// Before each page, three new entries push all others down the list.
				if (url.includes('/audit_log?') && ++pages < 4) for (let n = 0; n < 3; n++) zoho.record();
				return false;
			},
		});
		const { error, total, entries } = await door.getAuditLog();
		expect(error).toBeNull();
		expect(total).toBeGreaterThanOrEqual(before);
		expect(total).toBeLessThanOrEqual(zoho.log.length);
		const ids = entries.map((entry) => entry['event_id'] ?? entry['id']).filter(Boolean);
		expect(new Set(ids).size).toBe(ids.length);
	},
	endpoint,
);

fault(
	31,
	'is noticed after a few pages, and the error suggests an export',
	async ({ door, zoho, statuses }) => {
		const audited_time = iso(Date.now() - HOUR);
		const list = zoho.log.slice(0, 200).map(({ id }) => ({ id, audited_time }));
		const page = { audit_log: list, info: { more_records: true, page: 2, per_page: 200 } };
		zoho.faults.add({ on: 'getAuditLog', skip: 1, times: Infinity, ...jsonInstead(200, page) });
		const { error } = await door.getAuditLog();
		expect(error).toMatch(/same entries .* again and again.*source Export/);
		expect(statuses('getAuditLog').length).toBeLessThan(8);
	},
	endpoint,
);

for (const source of ['endpoint', 'export'] as const) {
	fault(
		32,
		`all of them are returned, each once (${source})`,
		async ({ door, zoho }) => {
			const second = Math.floor(Date.now() / 1000) * 1000 - 24 * HOUR;
			for (let count = 0; count < 300; count++) zoho.record({ audited_time: second });
			const from = iso(second - 1_000);
			const { error, total } = await door.getAuditLog({ from, to: iso(second + 1_000) });
			expect(error).toBeNull();
			// A time without seconds means the whole minute, so others of it are included.
			const least = zoho.log.filter(({ audited_time }) => audited_time === second).length;
			expect(total).toBeGreaterThanOrEqual(least);
			expect(least).toBeGreaterThanOrEqual(300);
			expect(total).toBeLessThanOrEqual(least + 20);
		},
		{ ...endpoint, source },
	);
}

faultInNode(
	33,
	'is in the next answer for its period, which is exported again',
	async ({ door, zoho }) => {
		const from = iso(Date.now() - HOUR);
		const first = await door.getAuditLog({ from });
		zoho.record({ audited_time: Date.now() - 3 * 60_000, action: 'came_late' });
		const second = await door.getAuditLog({ from });
		expect(second.total).toBe((first.total ?? NaN) + 1);
		expect(JSON.stringify(second.entries)).toContain('came_late');
	},
);

for (const hours of [-2, 2]) {
	fault(
		34,
		`changes nothing, since Zoho’s own clock counts: ${hours} hours`,
		async ({ door, zoho }) => {
			const now = Date.now() + hours * HOUR;
			zoho.record({ action: 'just_now', audited_time: now - 60_000 });
			const from = iso(now - HOUR / 2);
			const { error, entries } = await door.getAuditLog({ from });
			expect(error).toBeNull();
			expect(JSON.stringify(entries)).toContain('just_now');
		},
		{ now: () => Date.now() + hours * HOUR },
	);
}
fault(34, 'an entry in the repeated hour has no time, and is counted', async ({ door, zoho }) => {
	// 02:30 in Berlin occurs twice on this morning, both within the exported period.
	const twice = Date.parse('2026-10-25T00:30:00Z');
	zoho.record({ audited_time: twice, action: 'in_the_hour' });
	const berlin = await door.getAuditLog({ from: iso(twice - HOUR), to: iso(twice + 3 * HOUR) });
	expect(berlin.error).toBeNull();
	expect(JSON.stringify(berlin.entries)).toContain('in_the_hour');
	expect(berlin.notes.join(' ')).toMatch(/without a time/);
});

fault(42, 'keeps every digit, in strings and in numbers', async ({ door, zoho }) => {
	const id = '7610000000000900001';
	zoho.faults.add({
		on: 'listExports',
		times: Infinity,
		refuse: () => {
			const job = `{"id":${id},"status":"finished","criteria":null,"download_links":[],"created_by":{"id":9007199254740993,"name":"x"}}`;
			const headers = { 'content-type': 'application/json' };
			return withBody(
				{ status: 200, headers, body: new Uint8Array() },
				Buffer.from(`{"audit_log_export":[${job}]}`),
			);
		},
	});
	const { error, text } = await door.listExports();
	expect(error).toBeNull();
	expect(text).toContain(id);
	expect(text).not.toContain('7610000000000900000');
});

fault(44, 'is refused with the rule that explains it', async ({ door, zoho }) => {
	zoho.switches.tokenUser = staff.zoe.id;
	zoho.switches.nonAdministrator = 403;
	expect((await door.listExports()).error).toMatch(/administrator rights or the CEO/);
});
fault(44, 'the answer is never called complete, and names the user', async ({ door, zoho }) => {
	zoho.switches.tokenUser = staff.zoe.id;
	const { error, total, notes, text, manifest } = await door.getAuditLog();
	expect(error).toBeNull();
	expect(total).toBeLessThan(zoho.log.length);
	expect(notes.join(' ')).toContain(`Read as ${staff.zoe.full_name}`);
	if (manifest) expect(manifest).toMatchObject({ complete: false, sees_everything: false });
	else expect(text).toMatch(/complete.{0,4}false/);
});

/** Resolves when this many requests of the operation have arrived. */
async function arrived(
	zoho: { requests: readonly { operation: string }[] },
	operation: string,
	count = 1,
) {
	for (let look = 0; look < 2_000; look++) {
		if (zoho.requests.filter((it) => it.operation === operation).length >= count) return;
		await pause(5);
	}
	throw new Error(`no ${operation}`);
}

fault(46, 'stops promptly, and closes the connection', async (house) => {
	const { zoho, door } = house;
	const id = await house.finished();
	zoho.faults.add({ on: 'download', times: Infinity, socket: { bytesPerSecond: 200 } });
	const stop = new AbortController();
	const call = door.downloadCancelled(id, stop.signal);
	await arrived(zoho, 'download');
	const start = performance.now();
	stop.abort(new Error('enough'));
	expect((await call).error).not.toBeNull();
	expect(performance.now() - start).toBeLessThan(5_000);
	await house.idle();
});

faultInProcess(47, 'the server ends with its client, and sends no more requests', async (house) => {
	const { door, zoho } = house;
	const id = await house.finished();
	zoho.faults.add({ on: 'download', times: Infinity, socket: { bytesPerSecond: 200 } });
	const call = door.downloadExport(id).catch(() => null);
	await arrived(zoho, 'download');
	await door.close();
	await call;
	expect(() => process.kill(door.pid, 0)).toThrow();
	const before = zoho.requests.length;
	await pause(300);
	expect(zoho.requests.length).toBe(before);
});
faultInServer(47, 'concurrent calls each get their own answer', async (house) => {
	const { door, zoho } = house;
	await house.finished();
	const from = '2026-09-01T00:00:00Z';
	const [all, none, list] = await Promise.all([
		door.getAuditLog({ from }),
		door.getAuditLog({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }),
		door.listExports(),
	]);
	expect(all.error).toBeNull();
	expect(all.total).toBe(zoho.log.filter((it) => it.audited_time >= Date.parse(from)).length);
	// An entry in the repeated hour has no time, and is in every period.
	expect(none.entries.filter(({ time }) => time !== null)).toEqual([]);
	expect(list.total).toBeGreaterThan(0);
});

const nothing = {
	id: 'null',
	audited_time: '2026-09-01T10:00:00+02:00',
	action: null,
	source: 'null',
	done_by: null,
	record: { id: 'null', name: null, module: null },
	related_record: null,
	field_history: null,
};
faultInNode(59, 'are nulls in the entry, and never the word', async ({ door, zoho }) => {
	const answer = { __timeline: [nothing], info: { more_records: false } };
	zoho.faults.add({ on: 'timeline', ...jsonInstead(200, answer) });
	const parameters = { ...getRecordHistory, module: 'Deals', recordId: '7610000000000800011' };
	const { error, entries } = await door.run({ ...parameters, returnAll: true });
	expect(error).toBeNull();
	expect(entries).toMatchObject([{ action: null, done_by: null, source: null }]);
	// All but the entry as Zoho sent it.
	expect(JSON.stringify({ ...entries[0], raw: undefined })).not.toContain('"null"');
});

test('the clock of these tests is fast', () => expect(SPEED).toBe(20));

import type { IDataObject } from 'n8n-workflow';
import { refusal } from '../zoho/answers';
import { htmlPage, scopeMissing, serverFault } from '../zoho/faults';
import type { ZohoSetup } from '../zoho/zoho';
import { setClock } from './outside.cjs';
import { triggerHouse } from './triggerHouse';

jest.setTimeout(150_000);

/** Faults that could stop the trigger for good, or silence it. */
const { n8n, clock, faultInTrigger, polled, pass } = triggerHouse();
const MINUTE = 60_000;
const always = { times: Infinity } as const;
const byExport = { source: 'export' };
const fromExports: ZohoSetup = { switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601' } };

/** A trigger that has begun, and entries after its beginning. */
async function begun(count: number, parameters: IDataObject = byExport) {
	const memory: IDataObject = {};
	await polled(memory, parameters);
	clock.ahead += 10 * MINUTE;
	const ids = Array.from({ length: count }, () => n8n.zoho.record({}).id);
	pass(memory, 20 * MINUTE);
	return { memory, ids };
}

/** What the next polls return, so many minutes after one another. */
async function nextPolls(
	memory: IDataObject,
	count: number,
	minutes: number,
	parameters: IDataObject = byExport,
) {
	const all = { delivered: [] as unknown[], reported: [] as string[] };
	for (let polls = 0; polls < count; polls++) {
		const { delivered, reported } = await polled(memory, parameters);
		all.delivered.push(...delivered);
		all.reported.push(...reported);
		pass(memory, minutes * MINUTE);
	}
	return all;
}

faultInTrigger(
	60,
	'neither is adopted again, and all entries are delivered from new exports',
	async () => {
		const { memory, ids } = await begun(3);
		let isOutage = true;
		const dead = new Set<string>();
		const isDead = ({ url }: { url: string }): boolean => {
			if (url.includes('/auditlog/') && isOutage) dead.add(url);
			return dead.has(url);
		};
		n8n.zoho.faults.add({ on: isDead, refuse: () => refusal(404, 'INVALID_URL', 'no such file') });
		n8n.zoho.faults.add({ on: isDead, ...always, ...htmlPage() });
		await nextPolls(memory, 4, 16);
		isOutage = false;
		expect(dead.size).toBeGreaterThan(1);
		const asked = n8n.called('download').length;
		const { delivered, reported } = await nextPolls(memory, 4, 30);
		expect(delivered.length).toBeGreaterThanOrEqual(ids.length);
		expect(new Set(delivered).size).toBe(delivered.length);
		expect(reported).toEqual([]);
		const later = n8n.called('download').slice(asked);
		expect(later.filter(({ url }) => dead.has(url)).length).toBeLessThanOrEqual(1);
	},
	fromExports,
);

faultInTrigger(
	61,
	'the file is read as it was begun: every entry once, without an error',
	async () => {
		const inPortions = { ...byExport, options: { entriesPerPoll: 2 } };
		const { memory, ids } = await begun(7, inPortions);
		const first = await nextPolls(memory, 1, 1, inPortions);
		n8n.zoho.switches.userSettings = { date_format: 'MM/dd/yyyy', time_zone: 'Asia/Kolkata' };
		for (const scope of ['ZohoCRM.users.READ', 'ZohoCRM.org.READ']) {
			n8n.zoho.faults.add({ ...always, ...scopeMissing(scope) });
		}
		const { delivered, reported } = await nextPolls(memory, 6, 1, inPortions);
		const all = [...first.delivered, ...delivered];
		expect(all.length).toBeGreaterThanOrEqual(ids.length);
		expect(new Set(all).size).toBe(all.length);
		expect(reported).toEqual([]);
		expect(n8n.called('createExport')).toHaveLength(1);
	},
	{ switches: { settingsAuditLog: 404 } },
);

faultInTrigger(
	61,
	'a file that can no longer be read as it was is an error, and not done: the rest comes from a new export',
	async () => {
		const inPortions = { ...byExport, options: { entriesPerPoll: 2 } };
		const { memory, ids } = await begun(7, inPortions);
		const first = await nextPolls(memory, 1, 1, inPortions);
		n8n.zoho.switches.csvTimeFormat = 'MM/dd/yyyy HH:mm:ss';
		const { reported } = await nextPolls(memory, 1, 1, inPortions);
		expect(reported.join(' ')).toMatch(/reads differently than when its delivery began/);
		n8n.zoho.switches.csvTimeFormat = 'dd.MM.yyyy HH:mm';
		const { delivered } = await nextPolls(memory, 8, 16, inPortions);
		expect(new Set([...first.delivered, ...delivered]).size).toBeGreaterThanOrEqual(ids.length);
	},
	{ switches: { settingsAuditLog: 404, csvTimeFormat: 'dd.MM.yyyy HH:mm' } },
);

faultInTrigger(
	72,
	'the automatic source stays with the endpoint, and delivers when it ends',
	async () => {
		const automatic = { source: 'automatic' };
		const memory: IDataObject = {};
		await polled(memory, automatic);
		n8n.zoho.faults.add({ ...always, ...scopeMissing('ZohoCRM.settings.audit_logs.READ') });
		clock.ahead += MINUTE;
		const { id } = n8n.zoho.record({});
		const during = await nextPolls(memory, 15, 2, automatic);
		expect(during.delivered).toEqual([]);
		expect(during.reported.length).toBeLessThanOrEqual(3);
		expect(during.reported.join(' ')).toMatch(/audit_logs\.READ/);
		n8n.zoho.faults.clear();
		expect(await nextPolls(memory, 2, 16, automatic)).toEqual({ delivered: [id], reported: [] });
		expect(memory['cursor']).toMatchObject({ source: 'endpoint' });
	},
);

faultInTrigger(
	73,
	'a poll that waits for an export ends when it should, and the entries are delivered',
	async () => {
		const { memory, ids } = await begun(3);
		let setRight = (): void => undefined;
		let requests = 0;
		n8n.zoho.faults.add({
			on: () => {
				if (++requests === 5) {
					setRight = setClock(-120 * MINUTE);
					// Zoho's clock is another one.
					clock.ahead += 120 * MINUTE;
				}
				return false;
			},
			...always,
		});
		try {
			const { delivered } = await polled(memory, byExport);
			expect(requests).toBeGreaterThan(5);
			// It waits for 240 seconds at the most, and looks every half a minute.
			expect(requests).toBeLessThan(25);
			pass(memory, 60 * MINUTE);
			const later = await nextPolls(memory, 3, 16);
			expect(delivered.length + later.delivered.length).toBeGreaterThanOrEqual(ids.length);
		} finally {
			setRight();
		}
	},
	{ ...fromExports, jobSeconds: 3_000 },
);

faultInTrigger(
	74,
	'fewer and fewer attempts, at most 300 requests a day, errors at the first ones, and delivery soon after its end',
	async () => {
		const { memory, ids } = await begun(3);
		n8n.zoho.faults.add({ on: 'createExport', ...always, ...serverFault() });
		const before = n8n.zoho.requests.length;
		// As a poll every five minutes for a day.
		const { delivered, reported } = await nextPolls(memory, 288, 5);
		expect(delivered).toEqual([]);
		expect(n8n.zoho.requests.length - before).toBeLessThanOrEqual(300);
		expect(reported.length).toBeGreaterThan(1);
		expect(reported.length).toBeLessThan(8);
		n8n.zoho.faults.clear();
		expect((await nextPolls(memory, 8, 5)).delivered.length).toBeGreaterThanOrEqual(ids.length);
	},
	fromExports,
);

import type { IDataObject } from 'n8n-workflow';
import { triggerHouse } from './triggerHouse';

jest.setTimeout(150_000);

/** Files with rows that cannot be read, through the trigger. */
const { n8n, clock, faultInTrigger, polled } = triggerHouse();
const MINUTE = 60_000;
const byExport = { source: 'export' };

/** So many new entries are delivered from an export, without an error. */
async function expectAllOf(entries: number): Promise<void> {
	const memory: IDataObject = {};
	await polled(memory, byExport);
	clock.ahead += 10 * MINUTE;
	for (let count = 0; count < entries; count++) n8n.zoho.record({});
	clock.ahead += 20 * MINUTE;
	const all: unknown[] = [];
	for (let polls = 0; polls < 6; polls++) {
		const { delivered, reported } = await polled(memory, byExport);
		all.push(...delivered);
		expect(reported).toEqual([]);
		clock.ahead += 4 * MINUTE;
	}
	expect(all).toHaveLength(entries);
}

faultInTrigger(
	65,
	'is reported once, the others are delivered, and the trigger goes on',
	async () => {
		const memory: IDataObject = {};
		await polled(memory, byExport);
		clock.ahead += 10 * MINUTE;
		for (let count = 0; count < 3; count++) n8n.zoho.record({});
		clock.ahead += 20 * MINUTE;
		let [delivered, reported]: [unknown[], string[]] = [[], []];
		for (let polls = 0; polls < 12; polls++) {
			const found = await polled(memory, byExport);
			[delivered, reported] = [
				[...delivered, ...found.delivered],
				[...reported, ...found.reported],
			];
			clock.ahead += 4 * MINUTE;
		}
		expect(delivered).toHaveLength(2);
		expect(reported).toHaveLength(1);
		expect(reported[0]).toMatch(
			/One row could not be read.*AuditLog\.csv, line 3 \(a row has 7 cells/,
		);
		expect(reported[0]).toMatch(/The trigger goes on without/);
		expect(memory['cursor']).toMatchObject({ state: 'watching' });
		expect(memory['cursor']).not.toHaveProperty('trouble.failures');
	},
	{ switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601', csvBadRow: 'cells' } },
);

faultInTrigger(62, 'a footer costs no entry and is no trouble', async () => await expectAllOf(3), {
	switches: {
		settingsAuditLog: 404,
		csvTimeFormat: 'iso8601',
		csvFooter: ['', 'Exported by Jane'],
		csvLastLineEnd: false,
	},
});

faultInTrigger(66, 'is skipped, and all entries are delivered', async () => await expectAllOf(5), {
	rowsPerFile: 2,
	switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601', csvArchive: 'found' },
});

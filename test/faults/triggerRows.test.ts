import type { IDataObject } from 'n8n-workflow';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import { nodeInEngine } from '../nodes/nodeInEngine';
import type { ZohoSetup } from '../zoho/zoho';
import { hastenTests } from './outside.cjs';

jest.setTimeout(150_000);

let slow = (): void => undefined;
beforeAll(() => {
	slow = hastenTests();
});
afterAll(() => slow());

/** Files with rows that cannot be read, through the trigger in n8n's engine. */
const n8n = nodeInEngine();
const MINUTE = 60_000;
let ahead = 0;

function faultInTrigger(
	number: number,
	shows: string,
	run: () => Promise<void>,
	setup: ZohoSetup,
): void {
	test(`F${number}: ${shows} (trigger)`, async () => {
		ahead = 0;
		n8n.start({ now: () => Date.now() + ahead, ...setup });
		await run();
	});
}

/** What one poll returns, and the errors that n8n shows with it. */
async function polled(staticData: IDataObject) {
	const workflow = triggerWorkflow({ source: 'export' });
	const { items, errors } = await n8n.engine.poll(workflow, NODE, { staticData });
	const given = (items ?? []).map(({ json }) => json['event_id']);
	return { given, told: errors.map(({ message }) => message) };
}

faultInTrigger(
	65,
	'is reported once, the others are delivered, and the trigger goes on',
	async () => {
		const memory: IDataObject = {};
		await polled(memory);
		ahead += 10 * MINUTE;
		for (let count = 0; count < 3; count++) n8n.zoho.record({});
		ahead += 20 * MINUTE;
		let [given, told]: [unknown[], string[]] = [[], []];
		for (let polls = 0; polls < 12; polls++) {
			const found = await polled(memory);
			[given, told] = [
				[...given, ...found.given],
				[...told, ...found.told],
			];
			ahead += 4 * MINUTE;
		}
		expect(given).toHaveLength(2);
		expect(told).toHaveLength(1);
		expect(told[0]).toMatch(/One row could not be read.*AuditLog\.csv, line 3 \(a row has 7 cells/);
		expect(told[0]).toMatch(/The trigger goes on without/);
		expect(memory['cursor']).toMatchObject({ state: 'watching', failed_polls: 0 });
	},
	{ switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601', csvBadRow: 'cells' } },
);

faultInTrigger(
	66,
	'is skipped, and all entries are delivered',
	async () => {
		const memory: IDataObject = {};
		await polled(memory);
		ahead += 10 * MINUTE;
		for (let count = 0; count < 5; count++) n8n.zoho.record({});
		ahead += 20 * MINUTE;
		const all: unknown[] = [];
		for (let polls = 0; polls < 6; polls++) {
			const { given, told } = await polled(memory);
			all.push(...given);
			expect(told).toEqual([]);
			ahead += 4 * MINUTE;
		}
		expect(all).toHaveLength(5);
	},
	{
		rowsPerFile: 2,
		switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601', csvArchive: 'found' },
	},
);

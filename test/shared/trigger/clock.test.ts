import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { MINUTE, QUESTION, triggerWorld, type World, type WorldSetup } from './triggerWorld';

const HOUR = 60 * MINUTE;
const byExport: TriggerQuestion = { ...QUESTION, source: 'export' };

/** Something happens as soon as Zoho gets its so-manieth request. */
function atRequest(world: World, number: number, happen: () => void): void {
	let count = 0;
	world.zoho.faults.add({
		on: () => ++count === number && (happen(), false),
		times: Infinity,
	});
}

const shifts = [
	['set back by two hours', -2 * HOUR],
	['set forward by two hours', 2 * HOUR],
	['set back by an hour, as when someone mends a time zone', -HOUR],
	['set back by a second, for a leap second', -1_000],
] as const;

describe.each(shifts)('the machine’s clock is %s', (_what, shift) => {
	test('during a wait for an export: the poll ends when it should, and the next one goes on', async () => {
		const world = triggerWorld({ jobSeconds: 100 });
		let { cursor } = await world.poll(undefined, byExport);
		world.happen({ at: world.now(), arrives: world.now(), name: 'Acme' });
		world.pass(5 * MINUTE);
		atRequest(world, 6, () => world.setClock(shift));
		const names: unknown[] = [];
		for (let polls = 0; polls < 4 && names.length === 0; polls++) {
			const before = world.now();
			const polled = await world.poll(JSON.parse(JSON.stringify(cursor)), byExport);
			({ cursor } = polled);
			const seconds = (world.now() - before) / 1_000;
			expect(seconds).toBeLessThan(60);
			if (polls === 0) expect(seconds).toBeGreaterThan(40);
			names.push(...polled.entries.map(({ record }) => record?.name));
		}
		expect(names).toEqual(['Acme']);
	});

	test.each(['endpoint', 'export'] as const)(
		'between two requests of a poll: nothing is lost and nothing comes twice (%s)',
		async (source) => {
			for (const number of source === 'endpoint' ? [2, 3] : [2, 5, 8]) {
				const world = triggerWorld({ switches: { settingsAuditLog: 'audit_log' }, jobSeconds: 20 });
				const question = { ...QUESTION, source };
				let { cursor } = await world.poll(undefined, question);
				const names: unknown[] = [];
				atRequest(world, number, () => world.setClock(shift));
				for (let polls = 0; polls < 5; polls++) {
					const at = world.now() + MINUTE;
					if (polls < 2) world.happen({ at, arrives: at, name: `No. ${polls}` });
					world.pass(20 * MINUTE);
					const polled = await world.poll(JSON.parse(JSON.stringify(cursor)), question);
					({ cursor } = polled);
					names.push(...polled.entries.map(({ record }) => record?.name));
				}
				expect(names).toEqual(['No. 0', 'No. 1']);
			}
		},
	);
});

/** The longest of some polls, in seconds, of a budget of 45, of which 36 are for reading. */
async function longest(setup: WorldSetup, pause: number): Promise<number> {
	const world = triggerWorld(setup);
	let seconds = 0;
	let cursor: unknown;
	for (let polls = 0; polls < 6; polls++) {
		const before = world.now();
		const polled = await world.poll(cursor, byExport, 45).catch(() => undefined);
		cursor = polled?.cursor ?? cursor;
		seconds = Math.max(seconds, (world.now() - before) / 1_000);
		world.happen({ at: world.now(), arrives: world.now(), name: 'Acme' });
		world.pass(pause);
	}
	return seconds;
}

test('however slow Zoho is, no request begins after the time of a poll', async () => {
	// One request more than the 36 seconds, at the most.
	for (const requestTime of [300, 4_000, 9_000]) {
		for (const jobSeconds of [20, 35, 300]) {
			const seconds = await longest({ requestTime, jobSeconds }, 5 * MINUTE);
			expect(seconds).toBeLessThanOrEqual(36 + requestTime / 1_000);
		}
	}
});

test('a Zoho that asks for a minute of patience does not make a poll longer', async () => {
	const world = triggerWorld();
	const { cursor } = await world.poll(undefined, byExport);
	world.pass(5 * MINUTE);
	const refuse = () => ({
		...{ status: 429, body: Buffer.from('{}') },
		headers: { 'retry-after': '50', 'content-type': 'application/json' },
	});
	world.zoho.faults.add({ on: 'listExports', times: Infinity, refuse });
	const before = world.now();
	const polled = await world.poll(cursor, byExport, 45);
	expect((world.now() - before) / 1_000).toBeLessThan(37);
	expect(polled.cursor.checkpoint).toBe(cursor.checkpoint);
});

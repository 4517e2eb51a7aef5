import type { Cursor } from '../../../shared/trigger/cursor';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { MINUTE, QUESTION, triggerWorld, type World, type WorldSetup } from './triggerWorld';

const HOUR = 60 * MINUTE;
const question: TriggerQuestion = { ...QUESTION, source: 'export' };

/** As a host keeps it. */
async function polled(world: World, kept: Cursor | undefined, budgetSeconds: number) {
	const { cursor, entries, trouble } = await world.poll(kept, question, budgetSeconds);
	return { cursor: JSON.parse(JSON.stringify(cursor)) as Cursor, entries, trouble };
}

/** An export with one entry that has just ended, and that no poll has looked at since. */
async function endedExport(setup: WorldSetup = {}) {
	const world = triggerWorld({ jobSeconds: 200, ...setup });
	const { cursor } = await polled(world, undefined, 60);
	world.happen({ at: world.now(), arrives: world.now(), name: 'Acme' });
	world.pass(20 * MINUTE);
	const waiting = await polled(world, cursor, 60);
	expect(waiting.cursor.state).toBe('waiting');
	world.pass(200_000);
	return { world, cursor: waiting.cursor };
}

/** Enough for two or three requests of 300 milliseconds, and a file takes four. */
const SHORT = 1;

test('a poll whose time ends while it begins with the files: no trouble, and the next one begins with them', async () => {
	const { world, cursor } = await endedExport();
	const short = await polled(world, cursor, SHORT);
	expect(short.cursor).toMatchObject({ state: 'draining', failed_reads: 0 });
	expect(short.cursor.trouble).toBeUndefined();
	const next = await polled(world, short.cursor, 60);
	expect(next.entries.map(({ record }) => record?.name)).toEqual(['Acme']);
	expect(next.cursor.trouble).toBeUndefined();
});

test('files that take longer than a whole poll may are a trouble, and soon half their window is asked for', async () => {
	const { world, cursor } = await endedExport();
	let kept = (await polled(world, cursor, SHORT)).cursor;
	const asked = kept.source === 'export' && kept.state === 'draining' && kept.export;
	for (let failures = 1; failures <= 2; failures++) {
		kept = (await polled(world, kept, SHORT)).cursor;
		expect(kept).toMatchObject({ state: 'draining', failed_reads: failures });
		expect(kept.trouble).toMatchObject({ failures, in_a_row: failures });
	}
	kept = (await polled(world, kept, SHORT)).cursor;
	expect(kept).toMatchObject({ state: 'watching', trouble: { failures: 3 } });
	const next = kept.source === 'export' && kept.state === 'watching' && kept.next;
	const half = next && next.to ? Date.parse(next.to) : Infinity;
	expect(half).toBeLessThan(asked ? Date.parse(asked.to) : 0);
});

test('however much is left of a poll’s time after one export: what follows is no trouble, and nothing is lost', async () => {
	for (let seconds = 14.1; seconds < 40; seconds += 0.3) {
		const world = triggerWorld({ jobSeconds: 1 });
		let { cursor } = await polled(world, undefined, 60);
		// An export without entries, whose file is waited for, and at once another one with the last minutes.
		world.pass(55 * HOUR);
		world.happen({ at: world.now(), arrives: world.now(), name: 'Acme' });
		const found: (string | null | undefined)[] = [];
		for (let polls = 0; polls < 4; polls++) {
			world.pass(MINUTE);
			const next = await polled(world, cursor, seconds);
			expect([seconds, next.cursor.trouble]).toEqual([seconds, undefined]);
			found.push(...next.entries.map(({ record }) => record?.name));
			({ cursor } = next);
		}
		expect([seconds, found]).toEqual([seconds, ['Acme']]);
	}
});

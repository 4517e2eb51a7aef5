import fc from 'fast-check';
import type { Cursor } from '../../../shared/trigger/cursor';
import { readCursor } from '../../../shared/trigger/readCursor';
import { AuditLogError } from '../../../shared/errors';
import { runs } from '../../runs';
import { MINUTE, QUESTION, triggerWorld, type World } from './triggerWorld';

jest.setTimeout(600_000);

const options = { numRuns: runs(25), endOnFailure: true };

const HOUR = 60 * MINUTE;
const source = fc.constantFrom('endpoint' as const, 'export' as const);
type Source = typeof source extends fc.Arbitrary<infer T> ? T : never;

/** A world in which something happens every 37 seconds, so that no two share a second. */
function worldWith(count: number): { world: World; names: readonly string[] } {
	const switches = { settingsAuditLog: 'audit_log', csvTimeFormat: 'iso8601' } as const;
	const world = triggerWorld({ switches, jobSeconds: 200 });
	const happenings = Array.from({ length: count }, (_, number) => {
		const at = world.now() + MINUTE + number * 37_000;
		return { at, arrives: at, name: `No. ${number}` };
	});
	world.happen(...happenings);
	return { world, names: happenings.map(({ name }) => name) };
}

/** A trigger with a cursor of its own, and what it has delivered. */
function trigger(world: World, source: Source, kept: unknown) {
	let cursor = kept;
	const names: string[] = [];
	const ids: string[] = [];
	const reported: string[] = [];
	return {
		names,
		ids,
		reported,
		get cursor() {
			return cursor;
		},
		set cursor(value) {
			cursor = value;
		},
		async poll(): Promise<void> {
			const polled = await world.poll(cursor, { ...QUESTION, source, limit: 5 });
			cursor = JSON.parse(JSON.stringify(polled.cursor));
			for (const { record, event_id } of polled.entries) {
				names.push(record?.name ?? '');
				ids.push(event_id);
			}
			reported.push(...polled.notices, ...(polled.trouble ? [polled.trouble.message] : []));
		},
		async pollUntilQuiet(): Promise<void> {
			for (let quiet = 0; quiet < 5;) {
				const before = names.length;
				world.pass(20 * MINUTE);
				await this.poll();
				quiet = names.length > before ? 0 : quiet + 1;
			}
		},
	};
}

test('whatever a host has kept in place of a cursor: everything of the last day is delivered once, with a notice', async () => {
	const kept = fc.oneof(fc.jsonValue(), fc.string(), fc.json()).filter((value) => value !== null);
	await fc.assert(
		fc.asyncProperty(kept, source, async (value, from) => {
			const { world, names } = worldWith(12);
			world.pass(HOUR);
			const watching = trigger(world, from, value);
			await watching.pollUntilQuiet();
			expect([...watching.names].sort()).toEqual([...names].sort());
			expect(new Set(watching.ids).size).toBe(names.length);
			expect(watching.reported.join('\n')).toMatch(/What the trigger had saved could not be used/);
		}),
		options,
	);
});

/** What may stand in a place where something else belongs. */
const foreign = fc.oneof(
	fc.jsonValue({ maxDepth: 1 }),
	fc.constantFrom<unknown>(
		...[null, true, -1, 0, 1e300, '', '7', 'null', [], {}],
		...['2031-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z', '9'.repeat(30)],
	),
);

/** All places in a value, as paths. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [
		[...path, key],
		...placesIn(inner, [...path, key]),
	]);
}

/** A copy with another value at a place, or nothing there. */
function damaged(value: object, path: readonly string[], by: unknown): object {
	const copy = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
	let at = copy;
	for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
	const last = path.at(-1) ?? '';
	if (by === undefined) Reflect.deleteProperty(at, last);
	else at[last] = by;
	return copy;
}

/**
 * A cursor that says, in a form that is right, that everything was delivered up to a later time cannot
 * be known to be damaged: nothing but that is left out here.
 */
const SAYS_IT_WAS_DELIVERED = new Set(['checkpoint', 'after']);

/** A trigger that has polled so often, whose cursor is damaged at a place of those chosen, and goes on. */
async function goesOn(
	from: Source,
	polls: number,
	damage: { readonly choose: (path: string[]) => boolean; readonly place: number },
	by: unknown,
): Promise<void> {
	const { world, names } = worldWith(40);
	const watching = trigger(world, from, undefined);
	await watching.poll();
	for (let poll = 0; poll < polls; poll++) {
		world.pass(5 * MINUTE);
		await watching.poll();
	}
	const places = placesIn(watching.cursor).filter(damage.choose);
	const path = places[damage.place % places.length] ?? [];
	watching.cursor = damaged(watching.cursor as object, path, by);
	world.pass(30 * MINUTE);
	await watching.pollUntilQuiet();
	expect([...new Set(watching.names)].sort()).toEqual([...names].sort());
	// What comes twice has the same id, unless the source itself was damaged.
	if (path[0] !== 'source') expect(new Set(watching.ids).size).toBe(names.length);
}

const polls = fc.integer({ min: 1, max: 8 });

test('whichever part of a cursor is damaged, in whichever state: nothing is lost, and it goes on', async () => {
	const choose = ([key = '']: string[]): boolean => !SAYS_IT_WAS_DELIVERED.has(key);
	const by = fc.option(foreign, { nil: undefined });
	await fc.assert(
		fc.asyncProperty(source, polls, fc.nat(), by, async (from, count, place, value) => {
			await goesOn(from, count, { choose, place }, value);
		}),
		options,
	);
});

test('whichever time of its export is of another year: nothing is lost, and it goes on', async () => {
	const choose = ([key = '', part]: string[]): boolean =>
		key === 'read_at' || (['export', 'next'].includes(key) && part !== undefined);
	const years = fc.constantFrom('2031-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z');
	await fc.assert(
		fc.asyncProperty(polls, fc.nat(), years, async (count, place, time) => {
			await goesOn('export', count, { choose, place }, time);
		}),
		options,
	);
});

test('an export that is to begin in the future begins where the trigger stands', async () => {
	const { world, names } = worldWith(12);
	const watching = trigger(world, 'export', undefined);
	await watching.poll();
	const kept = watching.cursor as Cursor;
	watching.cursor = { ...kept, next: { from: '2031-01-01T00:00:00.000Z' } };
	world.pass(30 * MINUTE);
	await watching.pollUntilQuiet();
	expect(watching.names).toEqual(names);
});

test('a checkpoint that is none, or still to come: nothing of the last day is lost, and it is reported', async () => {
	const wrong = foreign.filter(
		(value) => typeof value !== 'string' || !/^(1970|\d{4}-\d\d)/.test(value) || value > '2027',
	);
	await fc.assert(
		fc.asyncProperty(source, wrong, async (from, checkpoint) => {
			const { world, names } = worldWith(12);
			const watching = trigger(world, from, undefined);
			await watching.poll();
			world.pass(HOUR);
			watching.cursor = { ...(watching.cursor as object), checkpoint };
			await watching.pollUntilQuiet();
			expect([...new Set(watching.names)].sort()).toEqual([...names].sort());
			expect(watching.reported.join('\n')).toMatch(/could not be used/);
		}),
		options,
	);
});

test('reading a cursor never throws, and what was read reads the same again', () => {
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), foreign), (value) => {
			const read = readCursor(value);
			if (read && 'version' in read) expect(readCursor(read)).toEqual(read);
		}),
		{ numRuns: 2_000 },
	);
});

test('whatever the cursor, a poll that cannot read ends with an error of ours at the most', async () => {
	await fc.assert(
		fc.asyncProperty(fc.jsonValue(), source, async (value, from) => {
			const { world } = worldWith(1);
			const fault = { refuse: () => ({ status: 500, headers: {}, body: Buffer.from('no') }) };
			world.zoho.faults.add({ on: () => true, times: Infinity, ...fault });
			const error = await trigger(world, from, value)
				.poll()
				.catch((caught: unknown) => caught);
			if (error !== undefined) expect(error).toBeInstanceOf(AuditLogError);
		}),
		options,
	);
});

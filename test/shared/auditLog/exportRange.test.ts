import { DAY } from '../../../shared/durations';
import fc from 'fast-check';
import type { Preparing } from '../../../shared/auditLog/exportRange';
import type { Reading } from '../../../shared/reading/reading';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { windowIn } from '../../../shared/exports/compareCriteria';
import { halvesOf } from '../../../shared/exports/windows';
import type { LogEntry, ZohoSetup } from '../../zoho/zoho';
import { all, europe } from '../host';

/** A Zoho that caps exports at 400 entries, and a client with the same cap. */
const CAP = { entries: 400, entriesPerFile: 40 };
const small = (setup: ZohoSetup = {}) =>
	europe(
		{
			jobSeconds: 10,
			rowsPerExport: CAP.entries,
			rowsPerFile: CAP.entriesPerFile,
			...setup,
			switches: { csvTimeFormat: 'iso8601', ...setup.switches },
		},
		{ exportCap: CAP },
	);
type House = ReturnType<typeof small>;

const iso = (instant: number): string => new Date(instant).toISOString();

function ready(answer: Reading | Preparing): Reading {
	if (answer.state !== 'ready') throw new Error('not ready');
	return answer;
}

async function ask(house: House, from: number | null, waitSeconds = 3_600) {
	const filter = from === null ? {} : { from: iso(from) };
	const reading = ready(
		await house.client.getAuditLog(filter, { source: 'export', waitSeconds, freshSeconds: 600 }),
	);
	return { entries: await all(reading), coverage: reading.coverage };
}

const idsOf = (entries: readonly AuditLogEntry[]): string[] =>
	entries
		.map(({ audited_time, action, record }) =>
			[Date.parse(audited_time ?? ''), action, record?.name ?? ''].join('|'),
		)
		.sort();
const truth = (log: readonly LogEntry[]): string[] =>
	log.map((it) => [it.audited_time, it.action, it.record?.name ?? ''].join('|')).sort();

describe('a period with more entries than an export allows', () => {
	test('of 400 days is read completely: no entry is missing or repeated', async () => {
		const house = small({ entries: 2_300, days: 400 });
		const { entries, coverage } = await ask(house, house.time.now() - 401 * DAY);
		expect(idsOf(entries)).toEqual(truth(house.zoho.log));
		expect(new Set(entries.map(({ event_id }) => event_id)).size).toBe(2_300);
		expect(coverage.complete).toBe(true);
		expect(coverage.entries_read).toBe(2_300);
		expect(coverage.notes).toEqual([
			expect.stringMatching(/^Read from \d+ exports, one after the other in time/),
		]);
	});

	test('without a start is split from the whole log', async () => {
		const house = small({ entries: 1_500, days: 900 });
		const { entries, coverage } = await ask(house, null);
		expect(idsOf(entries)).toEqual(truth(house.zoho.log));
		expect(coverage.complete).toBe(true);
	});

	test('at exactly the cap is still split, because the cap is not reported', async () => {
		const house = small({ entries: 400, days: 30 });
		const { entries, coverage } = await ask(house, house.time.now() - 31 * DAY);
		expect(idsOf(entries)).toEqual(truth(house.zoho.log));
		expect(house.called('createExport')).toHaveLength(3);
		expect(coverage).toMatchObject({ complete: true, entries_read: 400 });
	});

	test('one entry below the cap is one export', async () => {
		const house = small({ entries: 399, days: 30 });
		const { entries } = await ask(house, house.time.now() - 31 * DAY);
		expect(entries).toHaveLength(399);
		expect(house.called('createExport')).toHaveLength(1);
	});

	test('within one minute is returned up to the cap, and reported', async () => {
		const house = small({ entries: 10, days: 30 });
		const minute = Math.floor((house.time.now() - 3 * DAY) / 60_000) * 60_000;
		for (let count = 0; count < 450; count++) {
			house.zoho.record({ audited_time: minute + (count % 60) * 1_000 });
		}
		const { entries, coverage } = await ask(house, house.time.now() - 31 * DAY);
		expect(entries).toHaveLength(410);
		expect(coverage.complete).toBe(false);
		expect(coverage.notes.join(' ')).toContain('An export ends at 400 entries');
	});

	test('loses no entry at its seams when times have no seconds', async () => {
		const house = small({ entries: 1_200, days: 20, switches: { csvTimeFormat: 'user' } });
		const { entries } = await ask(house, house.time.now() - 21 * DAY);
		expect(entries).toHaveLength(1_200);
		expect(new Set(entries.map(({ event_id }) => event_id)).size).toBe(1_200);
	});

	test('does not request a capped export twice, nor a half that exists', async () => {
		const house = small({ entries: 1_000, days: 100 });
		const from = house.time.now() - 101 * DAY;
		const first = await ask(house, from);
		const made = house.called('createExport').length;
		const loaded = house.called('download').length;
		house.time.pass(60_000);
		const again = await ask(house, from);
		expect(again.entries.map(({ event_id }) => event_id).sort()).toEqual(
			first.entries.map(({ event_id }) => event_id).sort(),
		);
		expect(house.called('createExport').length).toBe(made);
		expect(house.called('download').length - loaded).toBe(again.coverage.export_ids.length);
	});

	test('whose wait is over is reported as preparing, and continues from existing exports', async () => {
		const house = small({ entries: 1_000, days: 100 });
		const filter = { from: iso(house.time.now() - 101 * DAY) };
		const options = { source: 'export', waitSeconds: 25, freshSeconds: 3_600 } as const;
		let answer = await house.client.getAuditLog(filter, options);
		let calls = 1;
		for (; answer.state === 'preparing'; calls++) {
			answer = await house.client.getAuditLog(filter, options);
		}
		expect(calls).toBeGreaterThan(1);
		expect(idsOf(await all(answer))).toEqual(truth(house.zoho.log));
	});

	test('reports its progress, and never fewer exports than before', async () => {
		const house = small({ entries: 1_000, days: 400 });
		const progress: { number: number; of: number }[] = [];
		const waits: number[] = [];
		const filter = { from: iso(house.time.now() - 401 * DAY) };
		await house.client.getAuditLog(filter, {
			source: 'export',
			waitSeconds: 3_600,
			onProgress: (_, waited, part) => {
				if (part) progress.push(part);
				waits.push(waited);
			},
		});
		expect(progress[0]).toEqual({ number: 1, of: 3 });
		expect(waits).toEqual([...waits].sort((a, b) => a - b));
		const total = progress.map(({ of }) => of);
		expect(total).toEqual([...total].sort((a, b) => a - b));
		expect(progress.at(-1)?.number).toBe(progress.at(-1)?.of);
	});

	test('is exported one window at a time', async () => {
		const house = small({ entries: 1_500, days: 300 });
		await ask(house, house.time.now() - 301 * DAY);
		expect(house.called('createExport').map(({ status }) => status)).not.toContain(400);
		const jobs = await house.client.listExports();
		const texts = jobs.map(({ criteria }) => JSON.stringify(windowIn(criteria)));
		expect(new Set(texts).size).toBe(texts.length);
	});

	test('is complete and without repetition, whatever the times of its entries', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.tuple(fc.integer({ min: 0, max: 200 * 1440 }), fc.integer({ min: 1, max: 90 })),
					{
						minLength: 1,
						maxLength: 12,
					},
				),
				async (heaps) => {
					const house = small({ entries: 5, days: 200 });
					const start = Math.floor(house.time.now() / 60_000) * 60_000 - DAY;
					for (const [minute, count] of heaps) {
						for (let number = 0; number < count; number++) {
							const audited_time = start - minute * 60_000 + (number % 60) * 1_000;
							house.zoho.record({ audited_time, action: `action_${number}` });
						}
					}
					const { entries, coverage } = await ask(house, house.time.now() - 203 * DAY);
					expect(idsOf(entries)).toEqual(truth(house.zoho.log));
					expect(coverage.complete).toBe(true);
				},
			),
			{ numRuns: 25, seed: 7 },
		);
	});
});

describe('halves', () => {
	const day = Date.parse('2026-03-01T00:00:00Z');

	test('meet at a whole day, hour or minute, and leave nothing out', () => {
		const arbitrary = fc.tuple(
			fc.integer({ min: 0, max: 400 * 86_400 }),
			fc.integer({ min: 1, max: 180 * 86_400 - 60 }),
		);
		fc.assert(
			fc.property(arbitrary, ([start, length]) => {
				const window = { from: day + start * 1_000, to: day + (start + length) * 1_000 };
				const [first, second, ...more] = halvesOf(window);
				expect(more).toEqual([]);
				if (!first || !second) {
					expect(length).toBeLessThan(120);
					return;
				}
				expect([first.from, second.to]).toEqual([window.from, window.to]);
				expect(first.to).toBe(second.from);
				expect(first.to % 60_000).toBe(0);
				expect(first.to).toBeGreaterThan(first.from);
				expect(second.to).toBeGreaterThan(second.from);
			}),
		);
	});

	test('of a period longer than Zoho exports at once are its windows', () => {
		const halves = halvesOf({ from: day, to: day + 1_000 * DAY });
		expect(halves.length).toBe(6);
		for (const { from, to } of halves) expect(to - from).toBeLessThan(180 * DAY);
	});
});

import { scheduleExport } from '../../../shared/exports/scheduleExport';
import { DAY } from '../../../shared/durations';
import fc from 'fast-check';
import { isSameQuestion, windowIn } from '../../../shared/exports/compareCriteria';
import { criteriaFor, type ExportQuestion } from '../../../shared/exports/criteria';
import { windowsOf } from '../../../shared/exports/windows';
import { scopeMissing } from '../../zoho/faults';
import { europe } from '../host';

const window = { from: Date.parse('2026-09-01T00:00:00Z'), to: Date.parse('2026-09-02T00:00:00Z') };
const USER = '7610000000000004001';
const DEALS = { api_name: 'Deals', id: '7610000000000005004' };
const OTHERS = [{ api_name: 'Leads', id: '7610000000000005001' }, { api_name: 'Contacts' }];

test('a time alone is one comparison, inclusive at both ends at whole seconds', () => {
	expect(criteriaFor({ window })).toEqual({
		field: { api_name: 'audited_time' },
		comparator: 'between',
		value: ['2026-09-01T00:00:00+00:00', '2026-09-01T23:59:59+00:00'],
	});
});

test('four filters are nested pairs', () => {
	const question = { window, userIds: [USER], modules: [DEALS], actions: ['deleted'] } as const;
	expect(criteriaFor(question)).toEqual({
		group_operator: 'and',
		group: [
			criteriaFor({ window }),
			{
				group_operator: 'and',
				group: [
					{ field: { api_name: 'done_by' }, comparator: 'in', value: [{ id: USER }] },
					{
						group_operator: 'and',
						group: [
							{ field: { api_name: 'module' }, comparator: 'in', value: [DEALS] },
							{ field: { api_name: 'action' }, comparator: 'in', value: ['deleted'] },
						],
					},
				],
			},
		],
	});
});

const questions: fc.Arbitrary<ExportQuestion> = fc.record({
	window: fc
		.tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 179 * 86_400 }))
		.map(([from, length]) => ({ from: from * 1000, to: (from + length) * 1000 })),
	userIds: fc.uniqueArray(fc.constantFrom(USER, '7610000000000004002', '7610000000000004007')),
	modules: fc.uniqueArray(fc.constantFrom(DEALS, ...OTHERS)),
	actions: fc.uniqueArray(fc.constantFrom('added' as const, 'updated', 'deleted')),
});

const echoes = fc.constantFrom('both' as const, 'api_name', 'id');

test('Zoho accepts every query, and its echo is recognized as the same', async () => {
	await fc.assert(
		fc.asyncProperty(questions, echoes, async (question, modulesInEcho) => {
			const { client } = europe({ entries: 10, jobSeconds: 0, switches: { modulesInEcho } });
			const criteria = criteriaFor(question);
			const { job } = await scheduleExport(client.session, criteria, {});
			// A module of which only the name is known cannot be recognized by its id.
			const isKnown = question.modules?.every((module) => 'id' in module) ?? true;
			if (isKnown || modulesInEcho !== 'id')
				expect(isSameQuestion(criteria, job.criteria)).toBe(true);
			expect(windowIn(job.criteria)).toEqual(windowIn(criteria));
		}),
		{ numRuns: 60, examples: [[{ window, modules: [DEALS] }, 'id']] },
	);
});

test('a module is sent as API name and id of one entry, which Zoho may want both', async () => {
	const { client } = europe({ jobSeconds: 0, switches: { modulesInCriteria: 'both' } });
	for (const word of ['Deals', 'deal', DEALS.id, 'Potentials']) {
		const { job } = await client.createExport({ modules: [word] });
		expect(JSON.stringify(job.criteria)).toContain(JSON.stringify(DEALS));
	}
});

test('without the list of modules the API name alone is sent', async () => {
	const { client, zoho } = europe({ jobSeconds: 0 });
	zoho.faults.add(scopeMissing('ZohoCRM.settings.modules.READ'));
	const { job } = await client.createExport({ modules: ['Deals'] });
	expect(JSON.stringify(job.criteria)).toContain('"Deals"');
});

const sortedTexts = (list: readonly unknown[] = []): string[] =>
	list.map((it) => JSON.stringify(it)).sort();

test('different queries are distinguished', () => {
	fc.assert(
		fc.property(questions, questions, (one, other) => {
			const meaning = ({ window: { from, to }, ...lists }: ExportQuestion): string =>
				JSON.stringify([from, to, Object.values(lists).map(sortedTexts)]);
			const isSame = isSameQuestion(criteriaFor(one), criteriaFor(other));
			expect(isSame).toBe(meaning(one) === meaning(other));
		}),
	);
});

test('another notation is the same query: equal for one value, other offsets, names added', () => {
	const ours = criteriaFor({ window, userIds: [USER] });
	const theirs = {
		group: [
			{
				value: [{ name: 'Marta Quill', id: USER }],
				comparator: 'equal',
				field: { api_name: 'done_by' },
			},
			{
				comparator: 'between',
				value: ['2026-09-01T05:30:00+05:30', '2026-09-02T05:29:59+05:30'],
				field: { api_name: 'audited_time' },
			},
		],
		group_operator: 'and',
	};
	expect(isSameQuestion(ours, theirs)).toBe(true);
});

test.each([
	['nothing', null],
	['what cannot be read', { or: [] }],
	['another group operator', { group_operator: 'or', group: [criteriaFor({ window })] }],
	['another comparator', { ...criteriaFor({ window }), comparator: 'not_between' }],
])('%s is another query', (_, theirs) => {
	expect(isSameQuestion(criteriaFor({ window }), theirs)).toBe(false);
});

describe('windows', () => {
	test('have no gap or overlap, are shorter than 180 days, and meet at whole minutes', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 2e12 }),
				fc.integer({ min: 1, max: 1200 * DAY }),
				(from, length) => {
					const windows = windowsOf({ from, to: from + length });
					expect(windows[0]?.from).toBe(from);
					expect(windows.at(-1)?.to).toBe(from + length);
					windows.forEach((part, index) => {
						expect(part.to).toBeGreaterThan(part.from);
						expect(part.to - part.from).toBeLessThan(180 * DAY);
						if (index > 0) expect(part.from).toBe(windows[index - 1]?.to);
						if (index > 0) expect(part.from % 60_000).toBe(0);
					});
				},
			),
		);
	});
});

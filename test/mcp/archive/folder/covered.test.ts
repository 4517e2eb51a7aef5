import fc from 'fast-check';
import { coveredBy, heldBy } from '../../../../mcp/archive/folder/covered';
import { runs } from '../../../runs';

const at = (time: string): number => Date.parse(`2026-05-21T${time}Z`);

const between = (from: string, to: string) => ({
	field: { api_name: 'audited_time' },
	comparator: 'between',
	value: [from, to],
});

test('an export holds what its criteria name, up to when it began', () => {
	const criteria = between('2026-05-01T00:00:00+00:00', '2026-05-31T23:59:59+00:00');
	expect(heldBy({ startedAt: '2026-06-02T00:00:00Z', criteria })).toEqual({
		from: Date.parse('2026-05-01T00:00:00Z'),
		to: Date.parse('2026-06-01T00:00:00Z'),
	});
	expect(heldBy({ startedAt: '2026-05-21T10:00:00Z', criteria })?.to).toBe(at('10:00:00'));
	const deleted = { field: { api_name: 'action' }, comparator: 'in', value: ['deleted'] };
	const limited = { group_operator: 'and', group: [criteria, deleted] };
	expect(heldBy({ startedAt: '2026-06-02T00:00:00Z', criteria: limited })).toBeUndefined();
	expect(heldBy({ startedAt: '2026-06-02T00:00:00Z', criteria: undefined })).toBeUndefined();
	expect(heldBy({ startedAt: null, criteria: null })).toBeUndefined();
});

test('the newer of two is read where they overlap, from a whole minute on', () => {
	const older = { export: 'older', held: { from: at('10:00:00'), to: at('12:00:00') }, started: 1 };
	const newer = { export: 'newer', held: { from: at('11:00:30'), to: at('13:00:00') }, started: 2 };
	expect(coveredBy([older, newer], { from: at('10:30:10'), to: at('14:00:00') })).toEqual({
		parts: [
			{ export: 'older', window: { from: at('10:30:10'), to: at('11:01:00') } },
			{ export: 'newer', window: { from: at('11:01:00'), to: at('13:00:00') } },
		],
		gaps: [{ from: at('13:00:00'), to: at('14:00:00') }],
	});
});

test('two exports that meet within a minute are joined there, and two that overlap within it are not', () => {
	const first = { export: 1, held: { from: at('10:00:00'), to: at('11:00:30') }, started: 1 };
	const second = { export: 2, held: { from: at('11:00:30'), to: at('12:00:00') }, started: 2 };
	const period = { from: at('10:00:00'), to: at('12:00:00') };
	expect(coveredBy([first, second], period)).toEqual({
		parts: [
			{ export: 1, window: first.held },
			{ export: 2, window: second.held },
		],
		gaps: [],
	});
	const overlapping = { ...first, held: { ...first.held, to: at('11:00:40') } };
	expect(coveredBy([overlapping, second], period).gaps).toEqual([
		{ from: at('11:00:00'), to: at('11:01:00') },
	]);
});

test('an export that reaches beyond the end of another one is not joined there in its place', () => {
	const first = { export: 1, held: { from: at('10:00:00'), to: at('11:00:30') }, started: 1 };
	const beyond = { export: 2, held: { from: at('10:00:00'), to: at('11:00:50') }, started: 2 };
	const last = { export: 3, held: { from: at('11:00:30'), to: at('12:00:00') }, started: 3 };
	const period = { from: at('10:00:00'), to: at('12:00:00') };
	const windows = coveredBy([first, beyond, last], period).parts;
	expect(windows).toEqual([
		{ export: 2, window: { from: at('10:00:00'), to: at('11:00:00') } },
		{ export: 1, window: { from: at('11:00:00'), to: at('11:00:30') } },
		{ export: 3, window: { from: at('11:00:30'), to: at('12:00:00') } },
	]);
});

test('of what is older than Zoho promises, an older export is read first, and then the whole log', () => {
	const all = { export: 'all', held: { from: at('10:00:30'), to: at('12:00:00') }, started: 2 };
	const older = { export: 'older', held: { from: at('09:00:00'), to: at('11:00:00') }, started: 1 };
	const period = { from: at('08:00:00'), to: at('12:00:00') };
	expect(coveredBy([{ ...all, isWhole: true }, older], period)).toEqual({
		parts: [
			{ export: 'all', window: { from: at('08:00:00'), to: at('09:00:00') } },
			{ export: 'older', window: { from: at('09:00:00'), to: at('10:01:00') } },
			{ export: 'all', window: { from: at('10:01:00'), to: at('12:00:00') } },
		],
		gaps: [],
	});
	expect(coveredBy([all, older], period).gaps).toEqual([
		{ from: at('08:00:00'), to: at('09:00:00') },
	]);
});

test('whatever exports there are, each second is read from one that holds it or is a gap, and none twice', () => {
	// Often the same ones, so that some end where others begin.
	const seconds = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.constantFrom(90, 100, 110, 210));
	const span = fc
		.tuple(seconds, seconds)
		.filter(([from, to]) => from < to)
		.map(([from, to]) => ({ from: from * 1000, to: to * 1000 }));
	fc.assert(
		fc.property(fc.array(span, { maxLength: 5 }), span, (spans, period) => {
			const all = spans.map((held, started) => ({ export: started, held, started }));
			const { parts, gaps } = coveredBy(all, period);
			const wrong: number[] = [];
			for (let second = period.from; second < period.to; second += 1000) {
				const holds = ({ from, to }: { from: number; to: number }) => second >= from && second < to;
				const reading = parts.filter(({ window }) => holds(window));
				const isHeld = reading.every((part) => holds(spans[part.export] ?? { from: 0, to: 0 }));
				if (reading.length + gaps.filter(holds).length !== 1 || !isHeld) wrong.push(second);
			}
			expect(wrong).toEqual([]);
			// Of a minute that is read from two of them, no entry is in both.
			for (const [index, { export: one, window }] of parts.entries()) {
				const next = parts[index + 1];
				if (!next || next.window.from !== window.to || window.to % 60_000 === 0) continue;
				expect(spans[next.export]?.from).toBe(window.to);
				expect(spans[one]?.to).toBe(window.to);
			}
		}),
		{ numRuns: runs(300) },
	);
});

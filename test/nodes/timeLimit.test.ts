import { limitsWithin, TIME_LIMITS } from '../../nodes/ZohoCrmAuditLog/timeLimit';
import { Deadline, type Tick } from '../../shared/ticks';

function deadlineIn(milliseconds: number): { deadline: Deadline; pass: (time: number) => void } {
	let now = 5_000;
	const deadline = new Deadline(() => now as Tick, milliseconds);
	return { deadline, pass: (time) => void (now += time) };
}

test('without a deadline a request has the usual limits', () => {
	expect(limitsWithin(TIME_LIMITS, undefined)).toEqual(TIME_LIMITS);
});

test('a request ends with its deadline, whichever of its limits is longer', () => {
	const { deadline, pass } = deadlineIn(100_000);
	expect(limitsWithin(TIME_LIMITS, deadline)).toEqual({ idleMs: 30_000, totalMs: 100_000 });
	pass(80_000);
	expect(limitsWithin(TIME_LIMITS, deadline)).toEqual({ idleMs: 20_000, totalMs: 20_000 });
});

test('a deadline that is later than the limits changes nothing', () => {
	expect(limitsWithin(TIME_LIMITS, deadlineIn(3_600_000).deadline)).toEqual(TIME_LIMITS);
});

test('a request that begins just before its deadline, or after it, has a second', () => {
	const { deadline, pass } = deadlineIn(10_000);
	pass(9_999);
	expect(limitsWithin(TIME_LIMITS, deadline)).toEqual({ idleMs: 1_000, totalMs: 1_000 });
	pass(60_000);
	expect(limitsWithin(TIME_LIMITS, deadline)).toEqual({ idleMs: 1_000, totalMs: 1_000 });
});

import type { TimeZone } from '../../../shared/dialect/timeZone';
import { DAY } from '../../../shared/durations';
import type { Period } from '../../../shared/period';

/**
 * The period that ends where another begins: as many months for whole months, as many days for whole days of
 * the zone, else as long.
 */
export function periodBefore({ from, to }: Period, zone: TimeZone): Period {
	const [start, end] = [from, to].map((instant) => instant + zone.offsetAt(instant)) as [
		number,
		number,
	];
	if (!isMidnight(start) || !isMidnight(end)) return { from: from - (to - from), to: from };
	const [first, last] = [new Date(start), new Date(end)];
	const months = monthOf(last) - monthOf(first);
	const isMonths = months > 0 && first.getUTCDate() === 1 && last.getUTCDate() === 1;
	const earlier = monthOf(first) - months;
	const before = isMonths
		? Date.UTC(Math.floor(earlier / 12), earlier % 12, 1)
		: start - (end - start);
	return { from: zone.instantOf(before), to: from };
}

function isMidnight(wallClock: number): boolean {
	return wallClock % DAY === 0;
}

function monthOf(date: Date): number {
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

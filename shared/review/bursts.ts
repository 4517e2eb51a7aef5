import type { MassRule } from '../alerts/masses';
import { MINUTE } from '../durations';
import { type CitedEntry, inTime } from './cited';

/**
 * Stretches of entries in which so many are within the minutes of the rule; stretches that overlap are one.
 * @param entries in any order.
 */
export function burstsIn(
	entries: readonly CitedEntry[],
	{ count, minutes }: MassRule,
): readonly (readonly CitedEntry[])[] {
	const sorted = [...entries].sort(inTime);
	const length = minutes * MINUTE;
	const bursts: { first: number; last: number }[] = [];
	let first = 0;
	for (const [last, { instant }] of sorted.entries()) {
		while (instant - (sorted[first]?.instant ?? instant) > length) first++;
		if (last - first + 1 < count) continue;
		const before = bursts.at(-1);
		if (before && first <= before.last) before.last = last;
		else bursts.push({ first, last });
	}
	return bursts.map((burst) => sorted.slice(burst.first, burst.last + 1));
}

import { SECOND } from '../durations';

/** So many things at one second; ordered, each second once. */
export type Run = [second: number, count: number];

/** The whole second of an instant in milliseconds. */
export function secondOf(instant: number): number {
	return Math.floor(instant / SECOND);
}

/** Adds to ordered runs, in place. */
export function addRun(runs: Run[], second: number, count: number): void {
	// Most come in order, so the place is looked for from the end.
	let at = runs.length;
	while (at > 0 && (runs[at - 1]?.[0] ?? 0) > second) at--;
	const before = runs[at - 1];
	if (before?.[0] === second) before[1] += count;
	else runs.splice(at, 0, [second, count]);
}

/**
 * Of all stretches of so many seconds that contain one, the fullest: its first second and how many
 * things it holds.
 */
export function fullestAround(
	runs: readonly Run[],
	second: number,
	length: number,
): { readonly from: number; readonly count: number } {
	const near = runs.filter(([at]) => Math.abs(at - second) <= length);
	let best = { from: second, count: 0 };
	let count = 0;
	let first = 0;
	for (const [at, more] of near) {
		count += more;
		for (let oldest = near[first]; oldest && at - oldest[0] > length; oldest = near[++first]) {
			count -= oldest[1];
		}
		const from = near[first]?.[0] ?? at;
		if (from <= second && at >= second && count > best.count) best = { from, count };
	}
	return best;
}

/** Distances between runs, and counts above one, in base 36: a mass takes few bytes. */
export function packRuns(runs: readonly Run[]): string {
	let last = 0;
	return runs
		.map(([second, count]) => {
			const distance = (second - last).toString(36);
			last = second;
			return count === 1 ? distance : `${distance}*${count.toString(36)}`;
		})
		.join(' ');
}

/** Undefined for a value that `packRuns` has not made. */
export function unpackRuns(value: unknown): Run[] | undefined {
	if (typeof value !== 'string' || !/^[-\w* ]*$/.test(value)) return undefined;
	const runs: Run[] = [];
	let last = 0;
	for (const part of value.split(' ')) {
		if (part === '') continue;
		const [distance = '', count = '1'] = part.split('*');
		last += Number.parseInt(distance, 36);
		const counted = Number.parseInt(count, 36);
		if (!Number.isSafeInteger(last) || !(counted > 0)) return undefined;
		addRun(runs, last, counted);
	}
	return runs;
}

/** When a user's day is far above the user's own. */
export interface VolumeRule {
	/** Fewer entries than this are never far above anything. */
	readonly minimum: number;
	/** So many times the median of the user's active days. */
	readonly factor: number;
}

/** What is usual for a user, and from when on a day is far above it. */
export interface UsualDays {
	readonly median: number;
	/** The median of what days differ from the median. */
	readonly deviation: number;
	readonly limit: number;
}

/** With fewer active days nothing is usual. */
export const MIN_ACTIVE_DAYS = 7;
/** How far above the median in terms of how much days differ: beyond any ordinary day. */
const DEVIATIONS = 10;

/** @param counts entries of each active day. See docs/decisions/baseline-alerts.md */
export function usualDays(counts: readonly number[], rule: VolumeRule): UsualDays {
	const usual = median(counts);
	const deviation = median(counts.map((count) => Math.abs(count - usual)));
	const limit = Math.max(rule.minimum, usual * rule.factor, usual + DEVIATIONS * deviation);
	return { median: usual, deviation, limit: Math.ceil(limit) };
}

/** Of an even number, what is between the two in the middle. */
function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

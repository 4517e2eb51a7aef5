import { MINUTE } from '../durations';
import { asObject } from '../http/json';
import { addRun, fullestAround, packRuns, type Run, secondOf, unpackRuns } from './instantRuns';

export interface MassRule {
	/** This many by one user within `minutes` are a mass. */
	readonly count: number;
	readonly minutes: number;
}

/** What an alert on a mass stands for. */
export interface Mass {
	/** How many within the minutes no alert had reported. */
	readonly count: number;
	/** How many alerts of the same minutes had reported before. */
	readonly reported: number;
}

/** Of one user and one kind. */
type Activity = {
	/** What no alert has reported. */
	open: Run[];
	/** Alerts, and how many each reported. */
	alerts: Run[];
};

/** More users at once than this are forgotten, the longest idle first. */
const MAX_KEYS = 1_000;
/** More seconds than this are forgotten of one user, the oldest first; a mass needs no more than its count. */
const MAX_RUNS = 1_000;

/**
 * Finds masses, in whatever order their parts come. An alert reports what it counts, and that is not
 * counted again. The next one needs the threshold, and as many as alerts of the last minutes have
 * reported: a burst is an alert each time it has doubled, and what comes after those minutes begins
 * anew, whether or not there was silence in between. See docs/decisions/mass-alerts.md
 */
export class Masses {
	private readonly activities: Map<string, Activity>;
	private readonly length: number;
	private readonly count: number;

	/** @param kept what `toJson` returned before; anything else starts afresh. */
	constructor({ count, minutes }: MassRule, kept: unknown) {
		this.length = secondOf(minutes * MINUTE);
		this.count = count;
		this.activities = new Map(
			Object.entries(asObject(kept) ?? {}).flatMap(([key, value]) => {
				const activity = activityIn(value);
				return activity ? [[key, activity] as const] : [];
			}),
		);
	}

	/** One more at an instant; undefined unless that is an alert. */
	add(key: string, instant: number): Mass | undefined {
		const second = secondOf(instant);
		const activity = this.activities.get(key) ?? { open: [], alerts: [] };
		this.activities.set(key, activity);
		addRun(activity.open, second, 1);
		const surplus = activity.open.length - Math.max(MAX_RUNS, 2 * this.count);
		if (surplus > 0) activity.open.splice(0, surplus);
		const { from, count } = fullestAround(activity.open, second, this.length);
		if (count < this.count) return undefined;
		const reported = activity.alerts
			.filter(([at]) => Math.abs(at - second) <= this.length)
			.reduce((sum, [, each]) => sum + each, 0);
		if (count < reported) return undefined;
		activity.open = activity.open.filter(([at]) => at < from || at > from + this.length);
		addRun(activity.alerts, second, count);
		return { count, reported };
	}

	/** Nothing from before this instant comes any more. */
	forgetBefore(instant: number): void {
		const oldest = secondOf(instant) - this.length;
		this.keep(([second]) => second >= oldest);
	}

	/** Everything from this instant on comes again. */
	forgetFrom(instant: number): void {
		const first = secondOf(instant);
		this.keep(([second]) => second < first);
	}

	toJson(): Record<string, [open: string, alerts: string]> {
		const newest = [...this.activities].sort(([, a], [, b]) => lastOf(b) - lastOf(a));
		return Object.fromEntries(
			newest
				.slice(0, MAX_KEYS)
				.map(([key, { open, alerts }]) => [key, [packRuns(open), packRuns(alerts)]]),
		);
	}

	private keep(isKept: (run: Run) => boolean): void {
		for (const [key, { open, alerts }] of this.activities) {
			const left = { open: open.filter(isKept), alerts: alerts.filter(isKept) };
			if (left.open.length + left.alerts.length > 0) this.activities.set(key, left);
			else this.activities.delete(key);
		}
	}
}

function lastOf({ open, alerts }: Activity): number {
	return Math.max(open.at(-1)?.[0] ?? 0, alerts.at(-1)?.[0] ?? 0);
}

function activityIn(value: unknown): Activity | undefined {
	if (!Array.isArray(value)) return undefined;
	const [open, alerts] = [unpackRuns(value[0]), unpackRuns(value[1])];
	return open && alerts ? { open, alerts } : undefined;
}

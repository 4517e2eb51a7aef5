import { Tally } from './tally';

/** An hour in which a user did far more than hours usually hold, or deleted many. */
export interface Burst {
	/** On the wall, since 1970. */
	readonly hour: number;
	/** Null where there were too many users to be kept apart by hour. */
	readonly user: string | null;
	readonly count: number;
	/** Null where they are not known. */
	readonly deletions: number | null;
}

export interface Bursts {
	/** The most unusual first. */
	readonly all: readonly Burst[];
	/** Entries from which an hour is a burst. */
	readonly threshold: number;
	/** Entries in the median of the hours in which there were any. */
	readonly median: number;
	/** Whether hours are those of each user. */
	readonly isByUser: boolean;
}

/** Fewer entries than this are no burst, however quiet the rest. */
const MINIMUM = 30;
/** So many times the median. */
const FACTOR = 8;
/** So many deletions by one user are a burst, whatever else there was. */
export const MANY_DELETIONS = 50;

/** What bursts are found in; of users only where hours are counted for each. */
type Counted = Pick<Tally, 'hours' | 'userHours'> & { readonly users?: Tally['users'] };

export function burstsIn(tally: Counted): Bursts {
	const hours = hoursIn(tally);
	const counts = hours.map(({ count }) => count).sort((a, b) => a - b);
	const median = counts[counts.length >> 1] ?? 0;
	const threshold = Math.max(MINIMUM, FACTOR * median);
	const excess = ({ count, deletions }: Burst): number =>
		Math.max(count / threshold, (deletions ?? 0) / MANY_DELETIONS);
	const all = hours.filter((hour) => excess(hour) >= 1);
	all.sort((a, b) => excess(b) - excess(a) || a.hour - b.hour);
	return { all, threshold, median, isByUser: tally.userHours !== undefined };
}

function hoursIn({ userHours, hours, users }: Counted): Burst[] {
	if (!userHours) {
		return [...hours].map(([hour, count]) => ({ hour, count, user: null, deletions: null }));
	}
	return [...userHours].map(([key, { count, deletions }]) => {
		const { user, hour } = Tally.placeOf(key);
		return {
			hour,
			count,
			deletions,
			get user() {
				return users?.labelOf(user) ?? null;
			},
		};
	});
}

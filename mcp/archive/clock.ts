import { DAY, HOUR, MINUTE } from '../../shared/durations';
import type { TimeZone } from '../../shared/dialect/timeZone';

/**
 * Dates and hours of a zone in SQL. The zone is that of this process, because the database may know its
 * rules from another year; a part is told where the offset changes on the days it has.
 */
export class ZoneClock {
	private readonly offset: string;

	/** @param days of UTC on which there are entries, ascending. */
	constructor(zone: TimeZone, days: readonly number[]) {
		const changes: { from: number; offset: number }[] = [];
		const add = (from: number, offset: number): void => {
			if (changes.at(-1)?.offset !== offset) changes.push({ from, offset });
		};
		for (const day of days) {
			const [start, end] = [day * DAY, (day + 1) * DAY];
			const [before, after] = [zone.offsetAt(start), zone.offsetAt(end - 1)];
			add(start, before);
			if (before !== after) add(zone.changeBetween(start, end), after);
		}
		const [first = { offset: 0 }, ...others] = changes;
		const cases = others
			.reverse()
			.map(({ from, offset }) => `WHEN instant >= ${from} THEN ${offset}`);
		this.offset =
			cases.length === 0
				? String(first.offset)
				: `CASE ${cases.join(' ')} ELSE ${first.offset} END`;
	}

	/** Days since 1970 on the wall; null without a time. */
	get day(): string {
		return `floor((instant + ${this.offset}) / ${DAY})`;
	}

	/** Minutes since midnight. */
	get minute(): string {
		const minutes = `floor((instant + ${this.offset}) / ${MINUTE})`;
		return `(${minutes} - ${DAY / MINUTE} * floor(${minutes} / ${DAY / MINUTE}))`;
	}

	/** 0 is Sunday. @param before days to go back. */
	weekday(before = '0'): string {
		// 1970 began on a Thursday.
		const days = `(${this.day} + 4 - ${before})`;
		return `(${days} - 7 * floor(${days} / 7))`;
	}

	/** 0 to 23. */
	get hour(): string {
		const hours = `floor((instant + ${this.offset}) / ${HOUR})`;
		return `(${hours} - 24 * floor(${hours} / 24))`;
	}
}

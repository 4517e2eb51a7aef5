import { DAY, HOUR, MINUTE } from '../../shared/durations';
import type { TimeZone } from '../../shared/dialect/timeZone';
import type { TimeKey } from '../../shared/reading/timeKeys';

/**
 * Dates and hours of a zone in SQL. The zone is that of this process, because the database may know its
 * rules from another year; each part gets the changes of the offset on the days it has.
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
		return modulo(`floor((instant + ${this.offset}) / ${MINUTE})`, DAY / MINUTE);
	}

	/** 0 is Sunday. @param before days to go back. */
	weekday(before = '0'): string {
		// 1970 began on a Thursday.
		return modulo(`${this.day} + 4 - ${before}`, 7);
	}

	/** The number of a key, as `timeNumber`. */
	of(key: TimeKey): string {
		const days = this.day;
		switch (key) {
			case 'day':
				return days;
			case 'week':
				return `(${days} - ${modulo(`${days} + 3`, 7)})`;
			case 'month': {
				const date = `(DATE '1970-01-01' + (${days})::INTEGER)`;
				return `(year(${date}) * 12 + month(${date}) - 1)`;
			}
			case 'weekday':
				return modulo(`${days} + 3`, 7);
			case 'hour':
			case 'hour_of_day':
				return modulo(`floor((instant + ${this.offset}) / ${HOUR})`, 24);
		}
	}
}

/** Never negative. */
function modulo(number: string, divisor: number): string {
	return `((${number}) - ${divisor} * floor((${number}) / ${divisor}))`;
}

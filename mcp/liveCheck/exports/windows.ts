import { TimeZone } from '../../../shared/dialect/timeZone';
import { DAY, HOUR, MINUTE } from '../../../shared/durations';
import type { Period } from '../../../shared/period';

const WEEK = 7 * DAY;
const YEARS_AGO = 2 * 365 * DAY;
/** Both ends lie among working hours, where entries show the zone of a file's times. */
const EDGE = 11 * HOUR;
const SUNDAY = 0;
const FRIDAY = 5;

/** The last week that began and ended on a working day, at eleven in the organization's zone. */
export function busyWeek(now: number, timeZone: string | null): Period {
	const offset = zoneOf(timeZone).offsetAt(now);
	const local = now - 10 * MINUTE + offset;
	let to = local - (local % DAY) + EDGE;
	while (to > local || !isWorkingDay(to)) to -= DAY;
	return { from: to - WEEK - offset, to: to - offset };
}

/** A minute without any work: on a Sunday night two years ago. */
export function emptyMinute(now: number): Period {
	const day = now - (now % DAY) - YEARS_AGO;
	const from = day - new Date(day).getUTCDay() * DAY + 3 * HOUR + 7 * MINUTE;
	return { from, to: from + MINUTE };
}

function isWorkingDay(time: number): boolean {
	const day = new Date(time).getUTCDay();
	return day > SUNDAY && day <= FRIDAY;
}

function zoneOf(name: string | null): TimeZone {
	try {
		return new TimeZone(name ?? 'UTC');
	} catch {
		return new TimeZone('UTC');
	}
}

/** What entries can be counted by that follows from their time on the clock of a zone. */
export const TIME_KEYS = ['day', 'week', 'month', 'weekday', 'hour', 'hour_of_day'] as const;
export type TimeKey = (typeof TIME_KEYS)[number];

export function isTimeKey(key: string): key is TimeKey {
	return (TIME_KEYS as readonly string[]).includes(key);
}

/** Whether entries of one day may differ by it. */
export function isHourKey(key: TimeKey): key is 'hour' | 'hour_of_day' {
	return key === 'hour' || key === 'hour_of_day';
}

const DAY_MS = 86_400_000;

/**
 * The number that stands for the value on a day, or in an hour, since 1970 on the wall. Numbers of a key are
 * in the order of time; weekdays begin on Monday.
 */
export function timeNumber(key: TimeKey, since: number): number {
	switch (key) {
		case 'day':
			return since;
		case 'week':
			return since - modulo(since + 3, 7);
		case 'month': {
			const date = new Date(since * DAY_MS);
			return date.getUTCFullYear() * 12 + date.getUTCMonth();
		}
		case 'weekday':
			// 1970 began on a Thursday.
			return modulo(since + 3, 7);
		case 'hour':
		case 'hour_of_day':
			return modulo(since, 24);
	}
}

/** `2026-09-01`, `2026-W36`, `2026-09`, `Tuesday`, `09`. */
export function timeText(key: TimeKey, number: number): string {
	switch (key) {
		case 'day':
			return dateOf(number);
		case 'week':
			return weekOf(number);
		case 'month':
			return dateOf(Date.UTC(Math.floor(number / 12), modulo(number, 12), 1) / DAY_MS).slice(0, -3);
		case 'weekday':
			return WEEKDAYS[number] ?? '';
		case 'hour':
		case 'hour_of_day':
			return String(number).padStart(2, '0');
	}
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A week belongs to the year that most of its days are in: ISO 8601. */
function weekOf(monday: number): string {
	const thursday = monday + 3;
	const year = new Date(thursday * DAY_MS).getUTCFullYear();
	const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
	return `${dateOf(thursday).slice(0, -6)}-W${String(week).padStart(2, '0')}`;
}

function dateOf(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, -14);
}

function modulo(number: number, divisor: number): number {
	return number - Math.floor(number / divisor) * divisor;
}

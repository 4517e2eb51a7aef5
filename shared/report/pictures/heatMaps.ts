import { type Html, markup } from '../markup';
import { numberText, shownName, WEEKDAYS, weekdayOf, weekdayText } from '../labels';
import type { Tally } from '../tally';
import { heatMap, type HeatRow } from './heatMap';
import { layoutFor, WIDE } from './heatLayout';
import type { Choice } from './picture';

const MAX_DAYS = 35;
const MAX_USERS = 20;

/** Each day by hour; of a period that is longer than five weeks, each day of the week. */
export function daysByHour(
	{ hours }: Pick<Tally, 'hours'>,
	span: { readonly from: number; readonly to: number },
	{ choice, width }: { readonly choice?: Choice; readonly width?: number } = {},
): Html {
	const [from, to] = [Math.floor(span.from / 24), Math.ceil(span.to / 24)];
	const isByWeekday = to - from > MAX_DAYS;
	const first = isByWeekday ? 0 : from;
	const rows = Array.from({ length: isByWeekday ? 7 : to - from }, () => new Uint32Array(24));
	for (const [hour, count] of hours) {
		const day = Math.floor(hour / 24);
		const row = rows[(isByWeekday ? weekdayOf(day) : day) - first];
		if (row) row[hour - day * 24] = (row[hour - day * 24] ?? 0) + count;
	}
	const labelOf = (row: number): string =>
		isByWeekday ? (WEEKDAYS[row] ?? '') : weekdayText(first + row);
	const title = isByWeekday ? 'Days of the week by hour' : 'Days by hour';
	return markup`<section><h2>${title}</h2>${heatMap({
		id: 'days',
		title,
		of: isByWeekday ? 'Day of the week' : 'Day',
		choice,
		layout:
			width === undefined
				? WIDE
				: layoutFor(
						width,
						rows.map((_, row) => labelOf(row)),
					),
		description: sentence('day', rows, labelOf),
		rows: rows.map((counts, row) => ({
			label: labelOf(row),
			counts,
			isFirst: !isByWeekday && weekdayOf(first + row) === 0,
		})),
	})}</section>`;
}

/** The users with the most entries by hour of the day, and all others together. */
export function usersByHour({ users, hoursOfDay, hours }: Tally): Html {
	const shown = users.largest(MAX_USERS).filter((code) => hoursOfDay[code]);
	const rows: HeatRow[] = shown.map((code) => ({
		label: shownName(users.labelOf(code)),
		counts: hoursOfDay[code] ?? [],
	}));
	const rest = new Array<number>(24).fill(0);
	for (const [hour, count] of hours) {
		const clock = ((hour % 24) + 24) % 24;
		rest[clock] = (rest[clock] ?? 0) + count;
	}
	for (const { counts } of rows)
		for (let hour = 0; hour < 24; hour++) rest[hour] = (rest[hour] ?? 0) - (counts[hour] ?? 0);
	if (rest.some((count) => count > 0)) {
		rows.push({
			label: `${users.others > 0 ? 'More than ' : ''}${numberText(users.size - shown.length)} other users`,
			counts: rest,
			isFirst: true,
		});
	}
	return heatMap({
		...{ id: 'users', title: 'Users by hour of the day', of: 'User', rows },
		description: sentence(
			'user',
			rows.map(({ counts }) => counts),
			(row) => rows[row]?.label ?? '',
		),
	});
}

function sentence(
	of: string,
	rows: readonly ArrayLike<number>[],
	labelOf: (row: number) => string,
): string {
	let [best, row, hour] = [0, 0, 0];
	rows.forEach((counts, index) => {
		for (let clock = 0; clock < 24; clock++) {
			if ((counts[clock] ?? 0) > best) [best, row, hour] = [counts[clock] ?? 0, index, clock];
		}
	});
	return `Entries of ${rows.length} rows, one for each ${of}, by 24 hours. Most are ${numberText(best)}: ${labelOf(row)}, from ${hour}:00 to ${hour + 1}:00.`;
}

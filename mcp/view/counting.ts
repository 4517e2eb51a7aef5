import { entriesText, numberText, WEEKDAYS } from '../../shared/report/labels';
import type { Span } from './asking';
import { type Call, dayOf, type Grouped, groupsBy, hourOf } from './grouping';
import { type Fields, fieldsOf, numberOf, textOf } from './values';

/** Entries by time, as far as they are known. */
export interface Counts {
	/** By hour on the wall since 1970; where only days are known, by their first hour. */
	readonly hours: ReadonlyMap<number, number>;
	readonly finest: 'hour' | 'day';
	/** By day of the week, from Monday, and hour; where hours of each day would be too many. */
	readonly week: readonly Uint32Array[] | null;
	/** What is not in the pictures, in sentences. */
	readonly lacks: readonly string[];
	/** All entries that match. */
	readonly total: number;
	/** Whether all entries that match are in them, except for those without a time. */
	readonly isWhole: boolean;
	/** What the pictures are drawn from, in a sentence. */
	readonly basis: string;
}

/** More days by hour are more than a picture shows. */
export const MAX_DAYS = 35;
/** So many calls of a tool count a period, and no more. */
const MAX_CALLS = 14;
const WEEKDAY_NAMES = [
	...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
];

/**
 * All entries that match, counted by the server, in as many pages as it takes.
 * @param args of summarize_audit_log, without its groups.
 * @throws Error with what the server says when it does not count.
 */
export async function countsOf(call: Call, args: Fields, span: Span | null): Promise<Counts> {
	const budget = { calls: MAX_CALLS };
	const grouped = async (by: readonly string[]) => await groupsBy(call, args, by, budget);
	const days = span === null ? Infinity : Math.ceil(span.to / 24) - Math.floor(span.from / 24);
	if (days <= MAX_DAYS) {
		const all = await grouped(['day', 'hour']);
		if (all.isWhole) return { ...placed(all, 'hour'), week: null, ...summary([all]) };
	}
	const byDay = await grouped(['day']);
	const byWeek = await grouped(['weekday', 'hour']);
	return {
		...placed(byDay, 'day'),
		week: byWeek.isWhole ? weekOf(byWeek) : null,
		...summary([byDay]),
	};
}

/** The entries of one page, counted here. */
export function countsOfPage(entries: readonly Fields[], total: number | null): Counts {
	const hours = new Map<number, number>();
	let withoutTime = 0;
	for (const { time } of entries) {
		const hour = hourOf(time);
		if (hour === null) withoutTime++;
		else hours.set(hour, (hours.get(hour) ?? 0) + 1);
	}
	const isWhole = total === entries.length;
	const basis = isWhole
		? `${entriesText(entries.length)}, all that match.`
		: `Only the ${entriesText(entries.length)} of this page${total === null ? '' : `, of ${numberText(total)}`}.`;
	const lacks = withoutTime === 0 ? [] : [withoutTimeText(withoutTime)];
	const all = total ?? entries.length;
	return { hours, finest: 'hour', week: null, total: all, lacks, isWhole, basis };
}

function placed({ groups }: Grouped, finest: 'hour' | 'day') {
	const hours = new Map<number, number>();
	for (const { key, count } of groups) {
		const { day, hour } = fieldsOf(key);
		const start = dayOf(day);
		if (start === null) continue;
		const place = start * 24 + (finest === 'hour' ? Number(hour) : 0);
		hours.set(place, (hours.get(place) ?? 0) + (numberOf(count) ?? 0));
	}
	return { hours, finest };
}

function weekOf({ groups }: Grouped): Uint32Array[] {
	const week = WEEKDAYS.map(() => new Uint32Array(24));
	for (const { key, count } of groups) {
		const { weekday, hour } = fieldsOf(key);
		const row = week[WEEKDAY_NAMES.indexOf(textOf(weekday) ?? '')];
		if (row) row[Number(hour)] = (row[Number(hour)] ?? 0) + (numberOf(count) ?? 0);
	}
	return week;
}

function summary([all]: readonly [Grouped]) {
	const { groups, total, isWhole, isComplete } = all;
	const of = (isOne: (day: unknown) => boolean): number =>
		groups.reduce(
			(sum, { key, count }) => (isOne(fieldsOf(key)['day']) ? sum + (numberOf(count) ?? 0) : sum),
			0,
		);
	const [timed, withoutTime] = [of((day) => dayOf(day) !== null), of((day) => dayOf(day) === null)];
	const lacks = [
		...(withoutTime > 0 ? [withoutTimeText(withoutTime)] : []),
		...(isComplete ? [] : ['The server says that these counts may lack entries.']),
		...(isWhole
			? []
			: [
					`${numberText(total - timed - withoutTime)} of ${numberText(total)} entries are in no picture: they were too many to be asked for. Choose a shorter period.`,
				]),
	];
	const basis = isWhole
		? `${entriesText(total)}, all that match, counted by the server.`
		: `${numberText(timed)} of ${entriesText(total)}, counted by the server.`;
	return { total, lacks, isWhole, basis };
}

function withoutTimeText(count: number): string {
	return `${numberText(count)} without a time ${count === 1 ? 'is' : 'are'} in no picture.`;
}

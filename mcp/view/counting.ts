import { entriesText, numberText, WEEKDAYS } from '../../shared/report/labels';
import { type Answer, answerOf } from './answer';
import type { Span } from './asking';
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

export type Call = (tool: string, args: Record<string, unknown>) => Promise<unknown>;

/** More days by hour are more than a picture shows. */
export const MAX_DAYS = 35;
const PAGE = 100;
/** So many calls of a tool count a period, and no more. */
const MAX_CALLS = 14;
const WEEKDAY_NAMES = [
	...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
];

interface Grouped {
	readonly groups: readonly Fields[];
	readonly total: number;
	readonly isWhole: boolean;
	/** Whether the server does not say that anything may be missing. */
	readonly isComplete: boolean;
}

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

/** `2026-11-24T10:02+01:00` as an hour on the wall since 1970. */
export function hourOf(iso: unknown): number | null {
	const [, day, hour] = /^(\d{4}-\d\d-\d\d)T(\d\d)/.exec(textOf(iso) ?? '') ?? [];
	const start = day === undefined ? null : dayOf(day);
	return start === null ? null : start * 24 + Number(hour);
}

/** Days since 1970. */
export function dayOf(date: unknown): number | null {
	const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(textOf(date) ?? '') ?? [];
	if (year === undefined) return null;
	return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
}

async function groupsBy(
	call: Call,
	args: Fields,
	by: readonly string[],
	budget: { calls: number },
): Promise<Grouped> {
	const groups: Fields[] = [];
	let cursor: string | null = null;
	let answer: Answer;
	let isComplete = true;
	do {
		budget.calls--;
		answer = answerOf(
			await call('summarize_audit_log', {
				...args,
				...{ group_by: [...by], order: 'key', top: PAGE },
				...(cursor !== null && { cursor }),
			}),
		);
		if (answer.status !== 'ready' || answer.kind !== 'groups') throw new Error(refusalIn(answer));
		isComplete &&= answer.scope.complete !== false;
		for (const group of answer.items) groups.push(group);
		cursor = answer.next;
	} while (cursor !== null && budget.calls > 0);
	const { total } = answer;
	if (total === null) throw new Error('The tool did not say how many entries there are.');
	const sum = groups.reduce((all, { count }) => all + (numberOf(count) ?? 0), 0);
	return { groups, total, isWhole: sum === total, isComplete };
}

function refusalIn({ status, text, notes }: Answer): string {
	if (status === 'error') return text;
	if (status === 'preparing') return 'The export that is to be counted is still being prepared.';
	return notes[0] ?? 'The tool did not answer with counts.';
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

import { dayText, hourText, shownName, WEEKDAYS, weekdayText } from '../../shared/report/labels';
import { HOUR, SECOND } from '../../shared/durations';
import { type Answer, instantOf } from './answer';
import { type Asked, hasFilter, type Place, type Span } from './asking';
import { dayOf } from './grouping';
import type { Listed, Zoom } from './state';
import type { UserHours } from './users';
import { type Fields, fieldsOf, numberOf, textOf } from './values';

/** A place that was chosen, and what people call it. */
export interface Chosen {
	readonly place: Place;
	readonly label: string;
}

/** Keys of groups that are names of filters as well. */
const NAMES = ['user', 'module', 'action', 'record'] as const;

/** What a key stands for, in a picture or in the list that is shown. */
export function chosenBy(
	key: string,
	{ span, users }: Pick<Zoom, 'span' | 'users'>,
	shown: Listed,
): Chosen | null {
	if (key.startsWith('u:')) return placeOfUser(key, users);
	if (/^[tdw]:/.test(key)) return span && placeOfKey(key, span);
	const item = shown.answer.items[Number(key.slice(2))];
	return item ? placeOfItem(item, shown) : null;
}

/** How many entries a group that is listed counts; null for anything else. */
export function countOf(key: string, { answer }: Listed): number | null {
	if (answer.kind !== 'groups') return null;
	return numberOf(answer.items[Number(key.slice(2))]?.['count']);
}

/** A bar of the timeline or a cell of a heat map, by its key; null for a key that is none. */
function placeOfKey(key: string, span: Span): Chosen | null {
	const [kind, ...texts] = key.split(':');
	const [first, second, end = Number(second) + 1] = texts.map(Number);
	if (first === undefined || second === undefined) return null;
	if (![first, second, end].every(Number.isInteger)) return null;
	if (kind === 't') return spanPlace({ from: first, to: second });
	if (kind === 'd') {
		const hour = (Math.floor(span.from / 24) + first) * 24 + second;
		return spanPlace({ from: hour, to: hour + end - second });
	}
	if (kind !== 'w') return null;
	const day = WEEKDAYS[first] ?? '';
	return {
		label: `${day}, ${clock(second)} to ${clock(end)}`,
		place: { filters: { weekdays: [day.toLowerCase()], hours: hoursOf(second, end) } },
	};
}

/** A user in some hours of the day; null for one without a name, whom no question can ask for. */
function placeOfUser(key: string, users: UserHours | null): Chosen | null {
	const [row, from, end = Number(from) + 1] = key.split(':').slice(1).map(Number);
	const name = users?.rows[row ?? -1]?.name;
	if (typeof name !== 'string' || from === undefined || !isHour(clock(from).slice(0, 2)))
		return null;
	return {
		label: `${shownName(name)}, ${clock(from)} to ${clock(end)}`,
		place: { filters: { user: [name], hours: hoursOf(from, end) } },
	};
}

function spanPlace(span: Span): Chosen {
	const { from, to } = span;
	if (to - from === 1) return { place: { span }, label: hourText(from) };
	if (to - from < 24) {
		return {
			place: { span },
			label: `${hourText(from)} to ${clock(to - Math.floor(from / 24) * 24)}`,
		};
	}
	const [start, end] = [from / 24, to / 24 - 1];
	const label = start === end ? `${weekdayText(start)}` : `${dayText(start)} – ${dayText(end)}`;
	return { place: { span }, label };
}

/** A row of a list; null for one that no question can be asked of. */
export function placeOfItem(
	item: Fields,
	{ asked, answer }: Pick<Listed, 'asked' | 'answer'>,
): Chosen | null {
	if (answer.kind === 'findings') return placeOfFinding(item);
	return answer.kind === 'groups' ? placeOfGroup(item, asked, answer) : null;
}

/** The entries of a group, by filters; null where the tools have none for one of its keys. */
function placeOfGroup(group: Fields, asked: Asked, { scope }: Answer): Chosen | null {
	const filters: Record<string, string | string[]> = {};
	let span: Span | undefined;
	const keys = Object.entries(fieldsOf(group['key']));
	const time = Object.fromEntries(keys);
	for (const [key, value] of keys) {
		const text = textOf(value);
		if (text === null) return null;
		if (NAMES.some((it) => it === key)) filters[key] = key === 'record' ? text : [text];
		else if (key === 'day') {
			const day = dayOf(text);
			if (day === null) return null;
			span = { from: day * 24, to: day * 24 + 24 };
		} else if (key === 'weekday' && !hasFilter(asked, scope, 'weekdays')) {
			filters['weekdays'] = [text];
		} else if (/^hour(_of_day)?$/.test(key) && isHour(text) && !hasFilter(asked, scope, 'hours')) {
			if (time['day'] === undefined) filters['hours'] = hoursOf(Number(text));
		} else return null;
	}
	const hour = Number(time['hour'] ?? time['hour_of_day']);
	if (span && Number.isInteger(hour)) span = { from: span.from + hour, to: span.from + hour + 1 };
	const label = keys.map(([, value]) => shownName(textOf(value))).join(' · ');
	return { place: { filters, ...(span && { span }) }, label };
}

/** All entries of a user in the time of a finding. */
function placeOfFinding(finding: Fields): Chosen | null {
	const [from, to] = [instantOf(finding['from']), instantOf(finding['to'])];
	const user = textOf(finding['user']);
	if (from === null || to === null) return null;
	return {
		place: {
			instants: { from, to: to + SECOND },
			...(user !== null && { filters: { user: [user] } }),
		},
		label: user === null ? 'time of the finding' : `${shownName(user)}, time of the finding`,
	};
}

/** Whether an entry happened in these hours on the wall. */
export function isIn(hour: number | null, span: Span | undefined): boolean {
	return hour !== null && (!span || (hour >= span.from && hour < span.to));
}

/** The hours that a period touches, on the wall; null for a period without both ends. */
export function spanOf({ from, to, zone }: Answer['scope']): Span | null {
	if (from === null || to === null || !zone) return null;
	const wall = (instant: number): number => (instant + zone.offsetAt(instant)) / HOUR;
	return { from: Math.floor(wall(from)), to: Math.ceil(wall(to)) };
}

function isHour(text: string): boolean {
	return /^\d\d$/.test(text);
}

function hoursOf(hour: number, end = hour + 1): string {
	return `${clock(hour)}-${clock(end)}`;
}

function clock(hour: number): string {
	return `${String(hour).padStart(2, '0')}:00`;
}

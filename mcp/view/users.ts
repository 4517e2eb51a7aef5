import { numberText } from '../../shared/report/labels';
import { type Call, type Grouped, groupsBy, hourOf } from './grouping';
import { type Fields, fieldsOf, numberOf, textOf } from './values';

/** Entries of one user by hour of the day. */
export interface UserRow {
	/** Null where an entry names none. */
	readonly name: string | null;
	readonly counts: readonly number[];
	/** With those that have no time. */
	readonly total: number;
}

/** Entries by user and hour of the day, as far as they are known. */
export interface UserHours {
	/** The users with the most entries. */
	readonly rows: readonly UserRow[];
	/** All others together; null where there are none. */
	readonly others: { readonly counts: readonly number[]; readonly users: number } | null;
	/** Entries with a time and without, of all users. */
	readonly total: number;
	/** Whether all entries that match are in them, except for those without a time. */
	readonly isWhole: boolean;
}

const SHOWN = 20;
/** So many calls of a tool count users, and three more at most. */
const MAX_CALLS = 8;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * All entries that match, counted by the server: of every user where those are few, else of those with the
 * most entries, and of all others together.
 * @throws Error with what the server says when it does not count.
 */
export async function userHoursOf(call: Call, args: Fields): Promise<UserHours> {
	const budget = { calls: MAX_CALLS, isAllOrFirst: true };
	const grouped = async (by: readonly string[], more: Fields = {}): Promise<Grouped> =>
		await groupsBy(call, { ...args, ...more }, by, budget);
	const all = await grouped(['user', 'hour']);
	if (all.isWhole) return userHours(cellsOf(all), all.total, true);
	const [users, clock] = [
		await groupsBy(call, { ...args, order: 'count_desc', top: SHOWN }, ['user'], { calls: 1 }),
		await grouped(['hour']),
	];
	const most = new Map(
		users.groups.flatMap(({ key, count }) => {
			const name = textOf(fieldsOf(key)['user']);
			return name === null ? [] : [[name, numberOf(count)] as const];
		}),
	);
	const own = cellsOf(await grouped(['user', 'hour'], { user: [...most.keys()] }));
	// A filter by name matches parts of names, so there may be more than can be asked for: then some are cut off.
	const named = userHours(own, clock.total, clock.isWhole);
	const rows = named.rows.filter(({ name, total }) => name !== null && most.get(name) === total);
	const totals = new Array<number>(24).fill(0);
	for (const { hour, count } of cellsOf(clock)) if (hour !== null) totals[hour] = count;
	const rest = totals.map((count, hour) =>
		Math.max(0, count - rows.reduce((sum, { counts }) => sum + (counts[hour] ?? 0), 0)),
	);
	const others = (users.totalGroups ?? 0) - rows.length;
	return { ...named, rows, others: others > 0 ? { counts: rest, users: others } : null };
}

/** The entries of one page, counted here. */
export function userHoursOfPage(entries: readonly Fields[], isWhole: boolean): UserHours {
	const cells = entries.map(({ user, time }) => {
		const hour = hourOf(time);
		return { user: textOf(user), hour: hour === null ? null : ((hour % 24) + 24) % 24, count: 1 };
	});
	return userHours(cells, entries.length, isWhole);
}

interface Counted {
	readonly user: string | null;
	readonly hour: number | null;
	readonly count: number;
}

function cellsOf({ groups }: Grouped): Counted[] {
	return groups.map(({ key, count }) => {
		const { user, hour } = fieldsOf(key);
		const clock = /^\d\d$/.test(textOf(hour) ?? '') ? Number(hour) : null;
		return { user: textOf(user), hour: clock, count: numberOf(count) ?? 0 };
	});
}

function userHours(cells: readonly Counted[], total: number, isWhole: boolean): UserHours {
	const users = new Map<string | null, { counts: number[]; total: number }>();
	for (const { user, hour, count } of cells) {
		let own = users.get(user);
		if (!own) users.set(user, (own = { counts: new Array<number>(24).fill(0), total: 0 }));
		own.total += count;
		if (hour !== null) own.counts[hour] = (own.counts[hour] ?? 0) + count;
	}
	const all = [...users].map(([name, own]) => ({ name, ...own })).sort((a, b) => b.total - a.total);
	const [rows, rest] = [all.slice(0, SHOWN), all.slice(SHOWN)];
	const counts = HOURS.map((hour) => rest.reduce((sum, own) => sum + (own.counts[hour] ?? 0), 0));
	return { rows, others: rest.length > 0 ? { counts, users: rest.length } : null, total, isWhole };
}

/** Which users are shown, in a sentence. */
export function usersText({ rows, others }: UserHours): string {
	if (others === null) return '';
	const shown = rows.length < SHOWN ? `${rows.length} of the ${SHOWN}` : `The ${SHOWN}`;
	return `${shown} users with the most entries, and ${numberText(others.users)} others together.`;
}

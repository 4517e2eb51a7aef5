import type { CrmUser, CrmUsers } from '../../../shared/org/users';
import { folded } from '../../../shared/folded';

/** How often a name is in the log, and when it was last. */
export interface NameCount {
	/** As `UserLabels` has it: the name, with the id where several have it. */
	readonly label: string;
	readonly count: number;
	/** ISO 8601; null where no entry of it has a time. */
	readonly last: string | null;
}

/** Somebody of the organization beside what the log has. */
export interface CountedUser {
	readonly user: CrmUser;
	/** Null where the log does not tell people of one name apart, and one of them did something. */
	readonly entries: number | null;
	readonly last: string | null;
}

/** Entries of people who share a name, which the log does not tell apart. */
export interface SharedName {
	readonly name: string;
	readonly people: number;
	readonly entries: number;
}

/** The people, in order of their names, and the names in the log that are none of them. */
export function countedUsers(
	users: CrmUsers,
	people: readonly CrmUser[],
	names: readonly NameCount[],
): {
	readonly users: readonly CountedUser[];
	readonly shared: readonly SharedName[];
	readonly others: readonly NameCount[];
} {
	const counts = new Map(names.map((name) => [name.label, name]));
	const byFolded = new Map(names.map((name) => [folded(name.label), name]));
	const shared = new Map<string, SharedName>();
	const counted = people.map((user): CountedUser => {
		const { name, id, email } = user;
		const own = [
			counts.get(`${name} (${id})`),
			counts.get(id),
			...(users.isShared(name) ? [] : [counts.get(name)]),
			...(email === null ? [] : [byFolded.get(folded(email))]),
		].filter((count) => count !== undefined);
		const common = users.isShared(name) ? counts.get(name) : undefined;
		if (common) {
			const alike = users.all.filter((other) => other.name === name);
			shared.set(name, { name, people: alike.length, entries: common.count });
			return { user, entries: null, last: null };
		}
		const lasts = own.flatMap(({ last }) => last ?? []).sort();
		return {
			user,
			entries: own.reduce((sum, { count }) => sum + count, 0),
			last: lasts.at(-1) ?? null,
		};
	});
	const known = new Set(
		users.all.flatMap(({ name, id, email }) => [
			...[name, id, `${name} (${id})`].map(folded),
			...(email === null ? [] : [folded(email)]),
		]),
	);
	return {
		users: counted.sort((a, b) => compare(keyOf(a.user), keyOf(b.user))),
		shared: [...shared.values()],
		others: names.filter(({ label }) => !known.has(folded(label))),
	};
}

export function isActive({ status }: CrmUser): boolean {
	return status !== null && folded(status) === 'active';
}

function keyOf({ name, id }: CrmUser): string {
	return `${folded(name)}\n${id}`;
}

function compare(one: string, other: string): number {
	return one < other ? -1 : 1;
}

import type { AuditLogFilter } from '../entries/filter';
import type { CrmUsers } from '../org/users';
import { NOTES } from './notes';

/** What users are counted under: by name, and by id beside it where two people have one name. */
export class UserLabels {
	/** @param idOf the first id of each name; one map for all files of a reading. */
	constructor(
		private readonly users: CrmUsers,
		private readonly idOf = new Map<string, string>(),
	) {}

	/** Null for no user. */
	labelOf(id: string | null, name: string | null): string | null {
		if (id === null) return name;
		if (name === null) return this.users.withId(id)?.name ?? id;
		const first = this.idOf.get(name) ?? id;
		this.idOf.set(name, first);
		return first !== id || this.users.isShared(name) ? `${name} (${id})` : name;
	}
}

/**
 * What a filter by user may mean besides one person: a name that several have, an id that nobody has.
 * @param hasIds whether the source says which of them it was.
 */
export function userNotes(filter: AuditLogFilter, users: CrmUsers, hasIds: boolean): string[] {
	const excluded = hasIds
		? []
		: (filter.excludeUsers ?? []).filter((word) => isOneOfSeveral(word, users));
	const notes = excluded.map((word) => NOTES.notExcluded(users.meantBy(word)[0]?.name ?? word));
	const included = (filter.users ?? []).flatMap((word) => {
		const meant = users.meantBy(word);
		const isId = /^\d{5,}$/.test(word);
		if (isId && hasIds) return [];
		if (isId && meant.length === 0) return [NOTES.unknownUser(word)];
		const names = new Set(meant.map(({ name }) => name).filter((name) => users.isShared(name)));
		return [...names].map((name) => (hasIds ? NOTES.eachOf(name) : NOTES.sameName(name)));
	});
	return [...included, ...notes];
}

/** Whether a word means one of several people whose name is the same. */
function isOneOfSeveral(word: string, users: CrmUsers): boolean {
	const meant = users.meantBy(word);
	return meant.some(({ name }) => {
		const alike = users.all.filter((user) => user.name === name);
		return alike.some((user) => !meant.includes(user));
	});
}

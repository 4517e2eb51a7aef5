import { folded } from '../folded';
import type { CallOptions, CrmApi } from '../http/crmApi';
import { asArray, asObject, asText, type JsonObject } from '../http/json';
import { type PagePosition, pages } from '../http/pages';

export interface CrmUser {
	readonly id: string;
	readonly name: string;
	readonly email: string | null;
	readonly profile: string | null;
	readonly role: string | null;
	/** Zoho's word: `active`, `disabled`, `deleted` … */
	readonly status: string | null;
	/** Settings that shape the times in an export of this user, in Zoho's words. */
	readonly timeZone: string | null;
	readonly dateFormat: string | null;
	readonly timeFormat: string | null;
	/** `de_DE` */
	readonly locale: string | null;
}

/** The log keeps the names of people who left, so deleted users are read as well. */
const TYPES = ['AllUsers', 'DeletedUsers'] as const;
/** 50 pages of 200: more users than Zoho's largest edition is sold with. */
const MAX_PAGES = 50;

/** https://www.zoho.com/crm/developer/docs/api/v8/get-users.html */
export class CrmUsers {
	constructor(readonly all: readonly CrmUser[]) {}

	static async read(api: CrmApi, options: CallOptions): Promise<CrmUsers> {
		const users = new Map<string, CrmUser>();
		for (const type of TYPES) {
			const read = async ({ number }: PagePosition): Promise<unknown> =>
				await api.users(type, number, options);
			for await (const answer of pages(read, MAX_PAGES)) {
				for (const item of asArray(asObject(answer)?.['users'])) {
					const user = userIn(asObject(item));
					if (user) users.set(user.id, user);
				}
			}
		}
		return new CrmUsers([...users.values()]);
	}

	/** Users whom a word means: by id, else whose name or e-mail address contains it. */
	meantBy(word: string): readonly CrmUser[] {
		if (/^\d{5,}$/.test(word)) return this.all.filter((user) => user.id === word);
		const part = folded(word);
		const exact = this.all.filter(
			(user) => folded(user.name) === part || folded(user.email ?? '') === part,
		);
		if (exact.length > 0) return exact;
		return this.all.filter((user) => folded(`${user.name}\n${user.email ?? ''}`).includes(part));
	}

	withId(id: string): CrmUser | undefined {
		return this.all.find((user) => user.id === id);
	}

	/** Whether more than one user has this name. */
	isShared(name: string): boolean {
		return this.all.filter((user) => user.name === name).length > 1;
	}

	/** Names that more than one user has. */
	get sharedNames(): readonly string[] {
		return [...new Set(this.all.map(({ name }) => name))].filter((name) => this.isShared(name));
	}

	/** The id of a name in the log; null when no user or more than one has it. */
	idOfName(name: string): string | null {
		const found = this.all.filter((user) => user.name === name);
		return found.length === 1 ? (found[0]?.id ?? null) : null;
	}
}

/** The connection's own user; null when Zoho does not say. */
export async function readCurrentUser(api: CrmApi, options: CallOptions): Promise<CrmUser | null> {
	const answer = asObject(await api.users('CurrentUser', 1, options));
	return userIn(asObject(asArray(answer?.['users'])[0])) ?? null;
}

/** A profile and a role with which a user sees everything. */
export const RIGHTS_TO_EVERYTHING: readonly string[] = ['Administrator', 'CEO'];

/**
 * Whether a user sees the whole log: the administrator's profile and the CEO's role do, others see
 * their own entries and those of their subordinates. Both can be renamed, so that a no is a perhaps.
 * https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html
 */
export function seesEverything(user: CrmUser): boolean {
	return user.profile === 'Administrator' || user.role === 'CEO';
}

function userIn(item: JsonObject | undefined): CrmUser | undefined {
	const id = asText(item?.['id']);
	if (!item || !id) return undefined;
	const parts = [asText(item['first_name']), asText(item['last_name'])].filter(Boolean).join(' ');
	return {
		id,
		name: asText(item['full_name']) ?? parts,
		email: asText(item['email']),
		profile: asText(asObject(item['profile'])?.['name']),
		role: asText(asObject(item['role'])?.['name']),
		status: asText(item['status']),
		timeZone: asText(item['time_zone']),
		dateFormat: asText(item['date_format']),
		timeFormat: asText(item['time_format']),
		locale: asText(item['locale']),
	};
}

import { folded } from '../folded';
import type { CallOptions, CrmApi } from '../http/crmApi';
import { asArray, asObject, asText, type JsonObject } from '../http/json';

export interface CrmUser {
	readonly id: string;
	readonly name: string;
	readonly email: string | null;
}

/** The connection's own user, with the settings that shape an export's times. */
export interface CurrentUser extends CrmUser {
	readonly profile: string | null;
	readonly timeZone: string | null;
	readonly dateFormat: string | null;
	readonly timeFormat: string | null;
}

/** The log keeps the names of people who left, so the deleted ones are asked for as well. */
const TYPES = ['AllUsers', 'DeletedUsers'] as const;
/** 50 pages of 200: more users than Zoho's largest edition is sold with. */
const MAX_PAGES = 50;

/** https://www.zoho.com/crm/developer/docs/api/v8/get-users.html */
export class CrmUsers {
	constructor(readonly all: readonly CrmUser[]) {}

	static async read(api: CrmApi, options: CallOptions): Promise<CrmUsers> {
		const users = new Map<string, CrmUser>();
		for (const type of TYPES) {
			for (let page = 1; page <= MAX_PAGES; page++) {
				const answer = asObject(await api.users(type, page, options));
				for (const item of asArray(answer?.['users'])) {
					const user = userIn(asObject(item));
					if (user) users.set(user.id, user);
				}
				if (asObject(answer?.['info'])?.['more_records'] !== true) break;
			}
		}
		return new CrmUsers([...users.values()]);
	}

	/** Users whom a word means: by id, else whose name or e-mail address contains it. */
	meantBy(word: string): readonly CrmUser[] {
		if (/^\d{5,}$/.test(word)) return this.all.filter((user) => user.id === word);
		const wanted = folded(word);
		const exact = this.all.filter(
			(user) => folded(user.name) === wanted || folded(user.email ?? '') === wanted,
		);
		if (exact.length > 0) return exact;
		return this.all.filter((user) => folded(`${user.name}\n${user.email ?? ''}`).includes(wanted));
	}

	/** The id behind a name of the log; null when nobody or more than one has that name. */
	idOfName(name: string): string | null {
		const found = this.all.filter((user) => user.name === name);
		return found.length === 1 ? (found[0]?.id ?? null) : null;
	}
}

export async function readCurrentUser(
	api: CrmApi,
	options: CallOptions,
): Promise<CurrentUser | null> {
	const answer = asObject(await api.users('CurrentUser', 1, options));
	const item = asObject(asArray(answer?.['users'])[0]);
	const user = userIn(item);
	if (!item || !user) return null;
	return {
		...user,
		profile: asText(asObject(item['profile'])?.['name']),
		timeZone: asText(item['time_zone']),
		dateFormat: asText(item['date_format']),
		timeFormat: asText(item['time_format']),
	};
}

function userIn(item: JsonObject | undefined): CrmUser | undefined {
	const id = asText(item?.['id']);
	if (!item || !id) return undefined;
	const parts = [asText(item['first_name']), asText(item['last_name'])].filter(Boolean).join(' ');
	return { id, name: asText(item['full_name']) ?? parts, email: asText(item['email']) };
}

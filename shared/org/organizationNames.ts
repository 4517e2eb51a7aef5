import { CredentialError } from '../errors';
import { type CallOptions, type CrmApi, SCOPES } from '../http/crmApi';
import { untilAborted } from '../http/untilAborted';
import { CrmModules } from './modules';
import { type Organization, readOrganization } from './organization';
import { type CrmUser, CrmUsers, readCurrentUser } from './users';

const NO_ORGANIZATION: Organization = {
	name: null,
	domainName: null,
	zgid: null,
	timeZone: null,
};

/**
 * What the log's rows leave out: ids of names, the zone and format of times, addresses of records.
 * Each list is read when it is first needed and kept as long as the session. A connection that may not
 * read one continues without it, and what that costs is noted.
 */
export class OrganizationNames {
	/** What is missing, and which scope would bring it. */
	readonly notes: string[] = [];
	private readonly known = new Map<string, Promise<unknown>>();
	private readonly refused = new Set<string>();

	constructor(private readonly api: CrmApi) {}

	async users(options: CallOptions): Promise<CrmUsers> {
		return await this.once('users', CrmUsers.read, new CrmUsers([]), options, [
			'User ids stay unknown,',
			SCOPES.users,
		]);
	}

	async modules(options: CallOptions): Promise<CrmModules> {
		return await this.once('modules', CrmModules.read, new CrmModules([]), options, [
			'Modules keep the labels of the log and records have no link,',
			SCOPES.modules,
		]);
	}

	async organization(options: CallOptions): Promise<Organization> {
		return await this.once('organization', readOrganization, NO_ORGANIZATION, options, [
			"The organization's time zone is unknown,",
			SCOPES.organization,
		]);
	}

	async currentUser(options: CallOptions): Promise<CrmUser | null> {
		return await this.once('currentUser', readCurrentUser, null, options, [
			'The format of times in exports is unknown, unless they are ISO 8601,',
			SCOPES.users,
		]);
	}

	/** Whether a list was asked for in this session, so that looking into it costs no request. */
	hasAsked(list: 'users' | 'modules'): boolean {
		return this.known.has(list);
	}

	/** Whether the connection may not read a list that was asked for. */
	lacks(list: 'users' | 'modules'): boolean {
		return this.refused.has(list);
	}

	/** The same as it is now: settings may have changed since it was asked for. */
	async currentUserNow(options: CallOptions): Promise<CrmUser | null> {
		this.known.delete('currentUser');
		return await this.currentUser(options);
	}

	/** The token's own user; null when the connection may not ask. */
	async ownUserId(options: CallOptions): Promise<string | null> {
		return (await this.currentUser(options))?.id ?? null;
	}

	/**
	 * One answer for all callers, so it is read without the signal of any: one that cancels leaves the
	 * others waiting. The deadline is that of the first. A scope or permission that is missing is noted once, anything else is thrown.
	 */
	private async once<T>(
		name: string,
		read: (api: CrmApi, options: CallOptions) => Promise<T>,
		fallback: T,
		{ signal, deadline, attempts }: CallOptions,
		[cost, scope]: readonly [string, string],
	): Promise<T> {
		signal?.throwIfAborted();
		const known = this.known.get(name) as Promise<T> | undefined;
		if (known) return await untilAborted(known, signal);
		const reading = read(this.api, { deadline, attempts }).catch((error: unknown) => {
			if (error instanceof CredentialError && error.facts.missingScope !== undefined) {
				this.refused.add(name);
				this.notes.push(`${cost} because the connection lacks the scope ${scope}.`);
				return fallback;
			}
			if (error instanceof CredentialError && error.facts.status === 403) {
				this.refused.add(name);
				this.notes.push(`${cost} because Zoho does not let this user see it.`);
				return fallback;
			}
			this.known.delete(name);
			throw error;
		});
		this.known.set(name, reading);
		return await untilAborted(reading, signal);
	}
}

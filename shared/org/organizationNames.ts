import type { TimeFormat } from '../dialect/auditedTime';
import type { EntryContext } from '../entries/entryContext';
import { TimeZone } from '../dialect/timeZone';
import { CredentialError } from '../errors';
import { type CallOptions, type CrmApi, SCOPES } from '../http/crmApi';
import { untilAborted } from '../http/untilAborted';
import { CrmModules } from './modules';
import { type Organization, readOrganization } from './organization';
import { type CrmUser, CrmUsers, readCurrentUser, seesEverything } from './users';
import { NOTES } from '../reading/coverage';
import type { Manifest } from '../reading/manifest';

const NO_ORGANIZATION: Organization = {
	name: null,
	domainName: null,
	zgid: null,
	timeZone: null,
};

/**
 * What the log's rows leave unsaid: ids behind names, the zone and format of times, addresses of
 * records. Each list is asked for when it is first needed and kept as long as the client. A
 * connection that may not ask goes on without, and what that costs is noted.
 */
export class OrganizationNames {
	/** What is missing, and which scope would bring it. */
	readonly notes: string[] = [];
	private readonly known = new Map<string, Promise<unknown>>();

	constructor(
		private readonly api: CrmApi,
		private readonly web: string | null,
		/** Format of the times in exported files, where somebody has declared it. */
		private readonly declared: { readonly dateFormat?: string; readonly timeZone?: string } = {},
	) {}

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

	/** For entries in JSON, whose times name their zone and whose users have ids. */
	async forEndpoint(options: CallOptions): Promise<EntryContext> {
		const { timeZone } = await this.organization(options);
		return {
			users: new CrmUsers([]),
			modules: await this.modules(options),
			urls: await this.urls(options),
			times: { dateFormat: null, timeFormat: null, timeZone: zoneOf(timeZone) },
		};
	}

	/**
	 * For an exported file: written in the format and zone of the user who exported. Of an exporter who
	 * is not known nothing is assumed, and only times that name their zone are read.
	 */
	async forExport(exporterId: string | null, options: CallOptions): Promise<EntryContext> {
		const users = await this.users(options);
		return {
			users,
			modules: await this.modules(options),
			urls: await this.urls(options),
			times: await this.times(exporterId, users, options),
		};
	}

	/** A note when the connection's user may not see everything; null for who does. */
	async visibilityNote(options: CallOptions): Promise<string | null> {
		const user = await this.currentUser(options);
		if (user && seesEverything(user)) return null;
		return user ? NOTES.ownEntries(user.name, user.profile) : NOTES.unknownVisibility;
	}

	/** Whose connection it is, and whether that user sees every entry. */
	async reader(options: CallOptions): Promise<Pick<Manifest, 'read_by' | 'sees_everything'>> {
		const user = await this.currentUser(options);
		if (!user) return { read_by: null, sees_everything: null };
		const { id, name, profile } = user;
		return { read_by: { id, name, profile }, sees_everything: seesEverything(user) };
	}

	private async times(
		exporterId: string | null,
		users: CrmUsers,
		options: CallOptions,
	): Promise<TimeFormat> {
		const own = await this.currentUser(options);
		const isOwn = own !== null && own.id === exporterId;
		const exporter = isOwn ? own : exporterId === null ? undefined : users.withId(exporterId);
		const zone = this.declared.timeZone ?? exporter?.timeZone;
		const [dateFormat, timeFormat] = splitFormat(this.declared.dateFormat);
		return {
			dateFormat: dateFormat ?? exporter?.dateFormat ?? null,
			timeFormat: timeFormat ?? exporter?.timeFormat ?? null,
			timeZone: zoneOf(zone ?? (isOwn ? (await this.organization(options)).timeZone : null)),
		};
	}

	private async urls(options: CallOptions): Promise<EntryContext['urls']> {
		const { domainName } = await this.organization(options);
		return { web: this.web, domainName, modules: await this.modules(options) };
	}

	/**
	 * One answer for all who ask, so it is asked without anybody's signal: who cancels leaves the others
	 * waiting. A scope or permission that is missing is noted once, anything else is thrown.
	 */
	private async once<T>(
		name: string,
		read: (api: CrmApi, options: CallOptions) => Promise<T>,
		instead: T,
		{ signal }: CallOptions,
		[cost, scope]: readonly [string, string],
	): Promise<T> {
		signal?.throwIfAborted();
		const known = this.known.get(name) as Promise<T> | undefined;
		if (known) return await untilAborted(known, signal);
		const asked = read(this.api, {}).catch((error: unknown) => {
			if (error instanceof CredentialError && error.facts.missingScope !== undefined) {
				this.notes.push(NOTES.missingScope(cost, scope));
				return instead;
			}
			if (error instanceof CredentialError && error.facts.status === 403) {
				this.notes.push(NOTES.missingPermission(cost));
				return instead;
			}
			this.known.delete(name);
			throw error;
		});
		this.known.set(name, asked);
		return await untilAborted(asked, signal);
	}
}

/** A zone that this machine does not know is as good as none. */
function zoneOf(name: string | null): TimeZone | null {
	try {
		return name === null ? null : new TimeZone(name);
	} catch {
		return null;
	}
}

/** `dd-MM-yyyy HH:mm` into its date and its time: the time begins at the hour. */
function splitFormat(format: string | undefined): readonly [string?, string?] {
	const hour = format?.search(/[Hh]/) ?? -1;
	return format === undefined || hour < 1
		? []
		: [format.slice(0, hour).trim(), format.slice(hour).trim()];
}

import type { TimeFormat } from '../entries/auditedTime';
import type { EntryContext } from '../entries/entryContext';
import { TimeZone } from '../entries/timeZone';
import { CredentialError } from '../errors';
import { type CallOptions, type CrmApi, SCOPES } from '../http/crmApi';
import { untilAborted } from '../http/untilAborted';
import { CrmModules } from '../org/modules';
import { type Organization, readOrganization } from '../org/organization';
import { CrmUsers, type CurrentUser, readCurrentUser } from '../org/users';
import { NOTES } from './coverage';

const NO_ORGANIZATION: Organization = { name: null, zgid: null, domainName: null, timeZone: null };

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

	async currentUser(options: CallOptions): Promise<CurrentUser | null> {
		return await this.once('currentUser', readCurrentUser, null, options, [
			'The format of times in exports is unknown, unless they are ISO 8601,',
			SCOPES.users,
		]);
	}

	/** For entries in JSON, whose times name their zone and whose users have ids. */
	async forEndpoint(options: CallOptions): Promise<EntryContext> {
		const organization = await this.organization(options);
		return {
			users: new CrmUsers([]),
			modules: await this.modules(options),
			urls: await this.urls(options),
			times: {
				dateFormat: null,
				timeFormat: null,
				timeZone: new TimeZone(organization.timeZone ?? 'UTC'),
			},
		};
	}

	/** For exported files: written in the format and zone of the user who exported. */
	async forExport(options: CallOptions): Promise<EntryContext> {
		return {
			users: await this.users(options),
			modules: await this.modules(options),
			urls: await this.urls(options),
			times: await this.times(options),
		};
	}

	private async times(options: CallOptions): Promise<TimeFormat> {
		const user = await this.currentUser(options);
		const zone =
			this.declared.timeZone ?? user?.timeZone ?? (await this.organization(options)).timeZone;
		const [dateFormat, timeFormat] = splitFormat(this.declared.dateFormat);
		return {
			dateFormat: dateFormat ?? user?.dateFormat ?? null,
			timeFormat: timeFormat ?? user?.timeFormat ?? null,
			timeZone: new TimeZone(zone ?? 'UTC'),
		};
	}

	private async urls(options: CallOptions): Promise<EntryContext['urls']> {
		const { domainName } = await this.organization(options);
		return { web: this.web, domainName, modules: await this.modules(options) };
	}

	/**
	 * One answer for all who ask, so it is asked without anybody's signal: who cancels leaves the others
	 * waiting. A scope that is missing is noted once, anything else is thrown.
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
			this.known.delete(name);
			throw error;
		});
		this.known.set(name, asked);
		return await untilAborted(asked, signal);
	}
}

/** `dd-MM-yyyy HH:mm` into its date and its time: the time begins at the hour. */
function splitFormat(format: string | undefined): readonly [string?, string?] {
	const hour = format?.search(/[Hh]/) ?? -1;
	return format === undefined || hour < 1
		? []
		: [format.slice(0, hour).trim(), format.slice(hour).trim()];
}

import type { User } from './organization/staff';

/**
 * What Zoho does not document, or documents in two ways. Each switch is one unknown and can change any time:
 * `zoho.switches.noContent = 400`. The default is the more likely reading, for the reason stated.
 */
export interface Switches {
	/**
	 * Columns of the exported CSV. Default `bigin`: those of Zoho's sister product, without
	 * its Pipeline. `guessed` adds columns that importers commonly expect: Record ID, User ID, Source,
	 * Field, Old Value, New Value, with one row per changed field.
	 */
	csvColumns: 'bigin' | 'bigin_with_pipeline' | 'guessed';
	/**
	 * How columns are called. Default `english`, as in the sister product; `dotted` and `camel_case` write paths
	 * of the API, `spaced` puts blanks around and between words, `none` leaves the header out.
	 * Zoho translates the words of its log in the interface; whether in files is not known.
	 */
	csvTitles:
		| 'english'
		| 'german'
		| 'japanese'
		| 'dotted'
		| 'spaced'
		| 'camel_case'
		| 'upper_case'
		| 'none';
	/** Columns that are left out, by their English names. Default none. */
	csvWithout: readonly string[];
	/** A line before the header. Default null. */
	csvTitleLine: string | null;
	/** The title of the column with the time, `{title}`, and what else it says, as a zone: `{title} (GMT+5:30)`. */
	csvTimeTitle: string;
	/** Lines after the last row, `{rows}` for their number, as `['', 'Exported by Jane']`. Default none. */
	csvFooter: readonly string[];
	/** Whether the last line has its line end. Default true. */
	csvLastLineEnd: boolean;
	/** Date and time of day in one column (the default) or in two. */
	csvTimeColumns: 'one' | 'two';
	/**
	 * How `Audited Time` is written. Default `user`: the exporting user's date_format and
	 * time_format, to the minute and without a zone, as the sister product seems to write.
	 */
	csvTimeFormat: 'user' | 'iso8601' | 'epoch' | (string & {});
	/** Whose time zone the times are in. Default `user`, as everywhere in Zoho's user interface. */
	csvTimeZone: 'user' | 'organization' | 'utc';
	/** Module names in the CSV. Default `plural_label`, as on the tabs. */
	csvModules: 'plural_label' | 'singular_label' | 'api_name';
	/** Words for actions in the CSV. Default `timeline`; `title_case` writes Owner Reassigned. */
	csvActions: 'timeline' | 'title_case';
	/** Order of the rows. Default `newest_first`, as in the Audit Log page. */
	csvOrder: 'newest_first' | 'oldest_first';
	/** Default `utf-8` without a byte order mark, as in Zoho's Bulk Read files. */
	csvEncoding: 'utf-8' | 'utf-8-bom' | 'utf-16le';
	csvDelimiter: ',' | ';' | '\t';
	csvLineEnd: '\r\n' | '\n' | '\r';
	/** Quotes around every value, or only where RFC 4180 needs them (the default). */
	csvQuotes: 'needed' | 'always';
	/**
	 * What else is in a ZIP. Default `plain`: nothing. `found` adds what archives have that were packed by
	 * hand: metadata of macOS, a text, an image, an empty file, and zeros after the end.
	 */
	csvArchive: 'plain' | 'found';
	/**
	 * A row in the middle of each file that is no row. Default `none`; `cells` leaves its last cell out,
	 * `byte` puts one into it that is not UTF-8, `quote` one quote into its first cell.
	 */
	csvBadRow: 'none' | 'cells' | 'byte' | 'quote';

	/**
	 * An empty list, of jobs or anything else. Default 204: two of Zoho's OpenAPI descriptions against the
	 * docs page of jobs, which says 400 NO_CONTENT. `400_bare` leaves out `status`.
	 */
	noContent: 204 | 400 | '400_bare';
	/** Status of a job id that does not exist. Default 404 INVALID_URL_PATTERN; 204 is documented too. */
	unknownJob: 404 | 204;
	/**
	 * Words for a job's state. Default `openapi`: scheduled, running, finished, failed. The docs say
	 * Scheduled, Progress, Finished, Failed, but their own samples say `finished`.
	 */
	statusWords: 'openapi' | 'docs' | 'docs_lower_case';
	/** How jobs end. Default `finished`; `stuck` and `suspended` jobs never end and block the next. */
	jobOutcome: 'finished' | 'failed' | 'deleted' | 'suspended' | 'stuck';
	/** ALREADY_SCHEDULED names the active job. Default true (OpenAPI); the docs page shows no details. */
	alreadyScheduledId: boolean;
	/**
	 * Seconds after its end for which a job still blocks the next one. Default 0; public code reports
	 * ALREADY_SCHEDULED with the id of a job that had ended.
	 */
	lingeringSeconds: number;
	/** Modules in criteria. Default `either`, as in the OpenAPI; the docs page wants API name and id. */
	modulesInCriteria: 'either' | 'both';
	/** What a job says of the modules in its criteria. Default `both`, as in the docs' sample. */
	modulesInEcho: 'both' | 'api_name' | 'id';
	/** An administrator's job list includes other users' jobs. Default true: jobs name their creator. */
	listShowsAllUsers: boolean;
	/** Code for a range over 180 days. Default NOT_ALLOWED (OpenAPI); the docs page says INVALID_DATA. */
	over180Days: 'NOT_ALLOWED' | 'INVALID_DATA';
	/** Default is the OpenAPI spelling; the docs page lacks an I. */
	ambiguityCode: 'AMBIGUITY_DURING_PROCESSING' | 'AMBIGUITY_DURNG_PROCESSING';
	/** What filters without `audited_time` cover. Default 180 days, the documented cap with filters. */
	filterWithoutTime: '180_days' | '3_years';
	/** Days until links expire. Default null: `expiry_date` is null in the docs' finished jobs. */
	expiryDays: number | null;
	/** Seconds between `finished` and the links. Default 0. */
	linksLateSeconds: number;
	/**
	 * Links of an export without rows. Default `null` (OpenAPI: until a file was produced); `text_file` is
	 * a file of `emptyText` alone, without a header.
	 */
	emptyLinks: 'null' | 'empty' | 'absent' | 'header_only_file' | 'text_file';
	emptyText: string;
	/** Another origin for links, for example https://download-accl.zoho.eu. Default null: origins.files. */
	linkOrigin: string | null;
	/** Another organization number in links. Default null: the zgid. */
	linkOrganization: string | null;

	/** The file host accepts `Bearer`. Default true: the accounts pages treat both prefixes alike. */
	bearerOnFiles: boolean;
	/**
	 * How it refuses `Bearer`. Default AUTHENTICATION_FAILURE, as without a token; `dead_token` as with a
	 * token that has expired, `x-error` with 403, `page` with a web page.
	 */
	bearerRefusal: 'AUTHENTICATION_FAILURE' | 'dead_token' | 'x-error' | 'page';
	/** The file host's errors. Default `crm`; `service` is `errors: [{ id, title }]`, as WorkDrive has them. */
	fileErrors: 'crm' | 'service';
	/** The file host's error for a missing scope. The default is from the download page. */
	filesScopeError: 'OAUTH_SCOPE_MISMATCH' | 'INVALID_OAUTHSCOPE' | 'x-error';
	/** Status of an expired link. Default 404: not documented by Zoho. */
	expiredLink: 403 | 404 | 410;
	/** The file host redirects to the same path of this origin. Default null: no redirect. */
	downloadRedirect: string | null;
	/** Ranges and ETags on the file host. Default false: not documented by Zoho. */
	acceptRanges: boolean;

	/** Id of the user that every token belongs to. Default null: the chief executive, an administrator. */
	tokenUser: string | null;
	/**
	 * What that user has set anew. Default nothing. A file is written as was set when its job was created.
	 */
	userSettings: Partial<Pick<User, 'date_format' | 'time_format' | 'time_zone' | 'locale'>>;
	/** Non-administrators: their own and their subordinates' rows (docs, the default), or 403 (OpenAPI). */
	nonAdministrator: 'fewer_rows' | 403;
	/** `…audit_logs.ALL` covers READ and CREATE. Default true, as in Zoho's other scope families. */
	allScope: boolean;
	/** Code of a dead access token. Default INVALID_TOKEN; accounts pages also say INVALID_OAUTHTOKEN. */
	deadTokenCode: 'INVALID_TOKEN' | 'INVALID_OAUTHTOKEN';
	/** Live access tokens per refresh token; one more revokes the oldest. Default 10; 15 and 30 are reported too. */
	liveAccessTokens: number;
	/** Token responses list the granted scopes. Default true; they are sometimes absent. */
	scopeInTokenAnswer: boolean;
	/** The organization is in read-only mode: creating is refused with INVALID_REQUEST. Default false. */
	readOnlyMode: boolean;

	/**
	 * GET settings/audit_log, which Zoho does not document: the status it is refused with, or the
	 * key of the array it returns (`other` means an unexpected key). Default 404.
	 */
	settingsAuditLog: 404 | 401 | 403 | 204 | 'audit_log' | 'audit_logs' | 'data' | 'other';
	/** It offers `info.next_page_token`, and refuses `page` past 2,000 rows. Default false. */
	pageTokens: boolean;
	/** How timelines are paged. Default `token`, as in the docs; `number` as most lists. */
	timelinePages: 'token' | 'number';

	/** What `id` in the recycle bin identifies. Default `record` (docs page); the OpenAPI says the bin's own record. */
	binIds: 'record' | 'own';
	/** Its times. Default in the `user`'s zone, as the docs' sample could be; `no_offset` is the same without one. */
	binTimes: 'user' | 'organization' | 'utc' | 'no_offset' | 'absent';
	/** Order of its list. Default `newest_first` (docs); the others ignore what was asked. */
	binOrder: 'newest_first' | 'oldest_first' | 'by_name' | 'by_deleter';
	/** Pages that it gives at most. Default null: Zoho names no end. */
	binPages: number | null;
	/** Records of a page at most. Default 200 (docs). */
	binPageSize: number;
	/** `more_records` of its pages. Default `exact` (docs). */
	binMore: 'exact' | 'always' | 'absent';
	/** A page without records. Default 204 (docs). */
	binEnd: 204 | 'empty_list';
	/** Whether records that a user may not see leave gaps in its pages. Default false. */
	binGaps: boolean;
	/** Whether records have their names, and the users who deleted them. Default true (docs). */
	binNames: boolean;
	binDeleters: boolean;
	/** What non-administrators see of it. Default `role`: what they and their subordinates deleted. */
	binVisibility: 'role' | 'all';
	/** Whether it names a user who has left. Default `named`, as the log does. */
	binLeavers: 'named' | 'null';
	/** Seconds from a deletion's entry in the log to its time in the bin. Default 0. */
	binLagSeconds: number;
	/** Days for which records are kept. Default 60 (help pages). */
	binDays: number;

	/**
	 * `module_name` of modules. Default `tabs`: Potentials for Deals, and Events as itself. `listed` is what
	 * one organization listed: Deals, Meetings for Events, SalesOrders, Dashboards for Analytics.
	 */
	moduleNames: 'tabs' | 'listed';
}

export const defaultSwitches: Readonly<Switches> = {
	csvColumns: 'bigin',
	csvTitles: 'english',
	csvWithout: [],
	csvTitleLine: null,
	csvTimeTitle: '{title}',
	csvFooter: [],
	csvLastLineEnd: true,
	csvTimeColumns: 'one',
	csvTimeFormat: 'user',
	csvTimeZone: 'user',
	csvModules: 'plural_label',
	csvActions: 'timeline',
	csvOrder: 'newest_first',
	csvEncoding: 'utf-8',
	csvDelimiter: ',',
	csvLineEnd: '\r\n',
	csvQuotes: 'needed',
	csvArchive: 'plain',
	csvBadRow: 'none',
	noContent: 204,
	unknownJob: 404,
	statusWords: 'openapi',
	jobOutcome: 'finished',
	alreadyScheduledId: true,
	lingeringSeconds: 0,
	modulesInCriteria: 'either',
	modulesInEcho: 'both',
	listShowsAllUsers: true,
	over180Days: 'NOT_ALLOWED',
	ambiguityCode: 'AMBIGUITY_DURING_PROCESSING',
	filterWithoutTime: '180_days',
	expiryDays: null,
	linksLateSeconds: 0,
	emptyLinks: 'null',
	emptyText: 'No records found',
	linkOrigin: null,
	linkOrganization: null,
	bearerOnFiles: true,
	bearerRefusal: 'AUTHENTICATION_FAILURE',
	fileErrors: 'crm',
	filesScopeError: 'OAUTH_SCOPE_MISMATCH',
	expiredLink: 404,
	downloadRedirect: null,
	acceptRanges: false,
	tokenUser: null,
	userSettings: {},
	nonAdministrator: 'fewer_rows',
	allScope: true,
	deadTokenCode: 'INVALID_TOKEN',
	liveAccessTokens: 10,
	scopeInTokenAnswer: true,
	readOnlyMode: false,
	settingsAuditLog: 404,
	pageTokens: false,
	timelinePages: 'token',
	binIds: 'record',
	binTimes: 'user',
	binOrder: 'newest_first',
	binPages: null,
	binPageSize: 200,
	binMore: 'exact',
	binEnd: 204,
	binGaps: false,
	binNames: true,
	binDeleters: true,
	binVisibility: 'role',
	binLeavers: 'named',
	binLagSeconds: 0,
	binDays: 60,
	moduleNames: 'tabs',
};

import { type Source, SOURCES } from '../../shared/auditLog/auditLog';
import type { DataCenter } from '../../shared/dataCenters';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import { TimeZone } from '../../shared/dialect/timeZone';
import { API_VERSIONS, type ApiVersion } from '../../shared/http/crmApi';
import { dataCenterIn } from './dataCenterConfig';
import { ConfigurationError, Environment, type Variables } from './environment';
import { type HttpConfig, httpConfigIn } from './httpConfig';
import { LOG_LEVELS, type LogLevel } from '../log';
import { TOOL_NAMES } from './toolNames';

export interface Credentials {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly refreshToken: string;
}

/** Everything that is set from outside, checked. */
export interface Config {
	/** Null when one of them is missing; then `missing` names the variables. */
	readonly credentials: Credentials | null;
	readonly missing: readonly string[];
	readonly dataCenter: DataCenter;
	readonly apiVersion: ApiVersion;
	readonly source: Source;
	/** IANA name of the zone for dates and output; null for the organization's. */
	readonly timeZone: string | null;
	/** Format of times in exported files, `dd.MM.yyyy HH:mm`; null for the exporting user's. */
	readonly dateFormat: string | null;
	/** The longest wait of one call. */
	readonly waitSeconds: number;
	/** How old an export may be to answer for a period that reaches up to now. */
	readonly freshSeconds: number;
	/** Characters of one result as JSON. */
	readonly maxResultChars: number;
	readonly logLevel: LogLevel;
	/** No export is ever created. */
	readonly readOnly: boolean;
	/** Whether questions may create the exports they need; create_export may in any case. */
	readonly autoExport: boolean;
	/** Bytes of downloaded files that are kept for further questions. */
	readonly cacheBytes: number;
	/** Whether old and new values are ever shown or searched. */
	readonly fieldValues: FieldValues;
	/** Folder for files as they were received; null keeps them in memory only. */
	readonly downloadDir: string | null;
	/** Names of the tools that are offered; null for all. */
	readonly tools: readonly string[] | null;
	readonly http: HttpConfig;
	/** The time at which an emulator's clock starts, in milliseconds; null for the real one. */
	readonly clockStart: number | null;
}

/** `on-request`: by `detail: full`, and for one record. */
const FIELD_VALUES = ['on-request', 'never'] as const;
export type FieldValues = (typeof FIELD_VALUES)[number];

/** What the command line says in place of the environment. */
export interface Flags {
	readonly readOnly?: boolean;
	readonly tools?: string | undefined;
	readonly port?: string | undefined;
	readonly host?: string | undefined;
	/** Whether Zoho is the built-in emulator. */
	readonly demo?: boolean;
}

const CREDENTIALS = ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'] as const;
const SETTINGS = [
	'ZOHO_AUDIT_READ_ONLY',
	'ZOHO_AUDIT_AUTO_EXPORT',
	'ZOHO_AUDIT_SOURCE',
	'ZOHO_AUDIT_TIME_ZONE',
	'ZOHO_AUDIT_DATE_FORMAT',
	'ZOHO_AUDIT_WAIT_SECONDS',
	'ZOHO_AUDIT_FRESH_SECONDS',
	'ZOHO_AUDIT_MAX_RESULT_CHARS',
	'ZOHO_AUDIT_CACHE_MB',
	'ZOHO_AUDIT_FIELD_VALUES',
	'ZOHO_AUDIT_DOWNLOAD_DIR',
	'ZOHO_AUDIT_TOOLS',
	'ZOHO_AUDIT_HTTP_TOKEN',
	'ZOHO_AUDIT_HTTP_TOKEN_FILE',
	'ZOHO_AUDIT_HTTP_HOST',
	'ZOHO_AUDIT_HTTP_PORT',
	'ZOHO_AUDIT_HTTP_ALLOWED_HOSTS',
	'ZOHO_AUDIT_LOG_LEVEL',
	'ZOHO_AUDIT_NOW',
];

/**
 * The configuration, read completely and once.
 * @throws ConfigurationError with everything that is wrong.
 */
export function readConfig(variables: Variables, flags: Flags): Config {
	const environment = new Environment(variables);
	refuseUnknown(variables, environment);
	const [clientId, clientSecret, refreshToken] = CREDENTIALS.map((name) =>
		environment.secret(name),
	);
	const config: Config = {
		credentials:
			clientId && clientSecret && refreshToken ? { clientId, clientSecret, refreshToken } : null,
		missing: CREDENTIALS.filter((_, index) => ![clientId, clientSecret, refreshToken][index]),
		dataCenter: dataCenterIn(environment),
		apiVersion: environment.choice('ZOHO_API_VERSION', API_VERSIONS, 'v8'),
		source: environment.choice('ZOHO_AUDIT_SOURCE', SOURCES, 'automatic'),
		timeZone: timeZoneIn(environment),
		dateFormat: dateFormatIn(environment),
		waitSeconds: environment.number('ZOHO_AUDIT_WAIT_SECONDS', 1, 50, 25),
		freshSeconds: environment.number('ZOHO_AUDIT_FRESH_SECONDS', 0, 86_400, 600),
		maxResultChars: environment.number('ZOHO_AUDIT_MAX_RESULT_CHARS', 4_000, 100_000, 24_000),
		logLevel: environment.choice('ZOHO_AUDIT_LOG_LEVEL', LOG_LEVELS, 'warn'),
		readOnly: environment.boolean('ZOHO_AUDIT_READ_ONLY', false) || flags.readOnly === true,
		autoExport: environment.boolean('ZOHO_AUDIT_AUTO_EXPORT', true),
		cacheBytes: environment.number('ZOHO_AUDIT_CACHE_MB', 0, 4_096, 256) * 1024 * 1024,
		fieldValues: environment.choice('ZOHO_AUDIT_FIELD_VALUES', FIELD_VALUES, 'on-request'),
		downloadDir: environment.folder('ZOHO_AUDIT_DOWNLOAD_DIR') ?? null,
		tools: toolsIn(environment, flags.tools),
		http: httpConfigIn(environment, flags),
		clockStart: clockStartIn(environment, flags.demo === true),
	};
	if (environment.problems.length > 0) throw new ConfigurationError(environment.problems);
	return config;
}

/** A misspelt setting that is passed over in silence may be the one that forbids something. */
function refuseUnknown(variables: Variables, { problems }: Environment): void {
	for (const name of Object.keys(variables)) {
		if (!name.startsWith('ZOHO_AUDIT_') || SETTINGS.includes(name)) continue;
		problems.push(`There is no setting ${name.slice(0, 60)}. There are: ${SETTINGS.join(', ')}.`);
	}
}

function timeZoneIn(environment: Environment): string | null {
	const name = environment.text('ZOHO_AUDIT_TIME_ZONE');
	if (name === undefined) return null;
	try {
		return new TimeZone(name).name;
	} catch {
		environment.refuse('ZOHO_AUDIT_TIME_ZONE', name, 'use an IANA name such as Europe/Berlin');
		return null;
	}
}

function dateFormatIn(environment: Environment): string | null {
	const format = environment.text('ZOHO_AUDIT_DATE_FORMAT');
	if (format === undefined) return null;
	if (/^(?=.*y)(?=.*M)(?=.*d)[yMd\W]+(H+|h+)\W?m+(\W?s+)?(\s?a)?$/.test(format)) return format;
	environment.refuse(
		'ZOHO_AUDIT_DATE_FORMAT',
		format,
		'give a date and a time such as dd.MM.yyyy HH:mm or MM/dd/yyyy hh:mm a',
	);
	return null;
}

function toolsIn(environment: Environment, flag: string | undefined): readonly string[] | null {
	const list = flag ?? environment.text('ZOHO_AUDIT_TOOLS');
	if (list === undefined) return null;
	const names = list
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	const unknown = names.filter((name) => !(TOOL_NAMES as readonly string[]).includes(name));
	if (names.length > 0 && unknown.length === 0) return names;
	environment.refuse('ZOHO_AUDIT_TOOLS', list, `give some of ${TOOL_NAMES.join(', ')}`);
	return null;
}

/** The real log has no other time than the real one. */
function clockStartIn(environment: Environment, isDemo: boolean): number | null {
	const text = environment.text('ZOHO_AUDIT_NOW');
	if (text === undefined) return null;
	const instant = instantOfIso(text);
	if (instant === null) {
		environment.refuse('ZOHO_AUDIT_NOW', text, 'give a time such as 2026-11-24T11:00:00Z');
	}
	if (isDemo || environment.text('ZOHO_EMULATOR_URL') !== undefined) return instant;
	environment.problems.push('ZOHO_AUDIT_NOW counts only with --demo or ZOHO_EMULATOR_URL.');
	return null;
}

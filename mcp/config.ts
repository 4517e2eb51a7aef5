import { type Source, SOURCES } from '../shared/auditLog/auditLog';
import {
	customDataCenter,
	type DataCenter,
	DATA_CENTERS,
	dataCenterById,
	emulatorDataCenter,
} from '../shared/dataCenters';
import { TimeZone } from '../shared/entries/timeZone';
import { InputError } from '../shared/errors';
import { API_VERSIONS, type ApiVersion } from '../shared/http/crmApi';
import { ConfigurationError, Environment, type Variables } from './environment';
import { LOG_LEVELS, type LogLevel } from './log';

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
}

const CREDENTIALS = ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'] as const;
const CUSTOM_URLS = ['ZOHO_ACCOUNTS_URL', 'ZOHO_API_URL', 'ZOHO_FILES_URL'] as const;
const SETTINGS = [
	'ZOHO_AUDIT_READ_ONLY',
	'ZOHO_AUDIT_SOURCE',
	'ZOHO_AUDIT_TIME_ZONE',
	'ZOHO_AUDIT_DATE_FORMAT',
	'ZOHO_AUDIT_WAIT_SECONDS',
	'ZOHO_AUDIT_FRESH_SECONDS',
	'ZOHO_AUDIT_MAX_RESULT_CHARS',
	'ZOHO_AUDIT_LOG_LEVEL',
];

/**
 * The configuration, read completely and once.
 * @throws ConfigurationError with everything that is wrong.
 */
export function readConfig(variables: Variables, flags: { readonly readOnly?: boolean }): Config {
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

function dataCenterIn(environment: Environment): DataCenter {
	const emulator = environment.text('ZOHO_EMULATOR_URL');
	const region = environment.text('ZOHO_REGION');
	const id = environment.text('ZOHO_DATA_CENTER') ?? region ?? 'us';
	const [accountsUrl, apiUrl, filesUrl] = CUSTOM_URLS.map((name) => environment.text(name));
	if (region !== undefined && region.toLowerCase() !== id.toLowerCase()) {
		environment.problems.push('ZOHO_DATA_CENTER and ZOHO_REGION differ: keep one of them.');
	}
	const isCustom = id.toLowerCase() === 'custom';
	if (!isCustom && (accountsUrl ?? apiUrl ?? filesUrl) !== undefined) {
		environment.problems.push(
			`${CUSTOM_URLS.join(', ')} count only with ZOHO_DATA_CENTER=custom: set it, or remove them.`,
		);
	}
	try {
		if (emulator !== undefined) return emulatorDataCenter(emulator);
		if (!isCustom) return dataCenterById(id);
		if (accountsUrl && apiUrl && filesUrl) {
			return customDataCenter({ accountsUrl, apiUrl, filesUrl });
		}
		environment.problems.push(`ZOHO_DATA_CENTER=custom needs all of ${CUSTOM_URLS.join(', ')}.`);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		environment.problems.push(`${variableOf(error.facts.parameter)}: ${error.message}`);
	}
	return DATA_CENTERS[0] as DataCenter;
}

function variableOf(parameter: string | undefined): string {
	const names: Readonly<Record<string, string>> = {
		accountsUrl: 'ZOHO_ACCOUNTS_URL',
		apiUrl: 'ZOHO_API_URL',
		filesUrl: 'ZOHO_FILES_URL',
		emulatorUrl: 'ZOHO_EMULATOR_URL',
	};
	return names[parameter ?? ''] ?? 'ZOHO_DATA_CENTER';
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

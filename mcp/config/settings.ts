import { z } from 'zod';
import { SOURCES } from '../../shared/auditLog/auditLog';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import { API_VERSIONS } from '../../shared/http/crmApi';
import { LOG_LEVELS } from '../log';
import {
	choice,
	credential,
	type Facts,
	parsed,
	registry,
	trueOrFalse,
	wholeNumber,
} from './setting';
import { ARCHIVE_SETTINGS } from './archiveSettings';
import { CONNECTION_SETTINGS } from './connectionSettings';
import { FILE_SETTINGS } from './fileSettings';
import { LIVE_CHECK_SETTINGS } from './liveCheckSettings';
import { PRIVACY_SETTINGS } from './privacySettings';
import { REPORT_SETTINGS } from './reportSettings';
import { list, timeZoneName, toolNames, writableFolder } from './texts';
import { TOOL_NAMES } from './toolNames';

/**
 * Every setting, declared once: the environment, the command line, the messages about them, and the
 * table in the README come from here; the manifests for hosts and registries are checked against it.
 */
export const SETTINGS = z.object({
	clientId: credential(1, {
		variable: 'ZOHO_CLIENT_ID',
		unset: 'required',
		about: "Client ID of a self client in Zoho's API console",
	}),
	clientSecret: credential(1, {
		variable: 'ZOHO_CLIENT_SECRET',
		isSecret: true,
		unset: 'required',
		about: 'Client secret of the same client',
	}),
	refreshToken: credential(1, {
		variable: 'ZOHO_REFRESH_TOKEN',
		isSecret: true,
		unset: 'required',
		about: 'Refresh token; the command login makes one',
	}),
	...CONNECTION_SETTINGS,
	apiVersion: choice(API_VERSIONS, {
		variable: 'ZOHO_API_VERSION',
		default: 'v8',
		about: "Version of Zoho's API",
	}),
	readOnly: trueOrFalse({
		variable: 'ZOHO_AUDIT_READ_ONLY',
		flag: 'read-only',
		commands: ['serve', 'doctor', 'login', 'report'],
		about: 'Never create an export job in Zoho',
	}),
	autoExport: trueOrFalse({
		variable: 'ZOHO_AUDIT_AUTO_EXPORT',
		default: 'true',
		about: 'Whether questions may create the exports they need; `create_export` is not affected',
	}),
	source: choice(SOURCES, {
		variable: 'ZOHO_AUDIT_SOURCE',
		default: 'automatic',
		about:
			'`endpoint`: `GET /settings/audit_log`, which Zoho does not document; `export`: export jobs; `automatic`: whichever can answer',
	}),
	timeZone: parsed('an IANA name such as Europe/Berlin', timeZoneName, {
		variable: 'ZOHO_AUDIT_TIME_ZONE',
		unset: "the organization's",
		about: 'Time zone of dates in questions and answers',
	}),
	...FILE_SETTINGS,
	waitSeconds: wholeNumber(1, 50, {
		variable: 'ZOHO_AUDIT_WAIT_SECONDS',
		default: '25',
		about: 'The longest wait of one call',
	}),
	freshSeconds: wholeNumber(0, 86_400, {
		variable: 'ZOHO_AUDIT_FRESH_SECONDS',
		default: '600',
		about:
			'How old an export may be to answer for a period up to now; with an older one at hand the answer comes at once, and a new one is made meanwhile; 0 waits for a new one each time',
	}),
	maxResultChars: wholeNumber(4_000, 100_000, {
		variable: 'ZOHO_AUDIT_MAX_RESULT_CHARS',
		default: '24000',
		about: 'The longest result, in characters of JSON',
	}),
	...ARCHIVE_SETTINGS,
	...PRIVACY_SETTINGS,
	downloadDir: parsed('an existing folder that can be written to', writableFolder, {
		variable: 'ZOHO_AUDIT_DOWNLOAD_DIR',
		about:
			'`save_audit_log` writes answers here, `download_export` files as received, each with its manifest, for the current user alone',
	}),
	tools: parsed(`some of ${TOOL_NAMES.join(', ')}`, toolNames, {
		variable: 'ZOHO_AUDIT_TOOLS',
		flag: 'tools',
		argument: 'A,B',
		unset: 'all',
		about: 'The tools to offer',
	}),
	withView: trueOrFalse({
		variable: 'ZOHO_AUDIT_VIEW',
		default: 'true',
		about: 'Whether hosts that show pages (MCP Apps) are offered the one that draws answers',
	}),
	isHttp: trueOrFalse({ flag: 'http', about: 'Over Streamable HTTP in place of stdio' }),
	httpToken: credential(32, {
		variable: 'ZOHO_AUDIT_HTTP_TOKEN',
		isSecret: true,
		about: 'The bearer token that callers of `--http` send, 32 characters or more',
	}),
	withoutToken: trueOrFalse({
		flag: 'http-no-token',
		about: 'Over HTTP without a token, on this machine alone, for trials',
	}),
	httpHost: parsed('an address', String, {
		variable: 'ZOHO_AUDIT_HTTP_HOST',
		flag: 'host',
		argument: 'A',
		default: '127.0.0.1',
		about: 'The address that `--http` listens on',
	}),
	httpPort: wholeNumber(0, 65_535, {
		variable: 'ZOHO_AUDIT_HTTP_PORT',
		flag: 'port',
		argument: 'N',
		default: '3901',
		about: 'The port that `--http` listens on',
	}),
	allowedHosts: parsed('names, separated by commas', (text) => list(text.toLowerCase()), {
		variable: 'ZOHO_AUDIT_HTTP_ALLOWED_HOSTS',
		default: '',
		about: 'Hosts by which callers reach the server, besides loopback',
	}),
	logLevel: choice(LOG_LEVELS, {
		variable: 'ZOHO_AUDIT_LOG_LEVEL',
		default: 'warn',
		about: 'How much is logged: JSON lines on stderr, without secrets',
	}),
	clockStart: parsed('a time such as 2026-11-24T11:00:00Z', instantOfIso, {
		variable: 'ZOHO_AUDIT_NOW',
		about: 'Start of the clock, with `--demo` or an emulator only',
	}),
	isDemo: trueOrFalse({
		flag: 'demo',
		commands: ['serve', 'doctor', 'report', 'live-check'],
		about: 'A made-up organization in the process: no account, no network',
	}),
	json: trueOrFalse({
		flag: 'json',
		commands: ['doctor', 'live-check'],
		about: 'One JSON object per check',
	}),
	...REPORT_SETTINGS,
	...LIVE_CHECK_SETTINGS,
	byRedirect: trueOrFalse({
		flag: 'redirect',
		commands: ['login'],
		about: "Consent in a browser, in place of a self client's code",
	}),
	redirectPort: wholeNumber(0, 65_535, {
		flag: 'port',
		argument: 'N',
		commands: ['login'],
		default: '3902',
		about: 'The port that the browser comes back to',
	}),
	recycleBin: trueOrFalse({
		flag: 'recycle-bin',
		commands: ['login'],
		about: 'Ask for the optional scope of `list_deleted_records` as well',
	}),
	save: parsed('a path', String, {
		flag: 'save',
		argument: 'FILE',
		commands: ['login'],
		about: 'Write the refresh token into a new file, in place of stdout',
	}),
});

export type Settings = z.output<typeof SETTINGS>;

/** In the order in which they are shown. */
export const KEYS = Object.keys(SETTINGS.shape) as (keyof Settings)[];

export function factsOf(key: keyof Settings): Facts {
	const facts = registry.get(SETTINGS.shape[key]);
	if (!facts) throw new Error(`${key} is not declared as a setting`);
	return facts;
}

export function variableOf(key: keyof Settings): string {
	return factsOf(key).variable ?? '';
}

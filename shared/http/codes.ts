import {
	type AuditLogError,
	CredentialError,
	type ErrorFacts,
	ExportGoneError,
	InputError,
	UnavailableError,
	UnexpectedAnswerError,
} from '../errors';
import { asText } from './json';
import { detailOf, isDeadTokenCode, isFileServiceId, type Refusal } from './refusal';

/** What a request was for, so that a refusal is reported in its terms. */
export interface Operation {
	/** As in "Zoho does not … {what}". */
	readonly what: string;
	readonly scope: string;
	readonly purpose: 'api' | 'file' | 'record' | 'bin';
}

type Verdict = readonly [new (message: string, facts: ErrorFacts) => AuditLogError, string];

const RECONNECT =
	'Zoho does not accept the token, even after a renewal. Connect again, and check that the data ' +
	'center of the connection is the one of the Zoho account';

/**
 * Zoho's codes: who has to act, and one sentence.
 * https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html, `/get-export-audit-log.html`,
 * `/download-export-audit-log-result.html`, `/status-codes.html`
 */
const CODES: Readonly<Record<string, Verdict>> = {
	INVALID_TOKEN: [CredentialError, RECONNECT],
	INVALID_OAUTHTOKEN: [CredentialError, RECONNECT],
	INVALID_HOST: [
		CredentialError,
		'Zoho does not serve this account at this address. Check the data center of the connection',
	],
	NO_PERMISSION: [
		CredentialError,
		"Zoho does not let this user do this. The audit log needs a profile with administrator rights or the CEO's role, and an edition that has the audit log",
	],
	FORBIDDEN: [CredentialError, 'Zoho does not let this user do this'],
	INVALID_DATA: [InputError, 'Zoho does not accept one of the filter values'],
	NOT_ALLOWED: [
		InputError,
		'Zoho does not export more than 180 days at once. Choose a shorter range',
	],
	NOT_SUPPORTED: [
		InputError,
		'Zoho cannot filter an export by this. It knows time, user, module and the actions added, updated and deleted',
	],
	LIMIT_EXCEEDED: [InputError, 'Zoho takes fewer filter values than were given'],
	LIMIT_REACHED: [InputError, 'Zoho takes fewer filter values than were given'],
	MANDATORY_NOT_FOUND: [InputError, 'A filter value that Zoho needs is missing'],
	EXPECTED_FIELD_MISSING: [InputError, 'A filter without a field reached Zoho'],
	DEPENDENT_FIELD_MISSING: [InputError, 'A filter value that Zoho needs is missing'],
	DEPENDENT_MISMATCH: [InputError, 'A filter value does not fit its comparator'],
	AMBIGUITY_DURING_PROCESSING: [InputError, 'Zoho knows no such module, or two that fit'],
	// Spelt so on Zoho's page for this call.
	AMBIGUITY_DURNG_PROCESSING: [InputError, 'Zoho knows no such module, or two that fit'],
	INVALID_MODULE: [InputError, 'Zoho knows no such module'],
	INVALID_REQUEST: [
		UnavailableError,
		'The organization is in read-only mode at Zoho, so no export can be created for now',
	],
	ALREADY_SCHEDULED: [
		UnavailableError,
		'Another export is running. Zoho runs one at a time for the whole organization',
	],
	INTERNAL_ERROR: [UnavailableError, 'Zoho had an internal problem'],
	INTERNAL_SERVER_ERROR: [UnavailableError, 'Zoho had an internal problem'],
};

/**
 * Ids in the list of errors with which Zoho's file services refuse, and what to do. F7003 (a dead token)
 * and R008 (a missing scope) are documented for WorkDrive; the others are listed without a meaning, so
 * these are guesses. https://www.zoho.com/workdrive/developer/docs/api/v1/download-file.html
 */
const FILE_SERVICE_IDS: Readonly<Record<string, Verdict>> = {
	F7003: [CredentialError, RECONNECT],
	F7004: [
		CredentialError,
		'Most likely the token belongs to another account or organization than the file. Check the data center of the connection, and connect again as the user who made the export',
	],
	A001: [
		CredentialError,
		'Most likely the user of this connection may not read this file. Connect as the user who made the export',
	],
	F900: [
		UnavailableError,
		'Most likely the file service has a problem of its own. Try again later',
	],
	F918: [
		UnavailableError,
		'Most likely the file is locked, or not ready yet. Try again in some minutes',
	],
	V001: [
		UnexpectedAnswerError,
		'Most likely it does not understand the address of the file. Create the export again',
	],
};

/**
 * The same of one record's timeline.
 * https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */
const RECORD_CODES: Readonly<Record<string, Verdict>> = {
	INVALID_DATA: [
		InputError,
		'Zoho knows no such record in this module, or does not show it to this user',
	],
	NOT_SUPPORTED: [InputError, 'Zoho keeps no timeline for records of this module'],
	PATTERN_NOT_MATCHED: [InputError, 'Zoho does not take this for the id of a record'],
	NO_PERMISSION: [CredentialError, 'Zoho does not let this user see this record'],
	FORBIDDEN: [CredentialError, 'Zoho does not let this user see this record'],
};

/** The same of the recycle bin. https://www.zoho.com/crm/developer/docs/api/v8/restore-recycle-bin-records.html */
const NO_BIN: Verdict = [CredentialError, 'Zoho does not let this user read the recycle bin'];
const NO_BIN_CODES = ['AUTHORIZATION_FAILED', 'NO_PERMISSION'];

const SCOPE_CODES = new Set(['OAUTH_SCOPE_MISMATCH', 'INVALID_OAUTHSCOPE', 'R008']);

/** Whether another scope would change the answer; no other token and no other header would. */
export function isScopeCode(code: string | null): boolean {
	return code !== null && SCOPE_CODES.has(code);
}

/** The error a refusal becomes: code first, HTTP status second, Zoho's text never. */
export function errorFor(refusal: Refusal, operation: Operation): AuditLogError {
	const facts: ErrorFacts = {
		status: refusal.status,
		code: refusal.code ?? undefined,
		isTokenDead: isDeadTokenCode(refusal.code) || undefined,
		isOfOneRecord: operation.purpose === 'record' || undefined,
		retryAfterSeconds: refusal.retryAfterSeconds,
		exportId: refusal.code === 'ALREADY_SCHEDULED' ? idIn(refusal.details['id']) : undefined,
	};
	const code = refusal.code ?? '';
	if (isScopeCode(code)) {
		return new CredentialError(
			`The connection lacks the scope ${operation.scope}, which ${operation.what} needs. It has to be connected again with this scope.`,
			{ ...facts, missingScope: operation.scope },
		);
	}
	if (code === 'AUTHENTICATION_FAILURE') {
		return new CredentialError(
			operation.purpose === 'file'
				? `Zoho's file host did not accept the Authorization header. Check that the connection has the scope ${operation.scope}; if it has, please report this.`
				: 'Zoho saw no token in the request. Connect again.',
			facts,
		);
	}
	if (refusal.status === 429 || code === 'TOO_MANY_REQUESTS') return tooMany(refusal, facts);
	if (isFileServiceId(code)) return fileServiceError(code, refusal, facts);
	const known = knownCode(code, operation);
	if (known) return new known[0](`${known[1]}${detailOf(refusal)}.`, facts);
	return byStatus(refusal, operation, facts);
}

function fileServiceError(code: string, { status }: Refusal, facts: ErrorFacts): AuditLogError {
	const known = Object.hasOwn(FILE_SERVICE_IDS, code) ? FILE_SERVICE_IDS[code] : undefined;
	const [kind, meaning] = known ?? [
		status === 401 || status === 403 ? CredentialError : UnexpectedAnswerError,
		'What that means is not known here. Check the connection and its scopes, then create the export again',
	];
	const failed = status >= 500 ? UnavailableError : kind;
	return new failed(
		`Zoho's file service refused with ${code} (HTTP ${status}). ${meaning}.`,
		facts,
	);
}

/** It will be a part of an address: digits, as Zoho's ids are. */
function idIn(value: unknown): string | undefined {
	const id = asText(value);
	return id !== null && /^\d{1,30}$/.test(id) ? id : undefined;
}

function knownCode(code: string, { purpose }: Operation): Verdict | undefined {
	if (purpose === 'record' && Object.hasOwn(RECORD_CODES, code)) return RECORD_CODES[code];
	if (purpose === 'bin' && NO_BIN_CODES.includes(code)) return NO_BIN;
	// The file host says it of links and of scopes alike.
	if (purpose === 'file' && code === 'FORBIDDEN') return undefined;
	return Object.hasOwn(CODES, code) ? CODES[code] : undefined;
}

function tooMany(refusal: Refusal, facts: ErrorFacts): AuditLogError {
	if (refusal.limit === 'day') {
		return new UnavailableError(
			'The API credits of the organization are used up for the last 24 hours. Try again later, or buy more credits in Zoho.',
			facts,
		);
	}
	const wait = refusal.retryAfterSeconds;
	return new UnavailableError(
		`${BUSY[refusal.limit ?? 'unknown']} Try again ${wait === undefined ? 'in a minute' : `in ${wait} seconds`}.`,
		facts,
	);
}

const BUSY = {
	concurrency: 'Zoho is answering as many requests of this organization at once as it may.',
	'sub-concurrency':
		'Zoho is answering as many heavy requests of this organization at once as it may.',
	unknown: 'Zoho has had too many requests of this organization.',
} as const;

/** The file server speaks in statuses; what it says of an expired link is not documented. */
function byStatus(refusal: Refusal, operation: Operation, facts: ErrorFacts): AuditLogError {
	const { status } = refusal;
	if (operation.purpose === 'file' && [401, 403, 404, 410].includes(status)) {
		const doubt =
			status === 403
				? `, or the connection lacks the scope ${operation.scope}. Check the scope, then create the export again.`
				: '. Create the export again.';
		return new ExportGoneError(
			`The download link of this export is no longer usable${doubt}`,
			facts,
		);
	}
	if (status >= 500)
		return new UnavailableError('Zoho could not answer for now. Try again later.', facts);
	if (status === 404) {
		return new UnexpectedAnswerError(
			`Zoho does not offer ${operation.what} at this address to this connection.`,
			facts,
		);
	}
	return new UnexpectedAnswerError(
		`Zoho refused ${operation.what} in a way that is not known here (HTTP ${status}${refusal.code ? `, ${refusal.code}` : ''}).`,
		facts,
	);
}

import { AuditLogError, UnavailableError } from '../errors';

/** Codes of Node's network stack and of TLS, in a person's words. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
	[/^(ENOTFOUND|EAI_AGAIN)$/, 'its name could not be resolved'],
	[/^(ECONNREFUSED)$/, 'the connection was refused'],
	[/^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ECONNABORTED)$/, 'the connection broke off'],
	[/^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'it did not answer in time'],
	[/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/, 'its certificate was not accepted'],
	[/^Z_/, 'the answer was cut off or could not be decompressed'],
];

/**
 * What a transport throws when no whole answer came. A library's own error holds the request and with
 * it the token, so only its code is looked at, never its message.
 */
export function noAnswer(error: unknown): AuditLogError {
	if (error instanceof AuditLogError) return error;
	const code = codeOf(error);
	const cause = CAUSES.find(([pattern]) => pattern.test(code))?.[1];
	const why = cause ?? 'no whole answer came';
	return new UnavailableError(
		`Zoho could not be reached: ${why}${code === '' ? '' : ` (${code})`}. Try again later.`,
	);
}

function codeOf(error: unknown): string {
	for (let at = error, depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
		const { code, cause } = at as { code?: unknown; cause?: unknown };
		if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,50}$/.test(code)) return code;
		at = cause;
	}
	return '';
}

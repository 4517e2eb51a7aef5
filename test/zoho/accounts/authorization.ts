import { refusal } from '../answers';
import type { ZohoAnswer } from '../answers';
import type { Switches } from '../switches';
import { covers } from './scopes';
import type { Tokens } from './tokens';

export type Prefix = 'Bearer' | 'Zoho-oauthtoken';

/**
 * Reads only the header: a token in the query string is not accepted. CRM pages document
 * `Zoho-oauthtoken`, https://www.zoho.com/accounts/protocol/oauth/use-access-token.html `Bearer` too.
 */
export function authorizationOf(
	header: string | undefined,
): { prefix: Prefix; token: string } | null {
	const match = /^(Bearer|Zoho-oauthtoken) (\S+)$/.exec(header ?? '');
	const [, prefix, token] = match ?? [];
	return prefix && token ? { prefix: prefix as Prefix, token } : null;
}

/** Zoho's refusal, or null when the call may proceed. */
export function refuseToken(
	header: string | undefined,
	needed: readonly string[],
	tokens: Tokens,
	switches: Switches,
): ZohoAnswer | null {
	const authorization = authorizationOf(header);
	if (!authorization) return refusal(401, 'AUTHENTICATION_FAILURE', 'Authentication failed');
	const scopes = tokens.scopesOf(authorization.token);
	if (!scopes) return refusal(401, switches.deadTokenCode, 'invalid oauth token');
	if (!needed.every((scope) => covers(scopes, scope, switches))) return scopeMismatch();
	return null;
}

export const scopeMismatch = () =>
	refusal(401, 'OAUTH_SCOPE_MISMATCH', 'invalid oauth scope to access this URL');

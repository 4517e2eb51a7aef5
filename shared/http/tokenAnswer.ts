import {
	type AuditLogError,
	CredentialError,
	UnavailableError,
	UnexpectedAnswerError,
} from '../errors';
import { asObject, asText, type JsonObject, parseJson } from './json';
import type { ZohoResponse } from './transport';

export interface TokenAnswer {
	readonly accessToken: string;
	readonly expiresInSeconds: number;
	/** Granted scopes where Zoho names them; it separates them by spaces here and by commas elsewhere. */
	readonly scopes: readonly string[] | null;
	/** The API's origin for this account; null when the answer does not name it. */
	readonly apiDomain: string | null;
	/** Only in exchange for a grant code. */
	readonly refreshToken: string | null;
}

/** Zoho blocks renewals for the rest of ten minutes after the tenth token. */
const THROTTLED_SECONDS = 600;

const PERMANENT: Readonly<Record<string, string>> = {
	invalid_code:
		'Zoho does not know the refresh token or the code: it was revoked, used, or belongs to another data center. Connect again.',
	invalid_client:
		'Zoho does not know the client id, or the client belongs to another data center. Check client id, client secret and data center.',
	invalid_client_secret:
		'The client secret is not the one of this client in this data center. Check client secret and data center.',
	invalid_redirect_uri:
		"The redirect URL is not one that the client lists in Zoho's API console. Add it there exactly as it is shown here, and connect again.",
	access_denied: 'Zoho was not given the consent. Connect again, and accept what Zoho asks for.',
};

/**
 * Reads the answer of `POST {accounts}/oauth/v2/token`. Refusals come with HTTP 200, so the `error`
 * key decides and not the status; a throttled renewal is recognised by `status: "failure"`, because
 * its text is translated. https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 * @throws CredentialError for a permanent refusal, UnavailableError for one of ten minutes.
 */
export function readTokenAnswer(response: ZohoResponse): TokenAnswer {
	const json = asObject(tryJson(response.body));
	const token = asText(json?.['access_token']);
	if (json && token && !asText(json['error'])) {
		return {
			accessToken: token,
			expiresInSeconds: lifetimeOf(json['expires_in'], json['expires_in_sec']),
			scopes: asText(json['scope'])?.split(/[\s,]+/) ?? null,
			apiDomain: asText(json['api_domain']),
			refreshToken: asText(json['refresh_token']),
		};
	}
	const { status } = response;
	const isLater = status >= 500 || status === 429;
	const refusal = json && tokenRefusal(json, status, isLater);
	if (refusal) throw refusal;
	if (isLater) {
		throw new UnavailableError(
			"Zoho's accounts server could not answer for now. Try again later.",
			{ status },
		);
	}
	throw new UnexpectedAnswerError("Zoho's accounts server did not answer with a token.", {
		status,
	});
}

/**
 * What a refusal of the accounts server means, for a host that asks for tokens by itself and gives no
 * more than what the server said. Undefined for what is none; unknown codes are none when
 * `knownOnly`.
 */
export function tokenRefusal(
	answer: JsonObject,
	status: number | undefined,
	knownOnly = false,
): AuditLogError | undefined {
	if (answer['status'] === 'failure') {
		return new UnavailableError(
			'Zoho has given this connection its ten tokens for the last ten minutes. Wait ten minutes; nothing is revoked.',
			{ status, retryAfterSeconds: THROTTLED_SECONDS },
		);
	}
	const error = asText(answer['error']);
	if (error === null) return undefined;
	const known = Object.hasOwn(PERMANENT, error) ? PERMANENT[error] : undefined;
	if (known !== undefined) return new CredentialError(known, { status, code: error });
	if (knownOnly) return undefined;
	return new CredentialError(
		'Zoho did not issue a token. Check client id, client secret, refresh token and data center.',
		{ status, code: error.slice(0, 60).replace(/[^\w-]/g, '') },
	);
}

/** Where `expires_in_sec` exists, `expires_in` is in milliseconds (older data centers). */
function lifetimeOf(expiresIn: unknown, expiresInSec: unknown): number {
	const seconds = Number(expiresInSec ?? expiresIn);
	return Number.isFinite(seconds) && seconds > 0 ? seconds : 3600;
}

function tryJson(body: Uint8Array): unknown {
	try {
		return parseJson(body);
	} catch {
		return undefined;
	}
}

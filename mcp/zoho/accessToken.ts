import type { DataCenter } from '../../shared/dataCenters';
import { MINUTE } from '../../shared/durations';
import { type AuditLogError, CredentialError, UnavailableError } from '../../shared/errors';
import { connectedApi } from '../../shared/http/connection';
import type { TokenAnswer } from '../../shared/http/tokenAnswer';
import { untilAborted } from '../../shared/http/untilAborted';
import type { Credentials } from '../config/config';
import type { Log } from '../log';
import type { Exchange } from './exchange';
import { requestToken } from './tokenRequest';

/** Renewed so early that no request is sent with an expired token. */
const EARLY_MS = MINUTE;

/** Our own limit, below the ten tokens in ten minutes after which Zoho's accounts server blocks. */
const MAX_RENEWALS = 8;
const RENEWALS_PER_MS = 10 * MINUTE;

interface Token {
	readonly value: string;
	/** Milliseconds of this machine's clock. */
	readonly expires: number;
	readonly apiOrigin: string;
}

/** The access token, renewed once for all waiting callers. */
export class AccessToken {
	private token: Token | null = null;
	private renewal: Promise<Token> | null = null;
	private renewals: number[] = [];
	private blockedUntil = -Infinity;
	private refusal: AuditLogError | null = null;

	constructor(
		private readonly credentials: Credentials,
		private readonly dataCenter: DataCenter,
		private readonly host: {
			readonly exchange: Exchange;
			/** Milliseconds; this machine's clock. */
			readonly now: () => number;
			readonly log: Log;
		},
	) {}

	/** A valid token. @throws CredentialError, UnavailableError, UnexpectedAnswerError, the signal's reason. */
	async get(signal?: AbortSignal): Promise<string> {
		return (await this.current(signal)).value;
	}

	/** Where the API answers for this account: one of the data center's origins. */
	async apiOrigin(signal?: AbortSignal): Promise<string> {
		return (await this.current(signal)).apiOrigin;
	}

	/** A token to replace a refused one. Later callers get the token that the first one got. */
	async insteadOf(refused: string, signal?: AbortSignal): Promise<string> {
		if (this.token?.value === refused) this.token = null;
		return await this.get(signal);
	}

	private async current(signal?: AbortSignal): Promise<Token> {
		const { token } = this;
		const now = this.host.now();
		if (token && now < token.expires - EARLY_MS) return token;
		const renewal = (this.renewal ??= this.renewed().finally(() => (this.renewal = null)));
		// It continues when every waiting caller has cancelled.
		renewal.catch(() => undefined);
		try {
			return await untilAborted(renewal, signal);
		} catch (error) {
			const isGood = token !== null && this.token === token && this.host.now() < token.expires;
			if (isGood && error instanceof UnavailableError) return token;
			throw error;
		}
	}

	private async renewed(): Promise<Token> {
		this.refuseTooMany();
		this.renewals.push(this.host.now());
		const { clientId, clientSecret, refreshToken } = this.credentials;
		try {
			const answer = await requestToken(this.dataCenter, this.host.exchange, {
				grant_type: 'refresh_token',
				client_id: clientId,
				client_secret: clientSecret,
				refresh_token: refreshToken,
			});
			this.token = this.tokenIn(answer);
			this.refusal = null;
			return this.token;
		} catch (error) {
			if (error instanceof CredentialError) this.refusal = error;
			if (error instanceof UnavailableError) {
				this.blockedUntil = this.host.now() + (error.facts.retryAfterSeconds ?? 0) * 1000;
			}
			throw error;
		}
	}

	private tokenIn(answer: TokenAnswer): Token {
		this.host.log.hide(answer.accessToken);
		return {
			value: answer.accessToken,
			expires: this.host.now() + answer.expiresInSeconds * 1000,
			apiOrigin: connectedApi(this.dataCenter, answer),
		};
	}

	private refuseTooMany(): void {
		const now = this.host.now();
		this.renewals = this.renewals.filter((time) => time > now - RENEWALS_PER_MS);
		const oldest = this.renewals[0] ?? now;
		const isFull = this.renewals.length >= MAX_RENEWALS;
		if (isFull && this.refusal) throw this.refusal;
		const until = Math.max(this.blockedUntil, isFull ? oldest + RENEWALS_PER_MS : -Infinity);
		if (until <= now) return;
		const seconds = Math.ceil((until - now) / 1000);
		throw new UnavailableError(
			`No new token for ${seconds} seconds: too many were requested in the last ten minutes. Nothing is revoked.`,
			{ retryAfterSeconds: seconds },
		);
	}
}

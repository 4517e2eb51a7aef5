import type { Environment } from './environment';

/** How the server listens when it is asked to. */
export interface HttpConfig {
	/** What callers must present; null when none is set. */
	readonly token: string | null;
	readonly host: string;
	readonly port: number;
	/** Names in the Host header that are answered, besides those of this machine's loopback. */
	readonly allowedHosts: readonly string[];
}

/** A token that can be guessed protects nothing. */
const SHORTEST_TOKEN = 32;

export function httpConfigIn(
	environment: Environment,
	flags: { readonly port?: string | undefined; readonly host?: string | undefined },
): HttpConfig {
	const token = environment.secret('ZOHO_AUDIT_HTTP_TOKEN') ?? null;
	if (token !== null && token.length < SHORTEST_TOKEN) {
		environment.problems.push(
			`ZOHO_AUDIT_HTTP_TOKEN has ${token.length} characters: use at least ${SHORTEST_TOKEN}, such as the output of: openssl rand -hex 32.`,
		);
	}
	const port = environment.with('ZOHO_AUDIT_HTTP_PORT', flags.port);
	const host = environment.with('ZOHO_AUDIT_HTTP_HOST', flags.host);
	const allowed = environment.text('ZOHO_AUDIT_HTTP_ALLOWED_HOSTS') ?? '';
	return {
		token,
		host: host.text('ZOHO_AUDIT_HTTP_HOST') ?? '127.0.0.1',
		port: port.number('ZOHO_AUDIT_HTTP_PORT', 0, 65_535, 3_901),
		allowedHosts: allowed
			.split(',')
			.map((name) => name.trim().toLowerCase())
			.filter((name) => name !== ''),
	};
}

/** Whether an address can be reached from this machine alone. */
function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * What is missing before the server may listen: one sentence each.
 * @param withoutToken whether somebody has said that no token is wanted.
 */
export function httpProblems(
	{ token, host, allowedHosts }: HttpConfig,
	withoutToken: boolean,
): string[] {
	const problems: string[] = [];
	if (withoutToken && !isLoopback(host)) {
		problems.push(
			`--http-no-token is for this machine alone, and the server would listen on ${host}.`,
		);
	} else if (!withoutToken && token === null) {
		problems.push(
			'--http needs ZOHO_AUDIT_HTTP_TOKEN (or ZOHO_AUDIT_HTTP_TOKEN_FILE), which callers send as a bearer token. Make one with: openssl rand -hex 32.',
		);
	}
	if (!isLoopback(host) && allowedHosts.length === 0) {
		problems.push(
			`To listen on ${host}, name in ZOHO_AUDIT_HTTP_ALLOWED_HOSTS the hosts by which callers may reach the server.`,
		);
	}
	return problems;
}

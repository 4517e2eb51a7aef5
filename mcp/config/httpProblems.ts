import { isLoopback } from '../../shared/dataCenters';
import type { Settings } from './settings';

type HttpSettings = Pick<Settings, 'httpToken' | 'httpHost' | 'allowedHosts' | 'withoutToken'>;

/** Whether an address to listen on is reached from this machine alone. */
export function isThisMachine(address: string): boolean {
	return isLoopback(address === '::1' ? '[::1]' : address);
}

/** What is missing before the server may listen: one sentence each. */
export function httpProblems(settings: HttpSettings): string[] {
	const { httpToken, httpHost, allowedHosts, withoutToken } = settings;
	const isLocal = isThisMachine(httpHost);
	const problems: string[] = [];
	if (withoutToken && !isLocal) {
		problems.push(`--http-no-token is for this machine alone, but the address is ${httpHost}.`);
	} else if (!withoutToken && httpToken === null) {
		problems.push(
			'--http needs ZOHO_AUDIT_HTTP_TOKEN (or ZOHO_AUDIT_HTTP_TOKEN_FILE), which callers send as a bearer token. Make one with: openssl rand -hex 32.',
		);
	}
	if (!isLocal && allowedHosts.length === 0) {
		problems.push(
			`To listen on ${httpHost}, list in ZOHO_AUDIT_HTTP_ALLOWED_HOSTS the names by which callers reach the server.`,
		);
	}
	return problems;
}

import { DATA_CENTERS, type DataCenter, isLoopback } from '../dataCenters';
import { CredentialError } from '../errors';
import { asText } from './json';

/**
 * The API origin that belongs to a token: the `api_domain` Zoho named with it, when that is one of the
 * data center's own (production, sandbox, developer edition), else the production environment.
 * @throws CredentialError when Zoho named another data center, before a token leaves for it.
 */
export function connectedApi(
	dataCenter: DataCenter,
	connection: { readonly apiDomain?: unknown; readonly accountsServer?: unknown },
): string {
	const [production] = dataCenter.api;
	// Entered by hand, and used as they are; a host that keeps a token when they change asks `checkIssuer`.
	if (dataCenter.id === 'custom') return production;
	const accounts = originIn(connection.accountsServer);
	if (accounts !== null && accounts !== dataCenter.accounts) throw elsewhere(dataCenter, accounts);
	const api = originIn(connection.apiDomain);
	if (api === null || dataCenter.api.includes(api)) return api ?? production;
	throw elsewhere(dataCenter, api);
}

/**
 * Checks that addresses entered by hand belong to the servers that issued the token, because they may
 * have been changed since: an address belongs to a server of the same domain (`download.zoho.eu` to
 * `accounts.zoho.eu`), to its data center, and on this machine any to any.
 * @throws CredentialError when one does not, or when nothing is known of who issued the token.
 */
export function checkIssuer(
	dataCenter: DataCenter,
	connection: { readonly apiDomain?: unknown; readonly accountsServer?: unknown },
): void {
	const named = [originIn(connection.accountsServer), originIn(connection.apiDomain)];
	const issuers = named.filter((origin) => origin !== null);
	const data = DATA_CENTERS.filter(({ accounts, api }) =>
		issuers.some((origin) => accounts === origin || api.includes(origin)),
	);
	const own = [...issuers, ...data.flatMap(({ accounts, api }) => [accounts, api[0]])];
	const strange = [dataCenter.accounts, ...dataCenter.api, ...dataCenter.files].find(
		(origin) => !own.some((issuer) => isOfOneDomain(new URL(origin), new URL(issuer))),
	);
	if (strange === undefined) return;
	const issued = issuers[0] === undefined ? 'an unknown server' : issuers[0].slice(0, 80);
	throw new CredentialError(
		`The token was issued by ${issued}, and nothing was sent to ${strange}, which is not known to belong to it. If the address is right, connect again, so that the token comes from there; otherwise correct it.`,
	);
}

function isOfOneDomain(url: URL, issuer: URL): boolean {
	if (isLoopback(url.hostname) && isLoopback(issuer.hostname)) return true;
	if (url.protocol !== 'https:') return false;
	const [, ...domain] = issuer.hostname.split('.');
	const isDomain = domain.length > 1 && /[a-z]$/.test(issuer.hostname);
	return (
		url.hostname === issuer.hostname || (isDomain && url.hostname.endsWith(`.${domain.join('.')}`))
	);
}

function originIn(value: unknown): string | null {
	const text = asText(value);
	return text !== null && URL.canParse(text) ? new URL(text).origin : null;
}

function elsewhere(dataCenter: DataCenter, origin: string): CredentialError {
	const named = DATA_CENTERS.find(
		({ accounts, api }) => accounts === origin || api.includes(origin),
	);
	const location = named ? `in "${named.name}", at ${origin}` : `at ${origin.slice(0, 80)}`;
	return new CredentialError(
		`The connection is set to the data center "${dataCenter.name}", but Zoho says that this account is ${location}. Choose that data center and connect again.`,
	);
}

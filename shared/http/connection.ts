import { DATA_CENTERS, type DataCenter } from '../dataCenters';
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
	// Custom addresses were entered by hand, and are used as they are.
	if (dataCenter.id === 'custom') return production;
	const accounts = originIn(connection.accountsServer);
	if (accounts !== null && accounts !== dataCenter.accounts) throw elsewhere(dataCenter, accounts);
	const api = originIn(connection.apiDomain);
	if (api === null || dataCenter.api.includes(api)) return api ?? production;
	throw elsewhere(dataCenter, api);
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

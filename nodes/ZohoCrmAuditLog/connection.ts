import type { IDataObject } from 'n8n-workflow';

import type { DataCenter } from '../../shared/dataCenters';
import { CredentialError, UnavailableError } from '../../shared/errors';
import { checkIssuer, connectedApi } from '../../shared/http/connection';
import { tokenRefusal } from '../../shared/http/tokenAnswer';

/**
 * Where the credential is connected, from what n8n keeps of the token's answer and of the callback.
 * After a refused connection n8n keeps Zoho's refusal as the token data and shows "connected"; a request
 * would fail inside n8n, before it is sent, and look like an outage.
 * @throws CredentialError when there is no token, or it belongs to another place than the credential's.
 */
export function connectedTo(
	dataCenter: DataCenter,
	credential: IDataObject,
): { readonly apiOrigin: string; readonly grantedScopes: unknown } {
	const token = tokenDataOf(credential);
	const callback = token['callbackQueryString'] as IDataObject | undefined;
	const places = {
		apiDomain: token['api_domain'],
		accountsServer: callback?.['accounts-server'],
	};
	const apiOrigin = connectedApi(dataCenter, places);
	// A refusal stays beside the token when n8n is connected again, so it counts only without one.
	const accessToken = token['access_token'];
	if (typeof accessToken !== 'string' || accessToken === '') {
		throw refusalIn(token) ?? notConnected();
	}
	if (dataCenter.id === 'custom') checkIssuer(dataCenter, places);
	return { apiOrigin, grantedScopes: token['scope'] };
}

function tokenDataOf(credential: IDataObject): IDataObject {
	const data = credential['oauthTokenData'];
	if (typeof data === 'object' && data !== null) return data as IDataObject;
	throw notConnected();
}

/** Waiting mends none of them: n8n asks for a token only when it is connected. */
function refusalIn(token: IDataObject): CredentialError | undefined {
	const refusal = tokenRefusal(token, undefined);
	if (!(refusal instanceof UnavailableError)) return refusal;
	return new CredentialError(
		'Zoho had given out its ten tokens of ten minutes when the credential was connected, so there is none. Connect it again after ten minutes.',
	);
}

const notConnected = (): CredentialError =>
	new CredentialError(
		'The credential is not connected to Zoho: n8n has no token for it. Open the credential, connect it, and accept what Zoho asks for.',
	);

import { isDeadToken } from '../../shared/http/refusal';
import type { Transport, ZohoResponse } from '../../shared/http/transport';
import type { AccessToken } from './accessToken';
import type { Exchange } from './exchange';

/** Requests with the token in their header, by axios. See docs/decisions/authorization-header.md */
export function axiosTransport(token: AccessToken, exchange: Exchange): Transport {
	return async ({ method, url, body, headers, maxBytes, signal }) => {
		const send = async (accessToken: string): Promise<ZohoResponse> =>
			await exchange({
				method,
				url,
				headers: {
					...headers,
					...(body && { 'content-type': 'application/json' }),
					authorization: `Zoho-oauthtoken ${accessToken}`,
				},
				body: body && JSON.stringify(body),
				maxBytes,
				signal,
			});
		const first = await token.get(signal);
		const response = await send(first);
		if (!isDeadToken(response)) return response;
		return await send(await token.insteadOf(first, signal));
	};
}

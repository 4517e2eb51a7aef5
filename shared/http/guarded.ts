import type { DataCenter } from '../dataCenters';
import { UnexpectedAnswerError } from '../errors';
import { allowedUrl, type UrlPurpose } from './allowedUrls';
import type { Transport, ZohoResponse } from './transport';

const MAX_HOPS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A transport that sends nothing to an address the data center does not own. Redirects are followed
 * by hand, at most three, each checked like the first address; of a POST none is followed.
 * @throws InputError for the requested address, UnexpectedAnswerError for where Zoho pointed.
 */
export function guarded(transport: Transport, dataCenter: DataCenter): Transport {
	return async (request) => {
		const purpose = purposeOf(request.url, dataCenter);
		let url = allowedUrl(request.url, purpose, dataCenter);
		for (let hop = 0; ; hop++) {
			const response = await transport({ ...request, url });
			if (!REDIRECTS.has(response.status)) return response;
			if (hop === MAX_HOPS || request.method === 'POST') {
				throw new UnexpectedAnswerError(
					`Zoho redirected ${request.method === 'POST' ? 'a request that creates something' : `more than ${MAX_HOPS} times`}; it was not followed.`,
					{ status: response.status },
				);
			}
			url = nextUrl(response, url, purpose, dataCenter);
		}
	};
}

/** What an address is for; `allowedUrl` says whether it may be requested. */
export function purposeOf(url: string, dataCenter: DataCenter): UrlPurpose {
	return URL.canParse(url) && dataCenter.api.includes(new URL(url).origin) && isApiPath(url)
		? 'api'
		: 'file';
}

function isApiPath(url: string): boolean {
	return new URL(url).pathname.startsWith('/crm/');
}

function nextUrl(
	response: ZohoResponse,
	from: string,
	purpose: UrlPurpose,
	dataCenter: DataCenter,
): string {
	const location = response.headers['location'] ?? '';
	const target = URL.canParse(location, from) ? new URL(location, from).href : location;
	try {
		return allowedUrl(target, purpose, dataCenter);
	} catch (error) {
		const reason = error instanceof Error ? error.message : '';
		throw new UnexpectedAnswerError(`Zoho answered with a redirect. ${reason}`, {
			status: response.status,
		});
	}
}

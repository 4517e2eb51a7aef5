import nock from 'nock';
import type { Zoho } from './zoho';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Lets nock answer with a Zoho, for every path of its origins and of added ones (other file hosts).
 * Requests to other hosts are left to the caller.
 * @returns a function that removes the mock.
 */
export function mockWithNock(zoho: Zoho, addedOrigins: readonly string[] = []): () => void {
	const { accounts, api, files } = zoho.origins;
	const interceptors: nock.Interceptor[] = [];
	for (const origin of new Set([accounts, api, files, ...addedOrigins])) {
		const scope = nock(origin).persist();
		// The reply function only gets a parsed body; the raw one is emitted right before.
		let body = '';
		scope.on('request', (_request, _interceptor, sent: string) => {
			body = sent;
		});
		for (const method of methods) {
			const interceptor = scope.intercept(/.*/, method);
			interceptors.push(interceptor);
			interceptor.reply(function (path) {
				const headers = headersOf(this.req.headers);
				const answer = zoho.answer({ method, url: origin + path, headers, body });
				return [answer.status, Buffer.from(answer.body), { ...answer.headers }];
			});
		}
	}
	return () => {
		for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
	};
}

function headersOf(
	headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

import type { ZohoRequest } from '../answers';

/**
 * The parameters of a call to the accounts server: from the query string, from a form, or from the
 * multipart form that the official SDK sends. A JSON body is ignored, so its parameters are missing.
 */
export function formOf(request: ZohoRequest): ReadonlyMap<string, string> {
	const parameters = new Map(new URL(request.url).searchParams);
	const type = request.headers['content-type'] ?? '';
	if (type.startsWith('application/x-www-form-urlencoded')) {
		for (const [name, value] of new URLSearchParams(request.body)) parameters.set(name, value);
	}
	const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(type)?.[1];
	if (boundary !== undefined) {
		for (const part of request.body.split(`--${boundary}`)) {
			const [head, ...content] = part.split('\r\n\r\n');
			const name = /name="([^"]+)"/.exec(head ?? '')?.[1];
			if (name !== undefined) parameters.set(name, content.join('\r\n\r\n').replace(/\r\n$/, ''));
		}
	}
	return parameters;
}

import type { Zoho, ZohoAnswer } from './zoho';

/** Calls a Zoho without a network, with a live token unless the headers contain another. */
export function call(
	zoho: Zoho,
	method: string,
	address: string,
	options: { body?: string; headers?: Record<string, string> } = {},
): { status: number; headers: ZohoAnswer['headers']; text: string; bytes: Buffer; json: unknown } {
	const url = address.startsWith('/') ? zoho.origins.api + address : address;
	const authorization = `Zoho-oauthtoken ${zoho.accessToken()}`;
	const answer = zoho.answer({
		method,
		url,
		headers: { authorization, ...options.headers },
		body: options.body ?? '',
	});
	const bytes = Buffer.from(answer.body);
	const text = bytes.toString();
	const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
	const json: unknown = isJson ? JSON.parse(text) : null;
	return { status: answer.status, headers: answer.headers, text, bytes, json };
}

/** A clock that tests advance. */
export function clock(start = Date.parse('2026-11-18T09:30:00Z')) {
	let time = start;
	return {
		now: () => time,
		advance(seconds: number) {
			time += seconds * 1_000;
		},
	};
}

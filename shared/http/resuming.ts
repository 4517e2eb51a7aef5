import { collect } from './body';
import { BrokenAnswer } from './brokenAnswer';
import type { Transport, ZohoRequest, ZohoResponse } from './transport';

/** A line that breaks again and again is not worth more. */
const MAX_RESUMPTIONS = 8;

/**
 * A transport that fetches the rest of a file that broke off, where the server offers ranges under a
 * strong ETag. Whatever does not fit the part that came (another version, other borders, no range at
 * all) makes it begin again from nothing, once: two versions are never joined.
 * https://www.rfc-editor.org/rfc/rfc9110#name-range-requests; Zoho documents neither ranges nor ETags.
 */
export function resuming(transport: Transport): Transport {
	return async (request) => {
		const first = await orBroken(transport, request);
		if (!(first instanceof BrokenAnswer)) return first;
		let broken = first;
		for (let attempt = 1; attempt <= MAX_RESUMPTIONS; attempt++) {
			const etag = strongEtag(broken.partial);
			if (request.method !== 'GET' || etag === null) throw broken;
			const { body: before } = broken.partial;
			// The connection broke after the last byte.
			if (Number(broken.partial.headers['content-length']) === before.length) return broken.partial;
			const answer = await orBroken(transport, restOf(request, before.length, etag));
			const rest = answer instanceof BrokenAnswer ? answer.partial : answer;
			if (rest.status === 200) {
				if (answer instanceof BrokenAnswer) {
					broken = answer;
					continue;
				}
				return answer;
			}
			if (!isRest(rest, broken.partial, etag)) return await again(transport, request, rest);
			const body = await collect([before, rest.body], request.maxBytes);
			const { headers } = broken.partial;
			if (!(answer instanceof BrokenAnswer)) return { status: 200, headers, body };
			// Not a byte further: this line will not bring it.
			if (rest.body.length === 0) throw answer;
			broken = new BrokenAnswer(answer.message, { status: 200, headers, body });
		}
		throw broken;
	};
}

async function orBroken(
	transport: Transport,
	request: ZohoRequest,
): Promise<ZohoResponse | BrokenAnswer> {
	return await transport(request).catch((error: unknown) => {
		if (error instanceof BrokenAnswer) return error;
		throw error;
	});
}

/** Refusals are answers; everything else that is not the rest is requested again, from the first byte. */
async function again(
	transport: Transport,
	request: ZohoRequest,
	rest: ZohoResponse,
): Promise<ZohoResponse> {
	return rest.status === 206 || rest.status === 416 ? await transport(request) : rest;
}

function restOf(request: ZohoRequest, from: number, etag: string): ZohoRequest {
	const headers = { ...request.headers, range: `bytes=${from}-`, 'if-range': etag };
	return { ...request, headers };
}

/** Null without an offer of ranges, and for a weak ETag, which may belong to more than one content. */
function strongEtag({ status, headers }: ZohoResponse): string | null {
	const etag = headers['etag'] ?? '';
	const isOffered = status === 200 && /\bbytes\b/.test(headers['accept-ranges'] ?? '');
	return isOffered && /^"[^"]*"$/.test(etag) ? etag : null;
}

function isRest(rest: ZohoResponse, partial: ZohoResponse, etag: string): boolean {
	const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(rest.headers['content-range'] ?? '');
	if (rest.status !== 206 || !range) return false;
	const [from, last, total] = range.slice(1).map(Number) as [number, number, number];
	const declared = partial.headers['content-length'];
	return (
		from === partial.body.length &&
		last === total - 1 &&
		(declared === undefined || Number(declared) === total) &&
		(rest.headers['etag'] ?? etag) === etag &&
		rest.headers['content-encoding'] === undefined
	);
}

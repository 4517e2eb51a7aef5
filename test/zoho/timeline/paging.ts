import { json, noContent, refusal } from '../answers';
import type { ZohoAnswer } from '../answers';

export interface Page {
	readonly page: number;
	readonly per_page: number;
}

/** `page` from 1, `per_page` up to 200: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html */
export function requestedPage(query: URLSearchParams): Page | ZohoAnswer {
	const page = Number(query.get('page') ?? 1);
	const per_page = Number(query.get('per_page') ?? 200);
	if (!Number.isInteger(page) || page < 1) return invalidParameter('page');
	if (!Number.isInteger(per_page) || per_page < 1 || per_page > 200) {
		return invalidParameter('per_page');
	}
	return { page, per_page };
}

export function invalidParameter(param_name: string): ZohoAnswer {
	return refusal(400, 'INVALID_DATA', `the value of ${param_name} is not valid`, { param_name });
}

/**
 * One page of a list under `key`, with its `info`.
 * @param excluded parameters that `page_token` excludes; without, there are no page tokens
 */
export function pageAnswer<T extends { readonly id: string }>(
	query: URLSearchParams,
	key: string,
	all: readonly T[],
	shape: (item: T) => unknown,
	excluded?: readonly string[],
): ZohoAnswer {
	const requested = requestedPage(query);
	if ('status' in requested) return requested;
	let { per_page } = requested;
	let from = (requested.page - 1) * per_page;
	const token = excluded && query.get('page_token');
	if (typeof token === 'string') {
		const read = readPageToken(token);
		if (!read || excluded?.some((name) => query.has(name))) return invalidParameter('page_token');
		per_page = read[1];
		from = all.findIndex(({ id }) => id === read[0]) + 1;
	}
	const shown = all.slice(from, from + per_page);
	const last = shown.at(-1);
	if (!last) return noContent();
	const more_records = from + per_page < all.length;
	const info = {
		per_page,
		count: shown.length,
		page: Math.floor(from / per_page) + 1,
		more_records,
		...(excluded && {
			next_page_token: more_records ? pageToken(last.id, per_page) : null,
			previous_page_token: null,
		}),
	};
	return json(200, { [key]: shown.map(shape), info });
}

/** The token names the last entry shown, so that new entries on top shift nothing. */
function pageToken(lastId: string, per_page: number): string {
	return Buffer.from(JSON.stringify([lastId, per_page])).toString('base64url');
}

function readPageToken(token: string): readonly [lastId: string, per_page: number] | null {
	try {
		const [id, per_page]: unknown[] = JSON.parse(Buffer.from(token, 'base64url').toString());
		return typeof id === 'string' && typeof per_page === 'number' ? [id, per_page] : null;
	} catch {
		return null;
	}
}

import type { Account } from '../account';
import { json, noContent, type ZohoAnswer } from '../answers';
import { requestedPage } from '../timeline/paging';

/**
 * A page of the recycle bin with its `info`.
 * @param hidden which items are cut into pages and then left out.
 */
export function binPage<T>(
	{ switches }: Account,
	query: URLSearchParams,
	all: readonly T[],
	shown: (item: T) => object,
	hidden: (item: T) => boolean,
): ZohoAnswer {
	const requested = requestedPage(query);
	if ('status' in requested) return requested;
	const { page } = requested;
	const per_page = Math.min(requested.per_page, switches.binPageSize);
	const from = (page - 1) * per_page;
	const records = all.slice(from, from + per_page).filter((item) => !hidden(item));
	const hasMore = switches.binMore === 'always' || from + per_page < all.length;
	const isEmpty = records.length === 0 && from + per_page >= all.length;
	if (isEmpty && switches.binEnd === 204) return noContent();
	const info = { per_page, count: records.length, page };
	return json(200, {
		recycle_bin: records.map(shown),
		info: switches.binMore === 'absent' ? info : { ...info, more_records: hasMore },
	});
}

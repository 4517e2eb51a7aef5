import type { Account } from '../account';
import { invalidUrlPattern, json, noContent, noPermission, refusal } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { scopeMismatch } from '../accounts/authorization';
import type { LogEntry } from '../log/logEntry';
import { invalidParameter, pageInfo, pageOf, pageToken, readPageToken } from './page';
import { timelineEntry } from './timelineEntry';
import { visibleTo } from '../organization/visibility';

/** Elsewhere `page` ends here and `page_token` goes on (get-records page). */
const PAGED_ROWS = 2_000;

/**
 * GET settings/audit_log. Not documented by Zoho: third parties describe the path, `page` and
 * `per_page`; all else, and whether it exists, is a switch. Newest first, entries as in timelines.
 */
export function getAuditLog(account: Account, request: ZohoRequest): ZohoAnswer {
	const { settingsAuditLog, pageTokens } = account.switches;
	switch (settingsAuditLog) {
		case 404:
			return invalidUrlPattern();
		case 401:
			return scopeMismatch();
		case 403:
			return noPermission();
		case 204:
			return noContent();
	}
	const query = new URL(request.url).searchParams;
	const user = account.user();
	const all = account.log.filter(visibleTo(user)).reverse();

	const asked = pageOf(query);
	if ('status' in asked) return asked;
	let { per_page } = asked;
	let from = (asked.page - 1) * per_page;
	const token = query.get('page_token');
	if (token !== null) {
		const read = pageTokens ? readPageToken(token) : null;
		if (!read || query.has('page')) return invalidParameter('page_token');
		per_page = read[1];
		from = all.findIndex((entry) => entry.id === read[0]) + 1;
	} else if (pageTokens && from >= PAGED_ROWS) {
		return refusal(400, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', 'use page_token instead of page', {
			limit: PAGED_ROWS,
			page: asked.page,
			per_page,
		});
	}
	const shown = all.slice(from, from + per_page);
	const last = shown.at(-1);
	if (!last) return noContent();
	const more = from + per_page < all.length;
	const page = Math.floor(from / per_page) + 1;
	const tokens = pageTokens && {
		next_page_token: more ? pageToken(last.id, per_page) : null,
		previous_page_token: null,
	};
	const key = settingsAuditLog === 'other' ? 'entries' : settingsAuditLog;
	return json(200, {
		[key]: shown.map((entry: LogEntry) => timelineEntry(entry, user.time_zone)),
		info: { ...pageInfo({ page, per_page }, shown.length, more), ...tokens },
	});
}

import type { Account } from '../account';
import { scopeMismatch } from '../accounts/authorization';
import { invalidUrlPattern, noContent, noPermission, refusal } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { visibleTo } from '../organization/visibility';
import { invalidParameter, pageAnswer, requestedPage } from './paging';
import { timelineEntry } from './timelineEntry';

/** Other lists need `page_token` from here on (get-records page). */
const PAGED_ROWS = 2_000;

/**
 * GET settings/audit_log. Not documented by Zoho: third parties describe the path, `page` and
 * `per_page`; the rest is a switch, even whether it exists. Newest first, entries as in timelines.
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
	const requested = requestedPage(query);
	if ('status' in requested) return requested;
	const { page, per_page } = requested;
	if (query.has('page_token')) {
		if (!pageTokens) return invalidParameter('page_token');
	} else if (pageTokens && (page - 1) * per_page >= PAGED_ROWS) {
		return refusal(400, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', 'use page_token instead of page', {
			limit: PAGED_ROWS,
			page,
			per_page,
		});
	}
	const key = settingsAuditLog === 'other' ? 'entries' : settingsAuditLog;
	return pageAnswer(
		query,
		key,
		all,
		(entry) => timelineEntry(entry, user.time_zone),
		pageTokens ? ['page'] : undefined,
	);
}

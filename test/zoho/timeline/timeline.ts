import type { Account } from '../account';
import { json, noContent, refusal } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { modules } from '../organization/modules';
import { invalidParameter, pageInfo, pageOf, pageToken, readPageToken } from './page';
import { timelineEntry } from './timelineEntry';
import { timelineFilters } from './timelineFilters';

/** GET {module}/{id}/__timeline: https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html */
export function timeline(
	account: Account,
	request: ZohoRequest,
	[module = '', id = '']: readonly string[],
): ZohoAnswer {
	if (!modules.some((it) => it.api_name === module)) {
		const details = { resource_path_index: 0 };
		return refusal(400, 'INVALID_MODULE', 'the module name given seems to be invalid', details);
	}
	const of = account.log.filter(
		({ record, related_record }) =>
			(record?.id === id && record.module.api_name === module) ||
			(related_record?.id === id && related_record.module.api_name === module),
	);
	if (of.length === 0) {
		const details = { resource_path_index: 1 };
		return refusal(400, 'INVALID_DATA', 'the related id given seems to be invalid', details);
	}

	const query = new URL(request.url).searchParams;
	const text = query.get('filters');
	const test = text === null ? () => true : timelineFilters(text);
	if (!test) return invalidParameter('filters');
	const order = query.get('sort_order') ?? 'desc';
	if (order !== 'asc' && order !== 'desc') return invalidParameter('sort_order');
	if ((query.get('sort_by') ?? 'audited_time') !== 'audited_time')
		return invalidParameter('sort_by');
	const found = of.filter(test);
	if (order === 'desc') found.reverse();

	const asked = pageOf(query);
	if ('status' in asked) return asked;
	const token = query.get('page_token');
	const read = token === null ? null : readPageToken(token);
	if (token !== null && (!read || query.has('per_page') || query.has('page'))) {
		return invalidParameter('page_token');
	}
	const per_page = read?.[1] ?? asked.per_page;
	const from = read
		? found.findIndex((entry) => entry.id === read[0]) + 1
		: (asked.page - 1) * per_page;
	const shown = found.slice(from, from + per_page);
	const last = shown.at(-1);
	if (!last) return noContent();
	const more = from + per_page < found.length;
	const page = Math.floor(from / per_page) + 1;
	const inner = (query.get('include_inner_details') ?? '').split(',');
	const zone = account.user().time_zone;
	return json(200, {
		__timeline: shown.map((entry) => timelineEntry(entry, zone, inner)),
		info: {
			...pageInfo({ page, per_page }, shown.length, more),
			next_page_token: more ? pageToken(last.id, per_page) : null,
			previous_page_token: null,
		},
	});
}

import type { Account } from '../account';
import { refusal } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import type { LogEntry } from '../log/logEntry';
import { modules } from '../organization/modules';
import { invalidParameter, pageAnswer } from './paging';
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
	const about = account.log.filter(
		({ record, related_record }) =>
			(record?.id === id && record.module.api_name === module) ||
			(related_record?.id === id && related_record.module.api_name === module),
	);
	if (about.length === 0) {
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
	const found = about.filter(test);
	if (order === 'desc') found.reverse();
	const inner = (query.get('include_inner_details') ?? '').split(',');
	const zone = account.user().time_zone;
	const shape = (entry: LogEntry) => timelineEntry(entry, zone, inner);
	const isNumbered = account.switches.timelinePages === 'number';
	return pageAnswer(
		query,
		'__timeline',
		found,
		shape,
		isNumbered ? undefined : ['page', 'per_page'],
	);
}

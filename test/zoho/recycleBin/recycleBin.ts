import type { Account } from '../account';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { iso8601 } from '../log/times';
import { seesEverything, subordinatesOf } from '../organization/visibility';
import { organization } from '../organization/organization';
import { users } from '../organization/staff';
import { invalidParameter, pageAnswer } from '../timeline/paging';
import { binOf } from './bin';
import type { BinItem } from './binItem';

const SORTED: Readonly<Record<string, (item: BinItem) => string | number>> = {
	deleted_time: ({ deleted_time }) => deleted_time,
	display_name: ({ record }) => record.name,
	deleted_by: ({ deleted_by }) => deleted_by?.name ?? '',
};

/** https://www.zoho.com/crm/developer/docs/api/v8/get-recycle-bin.html, without `filters`. */
export function recycleBin(account: Account, request: ZohoRequest): ZohoAnswer {
	const { switches } = account;
	const query = new URL(request.url).searchParams;
	if (query.has('filters')) return invalidParameter('filters');
	const value = SORTED[query.get('sort_by') ?? 'deleted_time'];
	const order = query.get('sort_order') ?? 'desc';
	if (!value) return invalidParameter('sort_by');
	if (order !== 'asc' && order !== 'desc') return invalidParameter('sort_order');
	const page = Number(query.get('page') ?? 1);
	if (switches.binPages !== null && page > switches.binPages) return invalidParameter('page');
	const ids = query.get('ids')?.split(',');
	const isAscending = order === 'asc' || switches.binOrder === 'oldest_first';
	const all = visibleItems(account)
		.map((item) => ({ ...item, id: idOf(item, account) }))
		.filter(({ id }) => !ids || ids.includes(id))
		.sort((a, b) => compared(value(a), value(b)) * (isAscending ? 1 : -1));
	return pageAnswer(query, 'recycle_bin', all, (item) => shownItem(item, account));
}

function compared(one: string | number, other: string | number): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

function visibleItems(account: Account): BinItem[] {
	const user = account.user();
	const all = binOf(account);
	if (account.switches.binVisibility === 'all' || seesEverything(user)) return all;
	const seen = subordinatesOf(user);
	return all.filter(({ deleted_by }) => deleted_by !== null && seen.has(deleted_by.id));
}

/** What the id identifies is said in two ways. */
function idOf({ record }: BinItem, { switches }: Account): string {
	const id = record.id ?? '';
	return switches.binIds === 'record' ? id : `9${id.slice(1)}`;
}

function shownItem({ id, ...item }: BinItem & { readonly id: string }, account: Account): object {
	const { record, deleted_by, deleted_time } = item;
	const { binTimes, binLeavers } = account.switches;
	const hasLeft = users.some((user) => user.id === deleted_by?.id && user.status !== 'active');
	const zone = binTimes === 'utc' ? 'UTC' : account.user().time_zone;
	const time = iso8601(deleted_time, binTimes === 'organization' ? organization.time_zone : zone);
	return {
		owner: deleted_by,
		module: { api_name: record.module.api_name, id: record.module.id },
		deleted_by: hasLeft && binLeavers === 'null' ? null : deleted_by,
		id,
		display_name: record.name,
		deleted_time: binTimes === 'no_offset' ? time.slice(0, 19) : time,
	};
}

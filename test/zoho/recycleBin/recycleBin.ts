import type { Account } from '../account';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { iso8601 } from '../log/times';
import { seesEverything, subordinatesOf } from '../organization/visibility';
import { organization } from '../organization/organization';
import { users } from '../organization/staff';
import { invalidParameter } from '../timeline/paging';
import { binOf } from './bin';
import type { BinItem } from './binItem';
import { binPage } from './binPage';

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
	const sees = seenItems(account);
	const all = binOf(account)
		.map((item) => ({ ...item, id: idOf(item, account) }))
		.filter((item) => switches.binGaps || sees(item))
		.filter(({ id }) => !ids || ids.includes(id))
		.sort((a, b) => compared(value(a), value(b)) * (order === 'asc' ? 1 : -1));
	const sorted = switches.binOrder === 'newest_first' ? all : inOtherOrder(all, switches.binOrder);
	return binPage(
		...([account, query, sorted] as const),
		(item) => shownItem(item, account),
		(item) => !sees(item),
	);
}

function inOtherOrder<T extends BinItem>(
	all: readonly T[],
	order: 'oldest_first' | 'by_name' | 'by_deleter',
): T[] {
	const newestFirst = [...all].sort((a, b) => b.deleted_time - a.deleted_time);
	if (order === 'oldest_first') return newestFirst.reverse();
	const value = SORTED[order === 'by_name' ? 'display_name' : 'deleted_by'];
	return newestFirst.sort((a, b) => compared(value?.(a) ?? 0, value?.(b) ?? 0));
}

function compared(one: string | number, other: string | number): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

function seenItems(account: Account): (item: BinItem) => boolean {
	const user = account.user();
	if (account.switches.binVisibility === 'all' || seesEverything(user)) return () => true;
	const seen = subordinatesOf(user);
	return ({ deleted_by }) => deleted_by !== null && seen.has(deleted_by.id);
}

/** What the id identifies is said in two ways. */
function idOf({ record }: BinItem, { switches }: Account): string {
	const id = record.id ?? '';
	return switches.binIds === 'record' ? id : `9${id.slice(1)}`;
}

function shownItem({ id, ...item }: BinItem & { readonly id: string }, account: Account): object {
	const { record, deleted_by, deleted_time } = item;
	const { binTimes, binLeavers, binNames, binDeleters } = account.switches;
	const hasLeft = users.some((user) => user.id === deleted_by?.id && user.status !== 'active');
	const zone = binTimes === 'utc' ? 'UTC' : account.user().time_zone;
	const time = iso8601(deleted_time, binTimes === 'organization' ? organization.time_zone : zone);
	const isNamed = binDeleters && !(hasLeft && binLeavers === 'null');
	return {
		owner: deleted_by,
		module: { api_name: record.module.api_name, id: record.module.id },
		deleted_by: isNamed ? deleted_by : null,
		id,
		display_name: binNames ? record.name : '',
		...(binTimes !== 'absent' && {
			deleted_time: binTimes === 'no_offset' ? time.slice(0, 19) : time,
		}),
	};
}

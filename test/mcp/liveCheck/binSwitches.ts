import { staff } from '../../zoho/organization/staff';
import type { Switches } from '../../zoho/switches';
import type { Zoho } from '../../zoho/zoho';
import type { Turned } from './turned';

function leaverDeletes(zoho: Zoho): undefined {
	const [record] = zoho.bin();
	const { id, full_name: name } = staff.leo;
	if (record) zoho.putIntoBin({ ...record, deleted_by: { id, name } });
}

/** Switches of the recycle bin. */
export const BIN_TURNED: Readonly<Partial<Record<keyof Switches, readonly Turned[]>>> = {
	binTimes: [
		{ to: { binTimes: 'no_offset' }, came: /deleted_time is a text/, state: 'variant' },
		{ to: { binTimes: 'absent' }, came: /deleted_time is absent/, state: 'variant' },
		{ to: { binTimes: 'utc' }, came: /^UTC$/ },
		{ to: { binTimes: 'organization' }, given: { tokenUser: staff.priya.id }, came: /^organ/ },
	],
	binOrder: (['oldest_first', 'by_name', 'by_deleter'] as const).map((binOrder) => ({
		to: { binOrder },
		state: 'variant' as const,
	})),
	binPages: [{ to: { binPages: 1 }, came: /INVALID_DATA/ }],
	binPageSize: [{ to: { binPageSize: 10 }, came: /^10 records on a page, and more/ }],
	binMore: [
		{ to: { binMore: 'always' }, came: /more are announced/ },
		{ to: { binMore: 'absent' }, came: /more_records is absent/ },
	],
	binEnd: [{ to: { binEnd: 'empty_list' }, state: 'variant' }],
	binNames: [{ to: { binNames: false }, came: /display_name is empty/ }],
	binDeleters: [{ to: { binDeleters: false }, came: /deleted_by is null/, state: 'variant' }],
	binLeavers: [
		{ to: { binLeavers: 'null' }, options: { arrange: leaverDeletes }, came: /deleted_by is null/ },
	],
	binDays: [{ to: { binDays: 90 }, came: /deleted \d\d days ago/, state: 'new' }],
};

/** Those that this command does not show, and why. */
export const BIN_NOT_SHOWN: Readonly<Partial<Record<keyof Switches, string>>> = {
	binIds: 'whose id it is shows only beside an entry of the log that has the id of the record',
	binLagSeconds:
		'two times are compared where a deletion is matched with its entry, which this does not',
	binVisibility:
		'what others would see of the recycle bin shows only with the token of another user',
	binGaps: 'a page with gaps looks like one of a recycle bin that is smaller',
};

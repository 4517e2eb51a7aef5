import { staff } from '../zoho/organization/staff';
import type { LogEntry, Zoho } from '../zoho/zoho';

const DAY = 24 * 3_600_000;

/** What a user deleted, and what became of each. */
export const INCIDENT = {
	user: staff.leo,
	/** How each is in the table: in the recycle bin or not, and why as far as it is known. */
	records: [
		{ name: 'Still there', days: 9, match: 'matched', in_bin: 'yes', days_left: 50 },
		{ name: 'Still there as well', days: 12, match: 'matched', in_bin: 'yes', days_left: 47 },
		{ name: 'Gone', days: 14, match: 'not_in_bin', in_bin: 'no', days_left: '' },
		{ name: 'Restored', days: 16, match: 'restored', in_bin: 'no', days_left: '' },
		{
			name: 'Deleted again by another',
			days: 18,
			match: 'deleted_again',
			in_bin: 'yes',
			days_left: 57,
		},
	],
} as const;

export function incidentHappens(zoho: Zoho): void {
	const by = ({ id, full_name: name }: { id: string; full_name: string }) => ({ id, name });
	const deals = zoho.modules.find(({ api_name }) => api_name === 'Deals');
	const module = { api_name: 'Deals', id: deals?.id ?? null, name: 'Deals' };
	// So that no whole number of days is near.
	const at = (days: number): number => Date.now() - days * DAY - DAY / 3;
	INCIDENT.records.forEach(({ name, days }, index) => {
		const record: LogEntry['record'] = {
			id: `76100009970000${String(10_000 + index)}`,
			name,
			module,
		};
		const add = (action: string, ago: number, user: typeof staff.leo) =>
			zoho.record({ action, record, audited_time: at(ago), done_by: by(user) });
		add('deleted', days, staff.leo);
		if (name === 'Gone') zoho.takeOutOfBin(record.id ?? '');
		if (name === 'Restored') add('restored', days - 1, staff.marta);
		if (name === 'Deleted again by another') {
			add('restored', days - 1, staff.marta);
			add('deleted', 2, staff.marta);
		}
	});
}

import { DAY, HOUR, MINUTE, SECOND } from '../durations';
import { staff } from '../organization/staff';
import type { User } from '../organization/staff';
import { change, draftEntry, record } from './entryDraft';
import { moduleOf } from './logEntry';
import type { EntryDraft, LogRecord } from './logEntry';
import { awkward, rareActions, setUp, twins } from './oddities';

export const renewal = 'Acme – Renewal 2026';

/** The staged part of the log, relative to `now`; each part states its days. */
export function story(now: number): EntryDraft[] {
	const midnight = now - (now % DAY);
	const mondayOfLastWeek = midnight - ((new Date(now).getUTCDay() + 6) % 7) * DAY - 7 * DAY;
	return [
		...dealOfLastWeek(mondayOfLastWeek),
		...massDelete(midnight - 3 * DAY + 14 * HOUR + 41 * MINUTE),
		...departure(eveningOfTheExports(now)),
		...reassignments(midnight - 5 * DAY + 8 * HOUR),
		...setUp(midnight - 10 * DAY + 9 * HOUR),
		...awkward(midnight - 4 * DAY + 10 * HOUR),
		...twins(midnight - 2 * DAY + 11 * HOUR),
		...rareActions(midnight - 6 * DAY + 7 * HOUR),
	];
}

/** When the leaver made his exports. */
export function eveningOfTheExports(now: number): number {
	return now - (now % DAY) - 13 * DAY + 19 * HOUR;
}

/** Monday to Friday of the calendar week before this one. */
function dealOfLastWeek(monday: number): EntryDraft[] {
	const acme = record('Accounts', 800_001, 'Acme');
	const deal = record('Deals', 800_010, renewal);
	const at = (day: number, hour: number, minute: number) =>
		monday + day * DAY + hour * HOUR + minute * MINUTE;
	const step = (time: number, by: User, rest: Partial<EntryDraft>) =>
		draftEntry(time, by, 'updated', deal, {
			related_record: acme,
			account_name: acme.name,
			...rest,
		});
	const { annaOfSales, soren, zoe } = staff;
	return [
		step(at(0, 8, 12), annaOfSales, {
			field_history: [change('Stage', 'Qualification', 'Proposal')],
		}),
		step(at(1, 9, 30), soren, {
			action: 'owner_reassigned',
			field_history: [change('Owner', annaOfSales.full_name, zoe.full_name)],
		}),
		step(at(2, 13, 5), zoe, { field_history: [change('Amount', '48000', '39500')] }),
		step(at(3, 10, 47), zoe, { field_history: [change('Stage', 'Proposal', 'Negotiation')] }),
		step(at(4, 14, 20), zoe, {
			field_history: [
				change('Stage', 'Negotiation', 'Closed Won'),
				change('Closing_Date', null, new Date(monday + 4 * DAY).toISOString().slice(0, 10)),
			],
		}),
	];
}

/** 140 leads within three minutes, three days ago. */
function massDelete(from: number): EntryDraft[] {
	return Array.from({ length: 140 }, (_, index) =>
		draftEntry(
			from + Math.floor((index * 178) / 140) * SECOND,
			staff.tomas,
			'deleted',
			record('Leads', 810_000 + index, `Trade fair visitor ${index + 1}`),
			{ source: 'mass_delete_via_crm_ui' },
		),
	);
}

/** The leaver exports in the evening; the next day, twelve days ago, his account is deactivated. */
function departure(evening: number): EntryDraft[] {
	const { leo, jonas } = staff;
	const exported = (minute: number, module: string) =>
		draftEntry(evening + minute * MINUTE + 17 * SECOND, leo, 'exported', {
			id: null,
			name: moduleOf(module).name,
			module: moduleOf(module),
		});
	const user: LogRecord = { id: leo.id, name: leo.full_name, module: moduleOf('Users') };
	return [
		exported(52, 'Contacts'),
		exported(58, 'Leads'),
		draftEntry(evening + 21 * HOUR, jonas, 'deactivated', user, {
			field_history: [change('Status', 'Active', 'Inactive')],
		}),
	];
}

/** The leaver's 25 accounts get a new owner, five days ago. */
function reassignments(from: number): EntryDraft[] {
	return Array.from({ length: 25 }, (_, index) => {
		const account = record('Accounts', 820_000 + index, `Riverbend Works ${index + 1}`);
		return draftEntry(from + index * 19 * SECOND, staff.soren, 'owner_reassigned', account, {
			account_name: account.name,
			field_history: [change('Owner', staff.leo.full_name, staff.hanako.full_name)],
		});
	});
}

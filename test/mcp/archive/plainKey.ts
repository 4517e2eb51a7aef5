import type { TimeZone } from '../../../shared/dialect/timeZone';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import type { CountKey } from '../../../shared/reading/entryCounts';

/** The values of an entry by the keys, as JSON, computed apart from the sources. */
export function plainKey(entry: AuditLogEntry, by: readonly CountKey[], zone: TimeZone): string {
	return JSON.stringify(by.map((name) => valueOf(entry, name, zone)));
}

function valueOf(entry: AuditLogEntry, name: CountKey, zone: TimeZone): string | null {
	switch (name) {
		case 'user':
			return entry.done_by?.name ?? null;
		case 'module':
			return entry.module;
		case 'related_module':
			return entry.related_module;
		case 'action':
			return entry.action;
		case 'record':
			return entry.record?.name ?? null;
		default:
			return entry.audited_time === null ? null : timeValue(entry.audited_time, name, zone);
	}
}

export function timeValue(time: string, name: string, zone: TimeZone): string {
	const wall = zone.iso(Date.parse(time));
	const date = new Date(`${wall.slice(0, 10)}T00:00:00Z`);
	switch (name) {
		case 'week':
			return isoWeek(date);
		case 'month':
			return wall.slice(0, 7);
		case 'weekday':
			return new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(date);
		case 'day':
			return wall.slice(0, 10);
		default:
			return wall.slice(11, 13);
	}
}

/** The first week of a year has its 4 January. */
function isoWeek(date: Date): string {
	for (const year of [1, 0, -1].map((shift) => date.getUTCFullYear() + shift)) {
		const fourth = new Date(Date.UTC(year, 0, 4));
		const monday = fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * 86_400_000;
		if (date.getTime() < monday) continue;
		const week = Math.floor((date.getTime() - monday) / (7 * 86_400_000)) + 1;
		return `${year}-W${String(week).padStart(2, '0')}`;
	}
	throw new Error('no week');
}

import type { AuditLogFilter } from '../entries/filter';

/** What people call the parts of a filter, besides the period. */
const NAMES = {
	users: 'User',
	modules: 'Module',
	actions: 'Action',
	excludeUsers: 'Except user',
	excludeModules: 'Except module',
	excludeActions: 'Except action',
	record: 'Record',
	hours: 'Hours',
	weekdays: 'Weekdays',
	text: 'Text',
} as const satisfies Partial<Record<keyof AuditLogFilter, string>>;

/** By what entries were selected, for people. */
export function filterLines(filter: AuditLogFilter): (readonly [name: string, value: string])[] {
	return (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((key) => {
		const value = [filter[key] ?? []].flat().join(', ');
		return value === '' ? [] : [[NAMES[key], value] as const];
	});
}

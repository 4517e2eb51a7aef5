import { type AuditLogFilter, entryFilter } from '../entries/filter';
import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import type { DeletedRecord } from './deletedRecord';

/** Records of the bin, deletions of the log that have none there, or both. */
export const SHOWN = ['in_bin', 'log_only', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

/**
 * The records that a question is about. Only after they were matched: the bin and the log may name
 * different users for one deletion.
 */
export function meantRecords(
	records: readonly DeletedRecord[],
	show: Shown,
	{ users, modules, record }: Pick<AuditLogFilter, 'users' | 'modules' | 'record'>,
	names: { readonly users: CrmUsers; readonly modules: CrmModules },
): readonly DeletedRecord[] {
	const test = entryFilter({ users, modules, record }, names);
	return records.filter(
		({ origin, deletedBy, module, record: one }) =>
			(show === 'all' || (origin === 'bin') === (show === 'in_bin')) &&
			(test.user?.(deletedBy?.id ?? null, deletedBy?.name ?? null) ?? true) &&
			(test.module?.(module) ?? true) &&
			(test.record?.(one.id, one.name) ?? true),
	);
}

import { type AuditLogFilter, entryFilter } from '../entries/filter';
import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import type { DeletedRecord } from './deletedRecord';

/** Records of the bin, deletions of the log that have none there, or both. */
export const SHOWN = ['in_bin', 'log_only', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface MeantRecords {
	readonly found: readonly DeletedRecord[];
	/** How many others may be meant: Zoho does not give what is asked for of them. */
	readonly undecided: number;
}

/**
 * The records that a question is about. Only after they were matched: the bin and the log may name
 * different users for one deletion.
 */
export function meantRecords(
	records: readonly DeletedRecord[],
	show: Shown,
	{ users, modules, record }: Pick<AuditLogFilter, 'users' | 'modules' | 'record'>,
	names: { readonly users: CrmUsers; readonly modules: CrmModules },
): MeantRecords {
	const test = entryFilter({ users, modules, record }, names);
	const found: DeletedRecord[] = [];
	let undecided = 0;
	for (const deleted of records) {
		const { origin, deletedBy: by, module, record: one } = deleted;
		if (show !== 'all' && (origin === 'bin') !== (show === 'in_bin')) continue;
		const [user, own] = [by ?? { id: null, name: null }, one];
		const verdicts = [
			verdict(test.user?.(user.id, user.name), user.id !== null || user.name !== null),
			verdict(test.module?.(module), module !== null),
			verdict(test.record?.(own.id, own.name), own.name !== null),
		];
		if (verdicts.includes('no')) continue;
		if (verdicts.includes('unknown')) undecided++;
		else found.push(deleted);
	}
	return { found, undecided };
}

function verdict(passes: boolean | undefined, isKnown: boolean): 'yes' | 'no' | 'unknown' {
	if (passes ?? true) return 'yes';
	return isKnown ? 'no' : 'unknown';
}

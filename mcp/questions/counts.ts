import type { Coverage } from '../../shared/reading/coverage';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { type CountKey, EntryCounts, type EntryGroup } from '../../shared/reading/entryCounts';
import { CrmUsers } from '../../shared/org/users';
import { UserLabels } from '../../shared/reading/userLabels';
import { groupsIn } from '../archive/groups';
import type { QueryContext } from './queryContext';
import { withSelection } from './selection';
import { reporting, type Source } from './source';

/** Entries by their keys. */
export interface Counts {
	/** Entries counted, in groups that are here or not. */
	readonly total: number;
	/** The largest groups. */
	readonly groups: readonly EntryGroup[];
	/** How many groups there are. */
	readonly size: number;
	/** Whether there were more than are counted. */
	readonly isCapped: boolean;
	readonly coverage: Coverage;
}

/** Counts of all entries of a source, and its `top` largest groups. */
export async function countsOf(
	context: QueryContext,
	source: Source,
	keys: readonly CountKey[],
	top: number,
): Promise<Counts> {
	const { client, question, run } = context;
	const { zone } = question;
	const { exports, reading } = source;
	if (exports) {
		return await withSelection(context, source, exports, { keys }, async (selection) => ({
			...(await groupsIn(selection, keys, zone, top)),
			...{ total: selection.total, isCapped: false, coverage: selection.coverage },
		}));
	}
	const entries = new EntryCounts(keys, zone);
	const hasUsers = keys.includes('user');
	const all = hasUsers ? await client.names.users({ signal: run.signal }) : new CrmUsers([]);
	const users = new UserLabels(all);
	for await (const batch of reporting(reading, context)) {
		for (const entry of batch) add(entry, entries, users);
	}
	const { total, size, isCapped } = entries;
	return { total, size, isCapped, groups: entries.groups(top), coverage: reading.coverage };
}

function add(entry: AuditLogEntry, into: EntryCounts, users: UserLabels): void {
	const instant = instantOfIso(entry.audited_time ?? '') ?? NaN;
	const codes = into.keys.map((key, index) =>
		key === 'day' || key === 'hour'
			? into.codeOfTime(index, instant)
			: into.codeOf(index, valueOf(entry, key, users)),
	);
	into.add(codes[0] ?? 0, codes[1] ?? 0, codes[2] ?? 0, instant);
}

function valueOf(
	entry: AuditLogEntry,
	key: Exclude<CountKey, 'day' | 'hour'>,
	users: UserLabels,
): string | null {
	switch (key) {
		case 'user':
			return users.labelOf(entry.done_by?.id ?? null, entry.done_by?.name ?? null);
		case 'record':
			return entry.record?.name ?? null;
		case 'module':
			return entry.module;
		case 'action':
			return entry.action;
	}
}

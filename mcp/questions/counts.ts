import type { Coverage } from '../../shared/reading/coverage';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { type CountKey, EntryCounts } from '../../shared/reading/entryCounts';
import { CrmUsers } from '../../shared/org/users';
import { UserLabels } from '../../shared/reading/userLabels';
import type { QueryContext } from './queryContext';
import { reporting, type Source } from './source';

/** Counts of all entries of a reading, in one pass; those of exports without building an entry. */
export async function countsOf(
	context: QueryContext,
	{ reading }: Source,
	keys: readonly CountKey[],
): Promise<{ readonly entries: EntryCounts; readonly coverage: Coverage }> {
	const { client, question, run } = context;
	const { zone } = question;
	const { exports } = reading;
	if (exports) {
		const by = { keys, timeZone: zone };
		return await client.countEntries(exports, by, question.filter, { signal: run.signal });
	}
	const entries = new EntryCounts(keys, zone);
	const hasUsers = keys.includes('user');
	const all = hasUsers ? await client.names.users({ signal: run.signal }) : new CrmUsers([]);
	const users = new UserLabels(all);
	for await (const batch of reporting(reading, context)) {
		for (const entry of batch) add(entry, entries, users);
	}
	return { entries, coverage: reading.coverage };
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

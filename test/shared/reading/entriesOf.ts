import { noRows } from '../../../shared/reading/csvEntries';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import type { EntryContext } from '../../../shared/entries/entryContext';
import { EventIds } from '../../../shared/entries/eventIds';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { readEntries } from '../../../shared/reading/readEntries';
import { context } from '../../bench/context';

export const HEADER = 'Done By,Action,Module,Record Name,Audited Time';
/** Of the last reading. */
export const counts = noRows();

/** Entries of files, each given as text or bytes. */
export async function entriesOf(
	files: readonly (string | Uint8Array)[],
	filter: AuditLogFilter = {},
	more: { context?: EntryContext; withRaw?: boolean; signal?: AbortSignal } = {},
): Promise<AuditLogEntry[]> {
	Object.assign(counts, noRows());
	const entries: AuditLogEntry[] = [];
	const batches = readEntries(
		files.map((file) => ({ name: 'AuditLog.csv', bytes: Buffer.from(file) })),
		{
			filter: entryFilter(filter, more.context ?? context),
			context: more.context ?? context,
			ids: new EventIds(),
			counts,
			withRaw: more.withRaw ?? true,
			sleep: async () => undefined,
			ticks: () => performance.now(),
			signal: more.signal,
		},
	);
	for await (const batch of batches) {
		expect(batch.length).toBeGreaterThan(0);
		for (const entry of batch) entries.push(entry);
	}
	return entries;
}

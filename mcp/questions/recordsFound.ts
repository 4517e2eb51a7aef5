import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { AuditLogEntry, EntryBatch } from '../../shared/entries/auditLogEntry';
import { folded } from '../../shared/folded';

/** A record as the log names it: an export knows names and modules only. */
export interface FoundRecord {
	readonly name: string | null;
	readonly id: string | null;
	readonly module: string | null;
	readonly url: string | null;
	entries: number;
	/** Milliseconds; null while none of its entries has a time. */
	last: number | null;
}

/** More than a caller would choose from. */
const MAX_RECORDS = 10_000;

/** The distinct records in a reading, and whether there were more than the maximum. */
export class RecordsFound {
	isCapped = false;
	private readonly records = new Map<string, FoundRecord>();

	static async in(batches: AsyncIterable<EntryBatch>): Promise<RecordsFound> {
		const found = new RecordsFound();
		for await (const batch of batches) for (const entry of batch) found.add(entry);
		return found;
	}

	/**
	 * The ones with exactly this name or id if there are any, else all whose name has the word in it.
	 * The latest first.
	 */
	matching(word: string): readonly FoundRecord[] {
		const all = [...this.records.values()].sort((a, b) => (b.last ?? 0) - (a.last ?? 0));
		const exact = all.filter(({ id, name }) => id === word || folded(name ?? '') === folded(word));
		return exact.length > 0 ? exact : all;
	}

	private add(entry: AuditLogEntry): void {
		const { record, module } = entry;
		if (record === null) return;
		const key = keyOf(entry);
		let found = this.records.get(key);
		if (!found) {
			if (this.records.size >= MAX_RECORDS) {
				this.isCapped = true;
				return;
			}
			const { id, name } = record;
			found = { id, name, module, url: entry.record_url, entries: 0, last: null };
			this.records.set(key, found);
		}
		found.entries++;
		const instant = instantOfIso(entry.audited_time ?? '');
		if (instant !== null) found.last = Math.max(found.last ?? -Infinity, instant);
	}
}

/** The entries of a reading that are about one record. */
export async function* entriesAbout(
	batches: AsyncIterable<EntryBatch>,
	record: FoundRecord,
): AsyncGenerator<EntryBatch> {
	const key = keyOf({ module: record.module, record: { id: record.id, name: record.name } });
	for await (const batch of batches) yield batch.filter((entry) => keyOf(entry) === key);
}

/** By id where there is one; else by name, whose case varies. */
function keyOf({ module, record }: Pick<AuditLogEntry, 'module' | 'record'>): string {
	return record?.id ? `${module} ${record.id}` : `${module} "${folded(record?.name ?? '')}"`;
}

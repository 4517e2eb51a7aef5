import { instantOfIso } from '../dialect/auditedTime';
import { actionWord } from '../entries/actions';
import type { AuditLogEntry, EntryBatch, Reference } from '../entries/auditLogEntry';
import type { AuditLogFilter } from '../entries/filter';
import type { Coverage } from '../reading/coverage';

/** An entry that says that a record was deleted. */
export interface Deletion {
	readonly eventId: string;
	readonly record: Reference;
	readonly module: string | null;
	readonly user: Reference | null;
	/** Milliseconds; null without a readable time. */
	readonly at: number | null;
}

/** The entries that matching looks at: of a record itself, and not of a tag, a note or a portal user of it. */
export const DELETION_FILTER: Pick<AuditLogFilter, 'actions'> = {
	actions: ['deleted', 'mass_delete', 'restore', 'undelete'],
};
const DELETED = /^(deleted?|mass_deleted?(_.*)?)$/;
const RESTORED = /^(mass_)?(restored?|undeleted?)(_.*)?$/;

/** No more deletions than these are kept. */
const MAX_DELETIONS = 200_000;

/** What the log says of deletions in a period. */
export interface Deletions {
	readonly all: readonly Deletion[];
	/** When records were restored, by their id. */
	readonly restored: ReadonlyMap<string, readonly number[]>;
	/** Half-open: what the log that was read can have entries of. */
	readonly from: number;
	readonly to: number;
	/** Whether there were more than are held. */
	readonly isCutOff: boolean;
}

/**
 * @param coverage of the same reading, looked at when all of it was read.
 * @param now Zoho's time in milliseconds, for a period that is open.
 */
export async function deletionsIn(
	batches: AsyncIterable<EntryBatch>,
	coverage: Coverage,
	now: number,
	maximum = MAX_DELETIONS,
): Promise<Deletions> {
	const all: Deletion[] = [];
	const restored = new Map<string, number[]>();
	let isCutOff = false;
	for await (const batch of batches) {
		for (const entry of batch) {
			const word = actionWord(entry.action ?? '');
			if (DELETED.test(word)) {
				if (all.length < maximum) all.push(deletionOf(entry));
				else isCutOff = true;
			} else if (RESTORED.test(word)) {
				const [id, at] = [entry.record?.id, instantOfIso(entry.audited_time ?? '')];
				if (id && at !== null) restored.set(id, [...(restored.get(id) ?? []), at]);
			}
		}
	}
	const ends = [coverage.to, coverage.as_of].map((time) => instantOfIso(time ?? '') ?? now);
	const from = instantOfIso(coverage.from ?? '') ?? -Infinity;
	return { all, restored, from, to: Math.min(now, ...ends), isCutOff };
}

function deletionOf({ event_id, record, module, done_by, audited_time }: AuditLogEntry): Deletion {
	return {
		eventId: event_id,
		record: record ?? { id: null, name: null },
		module,
		user: done_by,
		at: instantOfIso(audited_time ?? ''),
	};
}

import type { EntryDraft, LogEntry } from './logEntry';

/** Generates the entry at an index of the log. */
export type GenerateEntry = (index: number, time: number) => EntryDraft;

/**
 * A log of more entries than fit into memory: only index and time of each entry are kept; the rest is
 * generated when it is read, the same each time. Oldest first.
 * @param times of all entries, in order; milliseconds
 */
export function largeLog(
	times: Float64Array,
	generate: GenerateEntry,
	idOf: (index: number) => string,
): LogEntry[] {
	// Cached, because readers read several fields of an entry.
	let last: { readonly index: number; readonly draft: EntryDraft } | null = null;
	const generated = (index: number, time: number): EntryDraft => {
		if (last?.index !== index) last = { index, draft: generate(index, time) };
		return last.draft;
	};

	class LargeLogEntry implements LogEntry {
		constructor(
			private readonly index: number,
			readonly audited_time: number,
		) {}
		get id() {
			return idOf(this.index);
		}
		get action() {
			return this.draft.action;
		}
		get source() {
			return this.draft.source;
		}
		get done_by() {
			return this.draft.done_by;
		}
		get record() {
			return this.draft.record;
		}
		get related_record() {
			return this.draft.related_record;
		}
		get account_name() {
			return this.draft.account_name;
		}
		get field_history() {
			return this.draft.field_history;
		}
		private get draft(): EntryDraft {
			return generated(this.index, this.audited_time);
		}
	}
	return Array.from(times, (time, index) => new LargeLogEntry(index, time));
}

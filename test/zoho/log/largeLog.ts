import type { Happening, LogEntry } from './logEntry';

/** What happened at a place of the log. */
export type Making = (place: number, time: number) => Happening;

/**
 * A log of more entries than there is memory for: of each entry its place and its time are kept, and
 * everything else is made when it is looked at, the same each time. Oldest first.
 * @param times of all entries, in their order; milliseconds
 */
export function largeLog(
	times: Float64Array,
	making: Making,
	idOf: (place: number) => string,
): LogEntry[] {
	// Whoever reads an entry reads several things of it.
	let last: { readonly place: number; readonly happening: Happening } | null = null;
	const made = (place: number, time: number): Happening => {
		if (last?.place !== place) last = { place, happening: making(place, time) };
		return last.happening;
	};

	class LargeLogEntry implements LogEntry {
		constructor(
			private readonly place: number,
			readonly audited_time: number,
		) {}
		get id() {
			return idOf(this.place);
		}
		get action() {
			return this.happening.action;
		}
		get source() {
			return this.happening.source;
		}
		get done_by() {
			return this.happening.done_by;
		}
		get record() {
			return this.happening.record;
		}
		get related_record() {
			return this.happening.related_record;
		}
		get account_name() {
			return this.happening.account_name;
		}
		get field_history() {
			return this.happening.field_history;
		}
		private get happening(): Happening {
			return made(this.place, this.audited_time);
		}
	}
	return Array.from(times, (time, place) => new LargeLogEntry(place, time));
}

import type { LogRecord } from '../log/logEntry';

/** A record in the recycle bin. */
export interface BinItem {
	readonly record: LogRecord;
	/** Milliseconds since 1970. */
	readonly deleted_time: number;
	readonly deleted_by: { readonly id: string; readonly name: string } | null;
}

/** What happened to the recycle bin without an entry in the log. */
export interface BinChanges {
	readonly added: BinItem[];
	/** Ids of records that were restored or deleted permanently. */
	readonly removed: Set<string>;
}

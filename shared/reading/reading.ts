import type { EntryBatch } from '../entries/auditLogEntry';
import type { UnreadRows } from '../files/rows/unreadRows';
import type { DownloadedExport } from '../exports/downloadedExport';
import type { Coverage } from './coverage';
import type { Manifest } from './manifest';

/** Entries as they are read, and what they cover; `coverage` is final when the loop has ended. */
export interface Reading extends AsyncIterable<EntryBatch> {
	readonly state: 'ready';
	readonly coverage: Coverage;
	/** The exports that are read; undefined for another source. */
	readonly exports?: readonly DownloadedExport[];
	/** Lines of their files that could not be read; final when the loop has ended. */
	readonly unread?: UnreadRows;
	/** What proves the exports, whatever the filter: their files are read once more for it. */
	readonly manifest?: () => Promise<Manifest>;
}

export function reading(coverage: Coverage, entries: AsyncIterable<EntryBatch>): Reading {
	return {
		state: 'ready',
		coverage,
		[Symbol.asyncIterator]: () => entries[Symbol.asyncIterator](),
	};
}

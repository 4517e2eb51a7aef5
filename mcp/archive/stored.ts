import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { Part } from './part';

/** An export in the store, its files as they were received. */
export interface Stored {
	readonly download: DownloadedExport;
	/** In memory; none where the files are read from the folder. */
	readonly bytes: number;
}

/** The rows of an export, being read into the database or there. */
export interface Slot {
	readonly key: string;
	readonly part: Promise<Part>;
	/** Of the question that began it. */
	readonly signal: AbortSignal | undefined;
	/** Questions that read it now. */
	users: number;
	/** Removed as soon as no question reads it. */
	isLeaving: boolean;
}

/** Rows that a question reads. */
export interface Lease {
	readonly part: Part;
	readonly release: () => Promise<void>;
}

export function inMemory(download: DownloadedExport): Stored {
	const bytes = download.files.reduce((sum, file) => sum + file.bytes.length, 0);
	return { download, bytes };
}

import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { EntryContext } from '../../shared/entries/entryContext';
import { AuditLogError } from '../../shared/errors';
import type { IndexedRows } from '../../shared/reading/rowIndexes';
import { csvCount, type ExportFile } from '../../shared/files/exportFile';
import { untilAborted } from '../../shared/http/untilAborted';
import { RowIndex } from './rowIndex';

/** One stored export. */
interface Stored {
	readonly download: DownloadedExport;
	/** Including its indexes. */
	bytes: number;
	readonly indexes: Map<ExportFile, RowIndex>;
}

/**
 * Files of downloaded exports, as they were received: one store for a process, so that the second
 * query of an export downloads nothing. The least recently used one is evicted first; an export that is
 * larger than the store is downloaded for each query. Row indexes use the space that is left, and are
 * evicted with their export.
 */
export class ExportStore {
	/** In the order of their last use, oldest first. */
	private readonly stored = new Map<string, Stored>();
	private readonly downloading = new Map<string, Promise<DownloadedExport>>();
	private usedBytes = 0;

	constructor(private readonly maxBytes: number) {}

	/** The export from the store, else downloaded: once for concurrent callers. */
	async keep(
		id: string,
		download: () => Promise<DownloadedExport>,
		signal?: AbortSignal,
	): Promise<DownloadedExport> {
		const known = this.find(id);
		if (known) return known;
		const downloading = this.downloading.get(id);
		if (!downloading) return await this.downloaded(id, download);
		try {
			return await untilAborted(downloading, signal);
		} catch (error) {
			signal?.throwIfAborted();
			if (error instanceof AuditLogError) throw error;
			// The caller that started the download has cancelled it, but this one has not.
			return await this.keep(id, download, signal);
		}
	}

	/** The export, if it is stored. */
	find(id: string): DownloadedExport | undefined {
		const known = this.stored.get(id);
		if (!known) return undefined;
		this.stored.delete(id);
		this.stored.set(id, known);
		return known.download;
	}

	/** The stored exports, last used first. */
	all(): readonly DownloadedExport[] {
		return [...this.stored.values()].reverse().map(({ download }) => download);
	}

	/** The index of a stored file, whose rows are read in that context. */
	rowsOf(file: ExportFile, context: EntryContext): IndexedRows | undefined {
		for (const stored of this.stored.values()) {
			if (!stored.download.files.includes(file)) continue;
			const index =
				stored.indexes.get(file) ?? new RowIndex((bytes) => this.reserve(stored, bytes));
			stored.indexes.set(file, index);
			return index.in(context);
		}
		return undefined;
	}

	/** Whether most CSVs of these exports are indexed. */
	isIndexed(downloads: readonly DownloadedExport[]): boolean {
		let [csvs, indexed] = [0, 0];
		for (const { id, files } of downloads) {
			const stored = id === null ? undefined : this.stored.get(id);
			for (const file of files) {
				csvs += csvCount(file);
				indexed += stored?.indexes.get(file)?.size ?? 0;
			}
		}
		return indexed * 2 > csvs;
	}

	/** Uses bytes that are free; nothing is evicted for them. */
	private reserve(stored: Stored, bytes: number): boolean {
		const { id } = stored.download;
		if (id === null || this.stored.get(id) !== stored || this.usedBytes + bytes > this.maxBytes)
			return false;
		stored.bytes += bytes;
		this.usedBytes += bytes;
		return true;
	}

	private async downloaded(
		id: string,
		download: () => Promise<DownloadedExport>,
	): Promise<DownloadedExport> {
		const downloading = download();
		this.downloading.set(id, downloading);
		try {
			const arrived = await downloading;
			this.add(id, arrived);
			return arrived;
		} finally {
			this.downloading.delete(id);
		}
	}

	private add(id: string, download: DownloadedExport): void {
		const bytes = download.files.reduce((sum, file) => sum + file.bytes.length, 0);
		if (bytes > this.maxBytes) return;
		this.usedBytes += bytes;
		this.stored.set(id, { download, bytes, indexes: new Map() });
		for (const [oldest, { bytes: freed }] of this.stored) {
			if (this.usedBytes <= this.maxBytes) break;
			this.stored.delete(oldest);
			this.usedBytes -= freed;
		}
	}
}

import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { EntryContext } from '../../shared/entries/entryContext';
import { AuditLogError } from '../../shared/errors';
import type { RememberedRows } from '../../shared/reading/rowMemory';
import { csvCount, type ExportFile } from '../../shared/files/exportFile';
import { untilAborted } from '../../shared/http/untilAborted';
import { RowIndex } from './rowIndex';

/** What is kept of one export. */
interface Kept {
	readonly download: DownloadedExport;
	/** With what is known of its rows. */
	bytes: number;
	readonly indexes: Map<ExportFile, RowIndex>;
}

/**
 * Files of downloaded exports, as they were received: one store for a process, so that the second
 * question about an export downloads nothing. Whatever is used least goes first when there is no room;
 * an export that alone is larger than the store is downloaded for each question. What is learned of
 * the rows takes the room that is left, and goes with its export.
 */
export class ExportStore {
	/** In the order of their last use, oldest first. */
	private readonly kept = new Map<string, Kept>();
	private readonly arriving = new Map<string, Promise<DownloadedExport>>();
	private held = 0;

	constructor(private readonly maxBytes: number) {}

	/** The export from the store, else downloaded: once for all who ask for it at the same time. */
	async keep(
		id: string,
		download: () => Promise<DownloadedExport>,
		signal?: AbortSignal,
	): Promise<DownloadedExport> {
		const known = this.find(id);
		if (known) return known;
		const arriving = this.arriving.get(id);
		if (!arriving) return await this.arrived(id, download);
		try {
			return await untilAborted(arriving, signal);
		} catch (error) {
			signal?.throwIfAborted();
			if (error instanceof AuditLogError) throw error;
			// Who began the download has cancelled it; that is no reason for the others to give up.
			return await this.keep(id, download, signal);
		}
	}

	/** What is there, without asking anybody. */
	find(id: string): DownloadedExport | undefined {
		const known = this.kept.get(id);
		if (!known) return undefined;
		this.kept.delete(id);
		this.kept.set(id, known);
		return known.download;
	}

	/** What is there, last used first. */
	all(): readonly DownloadedExport[] {
		return [...this.kept.values()].reverse().map(({ download }) => download);
	}

	/** What is known of the rows of a file in the store, read in that context. */
	rowsOf(file: ExportFile, context: EntryContext): RememberedRows | undefined {
		for (const kept of this.kept.values()) {
			if (!kept.download.files.includes(file)) continue;
			const index = kept.indexes.get(file) ?? new RowIndex((bytes) => this.hasRoom(kept, bytes));
			kept.indexes.set(file, index);
			return index.in(context);
		}
		return undefined;
	}

	/** Whether the rows of most CSVs of these exports are known. */
	knowsRows(downloads: readonly DownloadedExport[]): boolean {
		let [csvs, known] = [0, 0];
		for (const { id, files } of downloads) {
			const kept = id === null ? undefined : this.kept.get(id);
			for (const file of files) {
				csvs += csvCount(file);
				known += kept?.indexes.get(file)?.size ?? 0;
			}
		}
		return known * 2 > csvs;
	}

	/** Takes the room when there is any; nothing that was downloaded goes for it. */
	private hasRoom(kept: Kept, bytes: number): boolean {
		const { id } = kept.download;
		if (id === null || this.kept.get(id) !== kept || this.held + bytes > this.maxBytes)
			return false;
		kept.bytes += bytes;
		this.held += bytes;
		return true;
	}

	private async arrived(
		id: string,
		download: () => Promise<DownloadedExport>,
	): Promise<DownloadedExport> {
		const arriving = download();
		this.arriving.set(id, arriving);
		try {
			const arrived = await arriving;
			this.add(id, arrived);
			return arrived;
		} finally {
			this.arriving.delete(id);
		}
	}

	private add(id: string, download: DownloadedExport): void {
		const bytes = download.files.reduce((sum, file) => sum + file.bytes.length, 0);
		if (bytes > this.maxBytes) return;
		this.held += bytes;
		this.kept.set(id, { download, bytes, indexes: new Map() });
		for (const [oldest, { bytes: freed }] of this.kept) {
			if (this.held <= this.maxBytes) break;
			this.kept.delete(oldest);
			this.held -= freed;
		}
	}
}

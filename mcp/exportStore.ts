import type { DownloadedExport } from '../shared/auditLog/exportReading';
import { AuditLogError } from '../shared/errors';
import { untilAborted } from '../shared/http/untilAborted';

/** What is kept of one export. */
interface Kept {
	readonly download: DownloadedExport;
	readonly bytes: number;
}

/**
 * Files of downloaded exports, as they were received: one store for a process, so that the second
 * question about an export downloads nothing. Whatever is used least goes first when there is no room;
 * an export that alone is larger than the store is downloaded for each question.
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
		this.kept.set(id, { download, bytes });
		for (const [oldest, { bytes: freed }] of this.kept) {
			if (this.held <= this.maxBytes) break;
			this.kept.delete(oldest);
			this.held -= freed;
		}
	}
}

import type { DownloadedExport, DownloadStore } from '../../shared/exports/downloadedExport';
import { untilAborted } from '../../shared/http/untilAborted';

/** Their files are in memory; a question that spans years reads seven. */
const MAX_KEPT = 8;

/** Keeps what one run of the node downloads, so that items which read the same export have one download. */
export class RunStore implements DownloadStore {
	private readonly kept = new Map<string, Promise<DownloadedExport>>();

	async keep(
		id: string,
		download: () => Promise<DownloadedExport>,
		signal?: AbortSignal,
	): Promise<DownloadedExport> {
		const known = this.kept.get(id);
		if (known) return await untilAborted(known, signal);
		const downloading = download();
		this.kept.set(id, downloading);
		const [oldest] = this.kept.keys();
		if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
		// What failed is tried again by the next item.
		downloading.catch(() => this.kept.delete(id));
		return await downloading;
	}
}

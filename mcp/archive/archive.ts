import { resolve } from 'node:path';
import type { EntryContext } from '../../shared/entries/entryContext';
import { AuditLogError } from '../../shared/errors';
import type { DownloadedExport, DownloadStore } from '../../shared/exports/downloadedExport';
import { Database } from './database';
import type { ArchiveFolder } from './folder/archiveFolder';
import { reasonOf } from './folder/ownFiles';
import { keyOf } from './folder/readAs';
import { KeptParts } from './folder/keptParts';
import { ingest, type IngestOptions } from './ingest';
import type { Part } from './part';
import { inMemory, type Lease, type Slot, type Stored } from './stored';
import { unlessCancelled } from './unlessCancelled';

/** The folder, once it was opened. */
export type FolderAccess = () => Promise<ArchiveFolder>;

/**
 * Exports that were downloaded: their files, and their rows in the database. One for a process, so that
 * the second question about an export downloads and reads nothing. When they take more memory than they
 * may, the least recently used export is evicted; one that is larger than all of it is read for each question.
 */
export class Archive implements DownloadStore {
	readonly database: Database;
	private readonly parts: KeptParts | null;
	/** In the order of their last use, oldest first. */
	private readonly stored = new Map<string, Stored>();
	private readonly downloading = new Map<string, Promise<DownloadedExport>>();
	private readonly slots = new Map<string, Slot>();
	private readonly evicted = new Set<string>();
	/** Downloaded again after they were evicted. */
	private readonly returned = new Set<string>();
	private readonly unkept = new Map<string, string>();
	private ingesting: Promise<unknown> = Promise.resolve();

	/** @param folder where exports are kept on disk as well, at `path`. */
	constructor(
		private readonly maxBytes: number,
		readonly folder: FolderAccess | null = null,
		path: string | null = null,
	) {
		this.database = new Database(path === null ? null : resolve(path));
		this.parts = folder && new KeptParts(this.database, folder);
	}

	/** The export from the store, else from the folder, else downloaded: once for concurrent callers. */
	async keep(
		id: string,
		download: () => Promise<DownloadedExport>,
		signal?: AbortSignal,
	): Promise<DownloadedExport> {
		const known = this.find(id);
		if (known) return known;
		const downloading = this.downloading.get(id);
		if (!downloading) return await this.downloaded(id, async () => await this.kept(id, download));
		const isCancelled = (error: unknown): boolean => !(error instanceof AuditLogError);
		const arrived = await unlessCancelled(downloading, signal, isCancelled);
		// The caller that started the download has cancelled it, but this one has not.
		return arrived ?? (await this.keep(id, download, signal));
	}

	/** The export, if it is stored. */
	find(id: string): DownloadedExport | undefined {
		const known = this.stored.get(id);
		if (!known) return undefined;
		this.stored.delete(id);
		this.stored.set(id, known);
		return known.download;
	}

	/** The same, also from the folder. */
	async load(id: string): Promise<DownloadedExport | undefined> {
		const known = this.find(id);
		if (known ?? !this.folder) return known;
		if (!(await (await this.folder()).all()).some((one) => one.id === id)) return undefined;
		return await this.keep(id, async () => await Promise.reject(new Error('it was kept')));
	}

	/** The stored exports, last used first. */
	all(): readonly DownloadedExport[] {
		return [...this.stored.values()].reverse().map(({ download }) => download);
	}

	/** Whether it had been evicted, so that it was downloaded again: true once. */
	hasReturned(id: string): boolean {
		return this.returned.delete(id);
	}

	/** Why it could not be kept in the folder: once. */
	whyUnkept(id: string): string | undefined {
		const reason = this.unkept.get(id);
		this.unkept.delete(id);
		return reason;
	}

	/** What has to be said of its rows: once. */
	noteOn(id: string): string | undefined {
		return this.parts?.noteOn(id);
	}

	async hasPart(id: string): Promise<boolean> {
		return (await this.parts?.has(id)) ?? false;
	}

	/** Has the part of an export be made anew, from its files. */
	async renewPart(id: string): Promise<void> {
		await this.parts?.renew(id);
		const slot = this.slots.get(id);
		if (slot) await this.remove(id, slot);
	}

	/** Resolves when everything is kept that is being kept now. */
	async settled(): Promise<void> {
		await this.ingesting;
	}

	/** Begins what can be done before the rows of these exports are asked for. */
	prepare(exports: readonly DownloadedExport[]): void {
		this.parts?.prepare(exports).catch(() => undefined);
	}

	/** The rows of an export, which stay until they are released. */
	async lease(
		download: DownloadedExport,
		context: EntryContext,
		options: IngestOptions,
	): Promise<Lease> {
		if (download.id !== null) await this.forgetReplaced(download.id);
		const slot = this.slotOf(download, context, options);
		slot.users++;
		const release = async (): Promise<void> => {
			slot.users--;
			await this.leave(slot);
		};
		try {
			const isCancelled = (): boolean => slot.signal?.aborted === true;
			const part = await unlessCancelled(slot.part, options.signal, isCancelled);
			if (part !== undefined) return { part, release };
		} catch (error) {
			await release();
			throw error;
		}
		await release();
		return await this.lease(download, context, options);
	}

	private slotOf(download: DownloadedExport, context: EntryContext, options: IngestOptions): Slot {
		// Without an id it cannot be asked for again.
		const id = download.id ?? `${this.slots.size} without an id`;
		const key = keyOf(context);
		const known = this.slots.get(id);
		if (known?.key === key) return known;
		if (known) void this.remove(id, known);
		const read = async (): Promise<Part> => {
			const kept = await this.parts?.find(download, key);
			if (kept) return kept;
			// One at a time: the work is the processor's, and what it takes until it is compressed is memory.
			const made = this.ingesting.then(
				async () => await ingest(this.database, download.files, context, options),
			);
			this.ingesting = made
				.then(async (part) => {
					await this.parts?.keep(download, key, part, options);
					await this.shrink(id, slot);
				})
				// As when the process ends. What is read next does not depend on it.
				.catch(() => undefined);
			return await made;
		};
		const slot: Slot = { key, part: read(), signal: options.signal, users: 0, isLeaving: false };
		this.slots.set(id, slot);
		slot.part.catch(async () => await this.remove(id, slot)).catch(() => undefined);
		return slot;
	}

	/** Another process may have made a part anew, and removed the files of the one before. */
	private async forgetReplaced(id: string): Promise<void> {
		const slot = this.slots.get(id);
		if (slot && (await this.parts?.isReplaced(id)) === true) await this.remove(id, slot);
	}

	/** From the folder, else downloaded and kept there. */
	private async kept(id: string, download: () => Promise<DownloadedExport>): Promise<Stored> {
		if (!this.folder) return inMemory(await download());
		const folder = await this.folder();
		const found = await folder.find(id);
		if (found) this.evicted.delete(id);
		if (found) return { download: found, bytes: 0 };
		const arrived = await download();
		try {
			await folder.keep(arrived);
		} catch (error) {
			this.unkept.set(id, reasonOf(error));
		}
		const kept = await folder.find(id);
		return kept ? { download: kept, bytes: 0 } : inMemory(arrived);
	}

	private async downloaded(id: string, download: () => Promise<Stored>): Promise<DownloadedExport> {
		const storing = download();
		const downloading = storing.then((stored) => stored.download);
		// Reported to who waits for it, if any.
		downloading.catch(() => undefined);
		this.downloading.set(id, downloading);
		try {
			const stored = await storing;
			if (this.evicted.delete(id)) this.returned.add(id);
			if (stored.bytes <= this.maxBytes) this.stored.set(id, stored);
			for (const oldest of [...this.stored.keys()]) {
				if (this.fileBytes() <= this.maxBytes) break;
				await this.evict(oldest);
			}
			return await downloading;
		} finally {
			this.downloading.delete(id);
		}
	}

	/** Makes room for the rows of an export, which are not kept where there is none. */
	private async shrink(id: string, slot: Slot): Promise<void> {
		const used = async (): Promise<number> => this.fileBytes() + (await this.database.bytes());
		for (const oldest of [...this.stored.keys()]) {
			if ((await used()) <= this.maxBytes) break;
			if (oldest !== id) await this.evict(oldest);
		}
		if (!this.stored.has(id) || (await used()) > this.maxBytes) await this.remove(id, slot);
	}

	private fileBytes(): number {
		return [...this.stored.values()].reduce((sum, { bytes }) => sum + bytes, 0);
	}

	private async evict(id: string): Promise<void> {
		this.stored.delete(id);
		this.evicted.add(id);
		const slot = this.slots.get(id);
		if (slot) await this.remove(id, slot);
	}

	private async remove(id: string, slot: Slot): Promise<void> {
		if (this.slots.get(id) === slot) this.slots.delete(id);
		slot.isLeaving = true;
		await this.leave(slot);
	}

	private async leave(slot: Slot): Promise<void> {
		if (!slot.isLeaving || slot.users > 0) return;
		slot.isLeaving = false;
		const part = await slot.part.catch(() => undefined);
		await part?.drop();
	}
}

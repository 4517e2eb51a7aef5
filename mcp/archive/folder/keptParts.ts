import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { Database } from '../database';
import type { IngestOptions } from '../ingest';
import type { Part } from '../part';
import type { ArchiveFolder } from './archiveFolder';
import { type KeptPart, partContent } from './keptPart';
import { attachPart, comparePart, writePart } from './partFiles';
import { otherVersionNote, type StatedPart } from './statedPart';

/**
 * The rows of exports in Parquet, so that a new process need not read the files again. A part that is
 * not as it was kept is never used: the files are. See docs/decisions/archive-parts.md
 */
export class KeptParts {
	/** Parts that were looked at and are no good, by export. */
	private readonly unfit = new Map<string, StatedPart>();
	private readonly used = new Map<string, StatedPart>();
	private readonly notes = new Map<string, string>();
	/** Parts that are being compared with their digests, one after another. */
	private readonly comparing = new Map<string, Promise<void>>();
	private lastCompared: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly database: Database,
		private readonly folder: () => Promise<ArchiveFolder>,
	) {}

	/** Begins to compare the files of exports, while the database is loaded and others are asked. */
	async prepare(exports: readonly DownloadedExport[]): Promise<void> {
		const folder = await this.folder();
		for (const id of exports.flatMap((one) => one.id ?? [])) {
			const stated = await folder.part(id);
			const kept = stated?.current;
			if (kept && !isSame(stated, this.used.get(id)) && !isSame(stated, this.unfit.get(id))) {
				this.compare(folder, kept).catch(() => undefined);
			}
		}
	}

	/** @throws UnexpectedAnswerError when one of its files is not as it was kept. */
	private async compare({ path }: ArchiveFolder, kept: KeptPart): Promise<void> {
		const key = JSON.stringify(kept.files);
		let compared = this.comparing.get(key);
		if (!compared) {
			// One file at a time is in memory.
			compared = this.lastCompared.then(async () => await comparePart(path, kept));
			this.lastCompared = compared.catch(() => undefined);
			this.comparing.set(key, compared);
		}
		await compared;
	}

	/** The rows of an export, if they are kept and were read in the same way. */
	async find({ id }: DownloadedExport, readAs: string): Promise<Part | undefined> {
		if (id === null) return undefined;
		const folder = await this.folder();
		const stated = await folder.part(id);
		const kept = stated?.current;
		if (!stated || isSame(stated, this.unfit.get(id))) return undefined;
		if (!kept) this.notes.set(id, otherVersionNote(folder));
		if (kept?.read_as !== readAs) return undefined;
		try {
			// It is loaded while another thread compares.
			await Promise.all([this.database.library(), this.compare(folder, kept)]);
			const part = await attachPart(this.database, folder.path, kept);
			this.used.set(id, stated);
			return part;
		} catch {
			this.unfit.set(id, stated);
			this.notes.set(
				id,
				`The Parquet part of the export ${id} is not as it was kept: it was not used, and the export's own files were read.${folder.isWritten ? ' It is made anew.' : ''}`,
			);
			return undefined;
		} finally {
			this.comparing.delete(JSON.stringify(kept.files));
		}
	}

	/** Keeps the rows of an export, unless there are some that others use. */
	async keep(
		{ id }: DownloadedExport,
		readAs: string,
		part: Part,
		{ reading }: IngestOptions,
	): Promise<void> {
		const folder = await this.folder();
		if (id === null || !folder.isWritten) return;
		if (!(await folder.all()).some((kept) => kept.id === id)) return;
		const before = await folder.part(id);
		// Another server may have other settings.
		if (before?.current && !isSame(before, this.unfit.get(id))) return;
		const { rows, unread } = part.facts;
		await folder.keepPart(id, before, async () => {
			const files = await writePart(this.database, folder.path, id, part);
			return partContent(part, { id, readAs, reading: reading?.(rows + unread.count) }, files);
		});
	}

	/** Whether a part that is used here is not the one any more. */
	async isReplaced(id: string): Promise<boolean> {
		const used = this.used.get(id);
		if (!used) return false;
		const now = await (await this.folder()).part(id);
		const isReplaced = !isSame(now, used);
		if (isReplaced) this.used.delete(id);
		return isReplaced;
	}

	/** Whether there is one that this version has made. */
	async has(id: string): Promise<boolean> {
		return (await (await this.folder()).part(id))?.current !== undefined;
	}

	/** The one there is will not be used any more. */
	async renew(id: string): Promise<void> {
		const kept = await (await this.folder()).part(id);
		if (kept) this.unfit.set(id, kept);
	}

	/** Once. */
	noteOn(id: string): string | undefined {
		const note = this.notes.get(id);
		this.notes.delete(id);
		return note;
	}
}

function isSame(one: StatedPart | undefined, other: StatedPart | undefined): boolean {
	const [files, others] = [one, other].map((part) => part && [!part.current, part.files]);
	return JSON.stringify(files) === JSON.stringify(others);
}

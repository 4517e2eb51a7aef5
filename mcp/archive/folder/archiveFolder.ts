import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { EmptyFile } from '../../../shared/exports/emptyFile';
import { type ExportFile, kindOf } from '../../../shared/files/exportFile';
import { ENDINGS, partialName, removePartials, writeWhole } from '../savedFiles';
import { Chain } from './chain';
import { exportContent, type KeptExport, keptExport } from './keptExport';
import { endOf } from './covered';
import type { Signer } from './signature';
import { KeptNames } from './keptNames';
import type { KeptPart } from './keptPart';
import { keptAfter } from './manifest';
import { removeOrphans } from './orphans';
import type { StatedPart } from './statedPart';
import { digestOf, readKeptSync, refused, requireSize, type StoredFile } from './ownFiles';

/**
 * Exports in a folder: the files as Zoho made them, and a manifest that says what they are, written
 * last. An export is there when its manifest is, and nothing of it is ever changed, so several
 * processes may read and write at once. See docs/archive.md and docs/decisions/archive-folder.md
 */
export class ArchiveFolder {
	readonly names: KeptNames;
	private readonly chain: Chain;

	private constructor(
		readonly path: string,
		readonly isWritten: boolean,
		signer: Signer | null,
	) {
		this.names = new KeptNames(path);
		this.chain = new Chain(path, signer);
	}

	/**
	 * The folder; one that is written to is made where there is none.
	 * @throws UnexpectedAnswerError when it is a link, or one to write to that others may look into.
	 */
	static async open(
		path: string,
		use: 'read' | 'write',
		signer: Signer | null = null,
	): Promise<ArchiveFolder> {
		const whole = resolve(path);
		if (use === 'write') await mkdir(whole, { recursive: true, mode: 0o700 });
		const found = await lstat(whole).catch(() => undefined);
		if (!found?.isDirectory()) throw refused(`${path} is a link, or no folder`);
		const folder = new ArchiveFolder(whole, use === 'write', signer);
		if (use === 'read') return folder;
		if (process.platform !== 'win32') {
			if (found.uid !== process.getuid?.()) throw refused(`${path} belongs to another user`);
			if ((found.mode & 0o077) !== 0) {
				throw refused(`others may look into ${path} (chmod 700 keeps them out)`);
			}
		}
		await removePartials(whole);
		await folder.removeUnnamed();
		await folder.chain.settle().catch(() => undefined);
		return folder;
	}

	/** What is known of each export that is kept, whichever process keeps it. */
	async all(): Promise<readonly KeptExport[]> {
		return [...keptAfter(await this.chain.all()).exports.values()].map(keptExport);
	}

	/**
	 * An export with its files, which are compared with their digests when they are read; undefined when it is not kept.
	 * @throws UnexpectedAnswerError for a file that is missing or has another size.
	 */
	async find(id: string): Promise<DownloadedExport | undefined> {
		const kept = (await this.all()).find((some) => some.id === id);
		if (!kept) return undefined;
		const files: ExportFile[] = [];
		const emptyFiles: EmptyFile[] = [];
		for (const { name, holds, text, ...stored } of kept.files) {
			await requireSize(this.path, stored);
			if (holds !== null) {
				emptyFiles.push(readWhenUsed(this.path, stored, { name, holds, text }));
			}
			if (holds === null || holds === 'header') {
				files.push(readWhenUsed(this.path, stored, { name }));
			}
		}
		const { startedAt, createdById, settings, criteria, organizations } = kept;
		const reading = (await this.part(id))?.current?.reading;
		return {
			...(reading && { reading }),
			...{ id, startedAt, createdById, criteria, organizations, files },
			...(settings && { settings }),
			...(emptyFiles.length > 0 && { emptyFiles }),
		};
	}

	/** Keeps an export, unless it is kept already. Whenever the process dies, it is there whole or not at all. */
	async keep(download: DownloadedExport): Promise<void> {
		// It belongs to all questions: one that is cancelled does not end it.
		const { signal } = new AbortController();
		const { id, files, emptyFiles = [] } = download;
		// Without an id and a start it could not be identified later.
		if (id === null || !/^\d+$/.test(id) || download.startedAt === null) return;
		if ((await this.all()).some((kept) => kept.id === id)) return;
		const isEmpty = ({ bytes }: ExportFile): boolean =>
			emptyFiles.some((file) => file.bytes === bytes);
		const all = [...files.filter((file) => !isEmpty(file)), ...emptyFiles];
		await this.writing(id, async () => {
			const stored: KeptExport['files'] = [];
			for (const [index, file] of all.entries()) {
				const sha256 = digestOf(file.bytes);
				// By its content, so that what a killed process left, or another one writes, is the same.
				const name = `${id}-${index + 1}-${sha256.slice(0, 16)}.${ENDINGS[kindOf(file)]}`;
				await writeWhole(this.path, name, file.bytes, signal);
				const { holds, text } = 'holds' in file ? (file as EmptyFile) : { holds: null, text: '' };
				const size = file.bytes.length;
				stored.push({ stored: name, name: file.name, size, sha256, holds, text });
			}
			await this.chain.append((manifests) =>
				keptAfter(manifests).exports.has(id) ? null : { export: exportContent(download, stored) },
			);
		});
	}

	/** What is known of the rows of an export in Parquet, whichever version has made them. */
	async part(id: string): Promise<StatedPart | undefined> {
		return keptAfter(await this.chain.all()).parts.get(id);
	}

	/** Keeps the rows of an export in files that `write` makes, in place of a part; not when there is another one by then. */
	async keepPart(
		id: string,
		before: StatedPart | undefined,
		write: () => Promise<KeptPart>,
	): Promise<void> {
		await this.writing(id, async () => {
			const part = await write();
			const isAdded = await this.chain.append((manifests) => {
				const { exports, parts } = keptAfter(manifests);
				const isSame = JSON.stringify(parts.get(id)) === JSON.stringify(before);
				// Another process may have removed the export while its rows were read.
				return isSame && exports.has(id) ? { part } : null;
			});
			const { files, names } = (await this.part(id)) ?? { files: [], names: [] };
			const named = new Set([...files.map(({ stored }) => stored), ...names]);
			for (const { stored } of isAdded ? [] : part.files) {
				if (!named.has(stored)) await rm(join(this.path, stored), { force: true });
			}
		});
	}

	/**
	 * Removes the exports in which nothing is as new as that, whole; a manifest says so first.
	 * @param why for people.
	 * @returns their ids.
	 */
	async removeBefore(before: number, why: string, now: number): Promise<readonly string[]> {
		let ids: string[] = [];
		await this.chain.append((manifests) => {
			const all = [...keptAfter(manifests).exports.values()].map(keptExport);
			ids = all.filter((one) => (endOf(one) ?? Infinity) <= before).map(({ id }) => id);
			const [at, limit] = [now, before].map((instant) => new Date(instant).toISOString());
			if (ids.length === 0 || at === undefined || limit === undefined) return null;
			return { removed: { export_ids: ids, at, before: limit, why } };
		});
		await this.removeUnnamed();
		return ids;
	}

	private async removeUnnamed(): Promise<void> {
		await removeOrphans(this.path, async () => await this.chain.whole().catch(() => null));
	}

	/** Files of an export that no manifest names yet are not removed by others meanwhile. */
	private async writing(id: string, write: () => Promise<void>): Promise<void> {
		const mark = join(this.path, partialName(`${id}.json`));
		await (await open(mark, 'wx', 0o600)).close();
		try {
			await write();
		} finally {
			await rm(mark, { force: true });
		}
	}
}

/** Its bytes are read when they are used, and forgotten when nothing holds them. */
function readWhenUsed<T extends object>(folder: string, stored: StoredFile, file: T) {
	let held: WeakRef<Buffer> | undefined;
	const get = (): Buffer => {
		const bytes = held?.deref() ?? readKeptSync(folder, stored);
		held = new WeakRef(bytes);
		return bytes;
	};
	return Object.defineProperty(file, 'bytes', { get, enumerable: true }) as T &
		Pick<ExportFile, 'bytes'>;
}

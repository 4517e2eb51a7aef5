import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UnexpectedAnswerError } from '../../../shared/errors';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { EmptyFile } from '../../../shared/exports/emptyFile';
import { type ExportFile, kindOf } from '../../../shared/files/exportFile';
import { ENDINGS, removePartials, writeWhole } from '../savedFiles';
import {
	type KeptExport,
	keptExportIn,
	type KeptNames,
	keptNamesIn,
	manifestOf,
} from './keptExport';

const NAMES_FILE = 'names.json';
const MANIFEST_FILE = /^(\d+)\.json$/;

/**
 * Exports in a folder: the files as Zoho made them, and beside them a manifest that says what they are,
 * written last. An export is there when its manifest is, and nothing of it is ever changed, so several
 * processes may read and write at once. See docs/archive.md and docs/decisions/archive-folder.md
 */
export class ArchiveFolder {
	private readonly known = new Map<string, KeptExport>();
	private names: Map<string, KeptNames[string]> | undefined;

	private constructor(private readonly path: string) {}

	/**
	 * The folder; one that is written to is made where there is none.
	 * @throws UnexpectedAnswerError when it is a link, or one to write to that others may look into.
	 */
	static async open(path: string, use: 'read' | 'write'): Promise<ArchiveFolder> {
		const whole = resolve(path);
		if (use === 'write') await mkdir(whole, { recursive: true, mode: 0o700 });
		const found = await lstat(whole).catch(() => undefined);
		if (!found?.isDirectory()) throw refused(`${path} is a link, or no folder`);
		if (use === 'read') return new ArchiveFolder(whole);
		if (process.platform !== 'win32') {
			if (found.uid !== process.getuid?.()) throw refused(`${path} belongs to another user`);
			if ((found.mode & 0o077) !== 0) {
				throw refused(`others may look into ${path} (chmod 700 keeps them out)`);
			}
		}
		await removePartials(whole);
		return new ArchiveFolder(whole);
	}

	/** What is known of each export that is kept, whichever process keeps it. */
	async all(): Promise<readonly KeptExport[]> {
		for (const name of await readdir(this.path)) {
			const id = MANIFEST_FILE.exec(name)?.[1];
			if (id === undefined || this.known.has(id)) continue;
			this.known.set(id, keptExportIn(name, id, await this.bytesOf(name)));
		}
		return [...this.known.values()];
	}

	/**
	 * An export with its files; undefined when it is not kept.
	 * @throws UnexpectedAnswerError for a file that is missing or is not as it was kept.
	 */
	async find(id: string): Promise<DownloadedExport | undefined> {
		const kept = (await this.all()).find((some) => some.id === id);
		if (!kept) return undefined;
		const files: ExportFile[] = [];
		const emptyFiles: EmptyFile[] = [];
		for (const { stored, name, sha256, holds, text } of kept.files) {
			const bytes = await this.bytesOf(stored);
			if (digestOf(bytes) !== sha256) throw refused(`${stored} is not as it was kept`);
			if (holds !== null) emptyFiles.push({ name, bytes, holds, text });
			if (holds === null || holds === 'header') files.push({ name, bytes });
		}
		const { startedAt, createdById, settings, criteria, organizations } = kept;
		return {
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
		const stored: KeptExport['files'][number][] = [];
		for (const [index, file] of all.entries()) {
			const sha256 = digestOf(file.bytes);
			// By its content, so that what a killed process left, or another one writes, is the same.
			const name = `${id}-${index + 1}-${sha256.slice(0, 16)}.${ENDINGS[kindOf(file)]}`;
			await writeWhole(this.path, name, file.bytes, signal);
			const { holds, text } = 'holds' in file ? (file as EmptyFile) : { holds: null, text: '' };
			stored.push({ stored: name, name: file.name, size: file.bytes.length, sha256, holds, text });
		}
		const manifest = manifestOf(download, stored);
		await writeWhole(this.path, `${id}.json`, Buffer.from(manifest), signal);
	}

	/** Zoho's answer to a question for names, as it was last. */
	async name(path: string): Promise<KeptNames[string] | undefined> {
		return (await this.keptNames()).get(path);
	}

	async keepName(path: string, answer: KeptNames[string]): Promise<void> {
		const names = await this.keptNames();
		if (names.get(path)?.text === answer.text) return;
		names.set(path, answer);
		const text = JSON.stringify(Object.fromEntries(names));
		await writeWhole(this.path, NAMES_FILE, Buffer.from(text), new AbortController().signal);
	}

	private async keptNames(): Promise<Map<string, KeptNames[string]>> {
		if (this.names) return this.names;
		const exists = (await readdir(this.path)).includes(NAMES_FILE);
		const kept = exists ? keptNamesIn(NAMES_FILE, await this.bytesOf(NAMES_FILE)) : {};
		return (this.names ??= new Map(Object.entries(kept)));
	}

	/** Of a file of its own: a link could lead anywhere. */
	private async bytesOf(name: string): Promise<Buffer> {
		const file = await open(
			join(this.path, name),
			constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0),
		).catch((error: NodeJS.ErrnoException) => {
			const reason = error.code === 'ELOOP' ? 'is a link' : `cannot be read (${error.code})`;
			throw refused(`${name} ${reason}`);
		});
		try {
			if (!(await file.stat()).isFile()) throw refused(`${name} is no file`);
			return await file.readFile();
		} finally {
			await file.close();
		}
	}
}

function digestOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

function refused(what: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(`The archive is not read: ${what}.`);
}

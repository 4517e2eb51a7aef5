import { z } from 'zod';
import { type KeptPart, partIn } from './keptPart';
import { refused, SHA256, type StoredFile } from './ownFiles';

const NAMED_FILE = z.object({ stored: z.string(), size: z.number(), sha256: SHA256 });

/** A name that is not one of a file in the folder itself. */
const OUTSIDE = /[/\\:\0]|^\.{0,2}$/;
const ID = /^\d+$/;
const ID_FIRST = /^(\d+)-/;

/** Files that something names which may be of another version. */
export interface Mentioned {
	/** In the form that all versions share: these can be compared. */
	readonly files: readonly StoredFile[];
	/** All texts besides, which may be names of files. */
	readonly names: readonly string[];
}

/** What a manifest says of an export's rows in Parquet, whichever version has made them. */
export interface StatedPart extends Mentioned {
	readonly exportIds: readonly string[];
	/** Undefined where another version has made it: the rows are read anew from the export's files. */
	readonly current: KeptPart | undefined;
}

/**
 * See docs/decisions/archive-parts.md
 * @param manifest which says it.
 * @throws UnexpectedAnswerError when it names a file outside of the folder.
 */
export function statedPart(manifest: string, content: unknown): StatedPart {
	const current = partIn(content);
	if (current) {
		return { exportIds: [current.export_id], current, files: current.files, names: [] };
	}
	const { files, names } = mentionedIn(manifest, content);
	const { export_id: id } = Object(content) as { export_id?: unknown };
	const ids =
		typeof id === 'string' && ID.test(id)
			? [id]
			: [...files.map(({ stored }) => stored), ...names].flatMap((text) =>
					ID.test(text) ? text : (ID_FIRST.exec(text)?.[1] ?? []),
				);
	return { exportIds: [...new Set(ids)], current, files, names };
}

/** @throws UnexpectedAnswerError when it names a file outside of the folder. */
export function mentionedIn(manifest: string, content: unknown): Mentioned {
	const files = new Map<string, StoredFile>();
	const names = new Set<string>();
	// No recursion: JSON may be nested more deeply than calls.
	const left = [content];
	while (left.length > 0) {
		const value = left.pop();
		if (typeof value === 'string') names.add(value);
		if (typeof value !== 'object' || value === null) continue;
		const { data } = NAMED_FILE.safeParse(value);
		if (data && OUTSIDE.test(data.stored)) {
			throw refused(`${manifest} names a file outside of the folder`);
		}
		if (data) files.set(`${data.stored} ${data.sha256}`, data);
		for (const [key, inner] of Object.entries(value)) {
			if (!Array.isArray(value)) names.add(key);
			if (!data || key !== 'stored') left.push(inner);
		}
	}
	return { files: [...files.values()], names: [...names] };
}

/** The same for all exports, so that it is said once. */
export function otherVersionNote({ isWritten }: { readonly isWritten: boolean }): string {
	const then = isWritten ? 'They are made anew.' : 'sync of this version makes them anew.';
	return `The Parquet files were made by another version: they were not used, and the files as Zoho made them were read. ${then}`;
}

/** Digests hold as those of any other part, but whether rows are those of the files is not known. */
export function otherVersionRemarks(parts: readonly StatedPart[]): string[] {
	const others = parts.filter(({ current }) => !current);
	if (others.length === 0) return [];
	const files = new Set(others.flatMap((part) => part.files.map(({ stored }) => stored)));
	return [
		`The Parquet files of ${others.length} exports were made by another version, which names ${files.size} of them with their SHA-256.`,
	];
}

export function notComparedRemark(name: string): string {
	return `${name} is named by another version, without a SHA-256 that this one can read: it was not compared.`;
}

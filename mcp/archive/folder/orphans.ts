import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { partialIn } from '../savedFiles';
import { keptAfter, type Manifest } from './manifest';
import type { StoredFile } from './ownFiles';

/** A file of an export, whose name begins with the export's id. */
const OF_EXPORT = /^(\d+)-(?:\d+|entries|texts)-[0-9a-f]{16}\./;

/** Files that have to be there after all manifests: of parts those of the last one of each export. */
export function filesNamedIn(manifests: readonly Manifest[]): StoredFile[] {
	const { exports, parts } = keptAfter(manifests);
	return [...exports.values(), ...parts.values()].flatMap(({ files }): StoredFile[] => files);
}

/**
 * Removes files that no manifest names: a killed process had written them, or there are newer ones.
 * @param manifestsNow those there are; null when they cannot be read.
 */
export async function removeOrphans(
	folder: string,
	manifestsNow: () => Promise<readonly Manifest[] | null>,
): Promise<void> {
	// In this order: what is written meanwhile has a mark, or after that a manifest.
	const files = await readdir(folder);
	const marks = new Set((await readdir(folder)).map((name) => partialIn(name)?.name));
	const manifests = await manifestsNow();
	if (manifests === null) return;
	const named = new Set(filesNamedIn(manifests).map(({ stored }) => stored));
	for (const file of files) {
		const id = OF_EXPORT.exec(file)?.[1];
		if (id === undefined || named.has(file) || marks.has(`${id}.json`)) continue;
		await rm(join(folder, file), { force: true });
	}
}

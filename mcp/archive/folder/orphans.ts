import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { partialIn } from '../savedFiles';
import { keptAfter, type Manifest } from './manifest';
import type { StoredFile } from './ownFiles';

/** A file of an export, whose name begins with the export's id. */
const OF_EXPORT = /^(\d+)-(?:\d+|entries|texts)-[0-9a-f]{16}\./;
const ID_FIRST = /^(\d+)-/;

/** Files that have to be there after all manifests: of parts those of the last one of each export. */
export function filesNamedIn(manifests: readonly Manifest[]): StoredFile[] {
	const { exports, parts } = keptAfter(manifests);
	return [...exports.values(), ...new Set(parts.values())].flatMap(
		({ files }): readonly StoredFile[] => files,
	);
}

/** What another version may mean as names of files, without a digest that this one can read. */
export function namesUnknownIn(manifests: readonly Manifest[]): Set<string> {
	const names = new Set<string>();
	for (const { part, unknown } of manifests) {
		for (const name of [...(part?.names ?? []), ...unknown.names]) names.add(name);
		for (const { stored } of unknown.files) names.add(stored);
	}
	return names;
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
	const unknown = namesUnknownIn(manifests);
	const ofParts = new Set(
		manifests.flatMap(({ part }) => part?.files.map(({ stored }) => stored) ?? []),
	);
	const exports = new Set(manifests.flatMap(({ export: one }) => one?.export_id ?? []));
	for (const file of files) {
		// What a part of another version names may be called in any way, after an export that there was.
		const isOfPart = ofParts.has(file) && exports.has(ID_FIRST.exec(file)?.[1] ?? '');
		const id = (isOfPart ? ID_FIRST : OF_EXPORT).exec(file)?.[1];
		if (id === undefined || named.has(file) || marks.has(`${id}.json`)) continue;
		// What another version has written is its own, as long as this one cannot tell what it is.
		if (unknown.has(file)) continue;
		await rm(join(folder, file), { force: true });
	}
}

/** Files that are still there of exports which were removed. */
export async function leftOf(folder: string, ids: readonly string[]): Promise<string[]> {
	const removed = new Set(ids);
	return (await readdir(folder)).filter((name) => removed.has(ID_FIRST.exec(name)?.[1] ?? ''));
}

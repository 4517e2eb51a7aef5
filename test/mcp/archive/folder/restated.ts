import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Json = Record<string, unknown>;

/** The manifests of an archive, oldest first. */
export function manifestsIn(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => /^\d{8}\.json$/.test(name))
		.sort();
}

/** Writes all manifests of an archive as another version would have written them, each with the digest of the one before. */
export function restated(folder: string, change: (manifest: Json) => Json): void {
	let before: string | null = null;
	let number = 0;
	for (const name of manifestsIn(folder)) {
		const file = path.join(folder, name);
		const manifest = change(JSON.parse(readFileSync(file, 'utf8')) as Json);
		const text: string = JSON.stringify({ ...manifest, before });
		writeFileSync(file, text);
		before = createHash('sha256').update(text).digest('hex');
		number++;
	}
	writeFileSync(path.join(folder, 'head.json'), `${JSON.stringify({ number, sha256: before })}\n`);
}

/** The same for what they say of rows in Parquet. */
export function restatedParts(folder: string, change: (part: Json) => unknown): void {
	restated(folder, (manifest) =>
		'part' in manifest ? { ...manifest, part: change(manifest['part'] as Json) } : manifest,
	);
}

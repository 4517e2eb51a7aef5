import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ExporterSettings } from '../../../shared/dialect/exportDialect';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { emptyFile } from '../../../shared/exports/emptyFile';
import { MANIFEST } from '../../../shared/reading/manifest';
import type { ArchiveFolder } from './archiveFolder';
import { digestOf, jsonIn, readOwn, SHA256 } from './ownFiles';

const text = z.string().nullable();

/** What of a manifest of a download matters here: see `Manifest`. */
const DOWNLOADED = z.object({
	manifest: z.literal(MANIFEST),
	exports: z.array(
		z.object({
			export_id: z.string().regex(/^\d+$/).nullable(),
			started_at: z.string().nullable(),
			created_by_id: z.string().nullable(),
			criteria: z.record(z.string(), z.unknown()).nullable(),
			times: z
				.object({ date_format: text, time_format: text, locale: text, time_zone: text })
				.optional(),
			files: z.array(z.object({ name: z.string(), size: z.number(), sha256: SHA256 })),
		}),
	),
});

/** What came of the files of another archive. */
export interface Imported {
	readonly added: string[];
	/** Kept already. */
	readonly known: string[];
	/** One sentence for each export or manifest that was not taken. */
	readonly problems: string[];
}

/**
 * Takes over exports from a folder of files as Zoho made them with their manifests, as the nightly workflow
 * for n8n keeps them. A file belongs to a manifest by its SHA-256, whatever it is called; nothing is taken of
 * an export of which a file is missing or was edited.
 */
export async function importFolder(from: string, into: ArchiveFolder): Promise<Imported> {
	const result: Imported = { added: [], known: [], problems: [] };
	const names = (await readdir(from)).sort();
	const files = new Map<string, string>();
	for (const name of names) {
		const found = await lstat(join(from, name));
		if (found.isFile() && !name.endsWith('.json')) {
			files.set(digestOf(await readOwn(from, name)), name);
		}
	}
	const kept = new Set((await into.all()).map(({ id }) => id));
	for (const name of names.filter((some) => some.endsWith('.json'))) {
		const { data } = DOWNLOADED.safeParse(jsonIn(await readOwn(from, name)));
		if (!data) {
			result.problems.push(`${name} is not the manifest of a download.`);
			continue;
		}
		for (const one of data.exports) {
			const { export_id: id } = one;
			const missing = one.files.find(({ sha256 }) => !files.has(sha256));
			if (id === null || one.started_at === null) {
				result.problems.push(`${name}: an export without its id or start cannot be kept.`);
			} else if (kept.has(id)) {
				result.known.push(id);
			} else if (missing) {
				result.problems.push(
					`${name}: ${missing.name} is missing, or is not as it was; the export ${id} was not taken.`,
				);
			} else {
				await into.keep(await downloadOf(from, files, one));
				kept.add(id);
				result.added.push(id);
			}
		}
	}
	return result;
}

type DownloadedPart = z.output<typeof DOWNLOADED>['exports'][number];

async function downloadOf(
	from: string,
	stored: ReadonlyMap<string, string>,
	one: DownloadedPart,
): Promise<DownloadedExport> {
	const all = [];
	for (const { name, sha256 } of one.files) {
		all.push({ name, bytes: await readOwn(from, stored.get(sha256) ?? '') });
	}
	const emptyFiles = all.flatMap((file) => emptyFile(file) ?? []);
	const hasRows = ({ name }: { name: string }): boolean =>
		emptyFiles.every((empty) => empty.name !== name || empty.holds === 'header');
	return {
		id: one.export_id,
		startedAt: one.started_at,
		createdById: one.created_by_id,
		// Null may also stand for what was not known.
		criteria: one.criteria ?? undefined,
		files: all.filter(hasRows),
		...(one.times && { settings: settingsIn(one.times) }),
		...(emptyFiles.length > 0 && { emptyFiles }),
	};
}

/** As times were read then. The exporting user may write them otherwise by now, or be unknown here. */
function settingsIn({
	date_format,
	time_format,
	locale,
	time_zone,
}: NonNullable<DownloadedPart['times']>): ExporterSettings {
	return {
		...{ dateFormat: date_format, timeFormat: time_format },
		...{ locale, timeZone: time_zone },
	};
}

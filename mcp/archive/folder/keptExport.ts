import { z } from 'zod';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { SHA256 } from './ownFiles';

/** Names in the folder hold nothing from outside. */
const STORED = /^\d+-\d+-[0-9a-f]{16}\.(?:zip|csv\.gz|csv)$/;
const text = z.string().nullable();

const STORED_FILE = z.object({
	stored: z.string().regex(STORED),
	size: z.number(),
	sha256: SHA256,
});

/** What a manifest says of an export. */
export const EXPORT = z.object({
	export_id: z.string().regex(/^\d+$/),
	started_at: z.string(),
	created_by_id: text,
	/** Null for the whole log; absent when it is not known. */
	criteria: z.record(z.string(), z.unknown()).nullable().optional(),
	organizations: z.array(z.string()),
	/** How the exporting user wrote times, where that is known. */
	settings: z
		.object({ dateFormat: text, timeFormat: text, locale: text, timeZone: text })
		.optional(),
	files: z.array(
		STORED_FILE.extend({
			/** As Zoho called it. */
			name: z.string(),
			/** How a file without entries shows that there are none; null for others. */
			holds: z.enum(['nothing', 'header', 'sentence']).nullable(),
			text: z.string(),
		}),
	),
});
type Content = z.output<typeof EXPORT>;

/** What is known of an export in the folder. */
export interface KeptExport extends Required<
	Pick<DownloadedExport, 'startedAt' | 'createdById' | 'organizations'>
> {
	readonly id: string;
	readonly criteria: DownloadedExport['criteria'];
	readonly settings: DownloadedExport['settings'];
	readonly files: Content['files'];
}

export function exportContent(download: DownloadedExport, files: KeptExport['files']): Content {
	const { id, startedAt, createdById, criteria, organizations = [], settings } = download;
	return {
		export_id: id ?? '',
		started_at: startedAt ?? '',
		created_by_id: createdById,
		...(criteria !== undefined && { criteria: criteria as Record<string, unknown> | null }),
		organizations: [...new Set(organizations)],
		...(settings && { settings }),
		files,
	};
}

export function keptExport(content: Content): KeptExport {
	const { export_id, started_at, created_by_id, criteria, organizations, settings, files } =
		content;
	return {
		...{ id: export_id, startedAt: started_at, createdById: created_by_id },
		...{ criteria, organizations, settings, files },
	};
}

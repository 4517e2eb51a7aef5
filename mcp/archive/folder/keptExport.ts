import { z } from 'zod';
import { UnexpectedAnswerError } from '../../../shared/errors';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';

/** The form of a manifest; another one gets another number. */
const FORM = 'zoho-crm-audit-log-archive/1';

/** Names in the folder hold nothing from outside. */
const STORED = /^\d+-\d+-[0-9a-f]{16}\.(?:zip|csv\.gz|csv)$/;
const text = z.string().nullable();

const MANIFEST = z.object({
	archive: z.literal(FORM),
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
		z.object({
			stored: z.string().regex(STORED),
			/** As Zoho called it. */
			name: z.string(),
			size: z.number(),
			sha256: z.string().regex(/^[0-9a-f]{64}$/),
			/** How a file without entries shows that there are none; null for others. */
			holds: z.enum(['nothing', 'header', 'sentence']).nullable(),
			text: z.string(),
		}),
	),
});

const NAMES = z.record(z.string(), z.object({ status: z.number(), text: z.string() }));
export type KeptNames = z.output<typeof NAMES>;

/** What is known of an export in the folder. */
export interface KeptExport extends Required<
	Pick<DownloadedExport, 'startedAt' | 'createdById' | 'organizations'>
> {
	readonly id: string;
	readonly criteria: DownloadedExport['criteria'];
	readonly settings: DownloadedExport['settings'];
	readonly files: z.output<typeof MANIFEST>['files'];
}

/** The manifest of an export: whichever process writes it, the bytes are the same. */
export function manifestOf(download: DownloadedExport, files: KeptExport['files']): string {
	const { id, startedAt, createdById, criteria, organizations = [], settings } = download;
	const manifest: z.input<typeof MANIFEST> = {
		archive: FORM,
		export_id: id ?? '',
		started_at: startedAt ?? '',
		created_by_id: createdById,
		...(criteria !== undefined && { criteria: criteria as Record<string, unknown> | null }),
		organizations: [...new Set(organizations)],
		...(settings && { settings }),
		files,
	};
	return `${JSON.stringify(manifest, null, '\t')}\n`;
}

/** @throws UnexpectedAnswerError for what is no manifest of that export. */
export function keptExportIn(name: string, id: string, bytes: Uint8Array): KeptExport {
	const { data } = MANIFEST.safeParse(jsonIn(bytes));
	if (data?.export_id !== id) {
		throw new UnexpectedAnswerError(
			`The archive is not read: ${name} is no manifest of its export.`,
		);
	}
	const { started_at, created_by_id, criteria, organizations, settings, files } = data;
	return {
		...{ id, startedAt: started_at, createdById: created_by_id },
		...{ criteria, organizations, settings, files },
	};
}

export function keptNamesIn(name: string, bytes: Uint8Array): KeptNames {
	const { data } = NAMES.safeParse(jsonIn(bytes));
	if (data) return data;
	throw new UnexpectedAnswerError(`The archive is not read: ${name} cannot be read.`);
}

function jsonIn(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8'));
	} catch {
		return undefined;
	}
}

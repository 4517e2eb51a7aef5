import { z } from 'zod';
import { EXPORT } from './keptExport';
import { PART } from './keptPart';
import { jsonIn, refused } from './ownFiles';
import { type Signer, signatureOf } from './signature';

/** The form of a manifest; another one gets another number. */
const FORM = 'zoho-crm-audit-log-archive/1';

const CONTENT = z.object({
	/** An export that is kept from then on. */
	export: EXPORT.optional(),
	/** Its rows in Parquet; of several the last one counts. */
	part: PART.optional(),
	/** Exports whose files were removed on purpose. */
	removed: z
		.object({
			export_ids: z.array(z.string()),
			at: z.string(),
			/** Nothing in them is as new as this. */
			before: z.string(),
			why: z.string(),
		})
		.optional(),
});
export type ManifestContent = z.output<typeof CONTENT>;

const MANIFEST = CONTENT.extend({
	archive: z.literal(FORM),
	number: z.number().int().positive(),
	/** SHA-256 of the manifest with the number before; null for the first. */
	before: z.string().nullable(),
	/** Of everything else in the manifest, in base64. */
	signature: z.string().optional(),
});
export type Manifest = z.output<typeof MANIFEST>;

export function manifestText(
	number: number,
	before: string | null,
	content: ManifestContent,
	signer: Signer | null,
): string {
	const manifest: Manifest = { archive: FORM, number, before, ...content };
	const signature = signer ? { signature: signatureOf(manifest, signer) } : {};
	return `${JSON.stringify({ ...manifest, ...signature }, null, '\t')}\n`;
}

/** @throws UnexpectedAnswerError for anything that is not a manifest. */
export function manifestIn(name: string, bytes: Uint8Array): Manifest {
	const { data } = MANIFEST.safeParse(jsonIn(bytes));
	if (data) return data;
	throw refused(`${name} is no manifest`);
}

/** What there is after all of these manifests. */
export interface KeptState {
	readonly exports: ReadonlyMap<string, NonNullable<ManifestContent['export']>>;
	/** The last one of each export. */
	readonly parts: ReadonlyMap<string, NonNullable<ManifestContent['part']>>;
}

/** Of each export the last manifest counts, and nothing stays of one that was removed. */
export function keptAfter(manifests: readonly ManifestContent[]): KeptState {
	const exports = new Map<string, NonNullable<ManifestContent['export']>>();
	const parts = new Map<string, NonNullable<ManifestContent['part']>>();
	for (const { export: one, part, removed } of manifests) {
		if (one) exports.set(one.export_id, one);
		if (part) parts.set(part.export_id, part);
		for (const id of removed?.export_ids ?? []) {
			exports.delete(id);
			parts.delete(id);
		}
	}
	return { exports, parts };
}

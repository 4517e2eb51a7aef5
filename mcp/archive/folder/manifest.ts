import { z } from 'zod';
import { EXPORT } from './keptExport';
import type { KeptPart } from './keptPart';
import { jsonIn, refused } from './ownFiles';
import { type Signer, signatureOf } from './signature';
import { type Mentioned, mentionedIn, type StatedPart, statedPart } from './statedPart';

/** The form of a manifest; another one gets another number. */
const FORM = 'zoho-crm-audit-log-archive/1';
const NEWER_FORM = z.object({
	archive: z.string().regex(/^zoho-crm-audit-log-archive\/(?:[2-9]|[1-9]\d{1,8})$/),
});

const EVIDENCE = z.object({
	/** An export that is kept from then on. */
	export: EXPORT.optional(),
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
type Evidence = z.output<typeof EVIDENCE>;

/** What a manifest that is added says. */
export interface ManifestContent extends Evidence {
	/** Rows of an export in Parquet; of several parts the last one counts. */
	readonly part?: KeptPart;
}

const MANIFEST = EVIDENCE.extend({
	archive: z.literal(FORM),
	number: z.number().int().positive(),
	/** SHA-256 of the manifest with the number before; null for the first. */
	before: z.string().nullable(),
	/** Of everything else in the manifest, in base64. */
	signature: z.string().optional(),
	part: z.unknown().optional(),
}).catchall(z.unknown());

/** A manifest as it was read: its evidence is as this version knows it, and the rest may be of another version. */
export interface Manifest extends Evidence {
	readonly number: number;
	readonly before: string | null;
	readonly part?: StatedPart;
	/** What is named in content that this version does not know. */
	readonly unknown: Mentioned;
}

export function manifestText(
	number: number,
	before: string | null,
	content: ManifestContent,
	signer: Signer | null,
): string {
	const manifest = { archive: FORM, number, before, ...content };
	const signature = signer ? { signature: signatureOf(manifest, signer) } : {};
	return `${JSON.stringify({ ...manifest, ...signature }, null, '\t')}\n`;
}

/** @throws UnexpectedAnswerError for anything that is not a manifest. */
export function manifestIn(name: string, bytes: Uint8Array): Manifest {
	const json = jsonIn(bytes);
	const { data } = MANIFEST.safeParse(json);
	if (data) {
		const { number, before, part, removed, export: one } = data;
		const rest = Object.entries(data).filter(([key]) => !Object.hasOwn(MANIFEST.shape, key));
		return {
			...{ number, before, unknown: mentionedIn(name, rest) },
			...(one && { export: one }),
			...(removed && { removed }),
			...(part !== undefined && { part: statedPart(name, part) }),
		};
	}
	const newer = NEWER_FORM.safeParse(json).data?.archive;
	if (newer === undefined) throw refused(`${name} is no manifest`);
	throw refused(`${name} was made by a newer version of this server (${newer}), so update it`);
}

/** What there is after all of these manifests. */
export interface KeptState {
	readonly exports: ReadonlyMap<string, NonNullable<ManifestContent['export']>>;
	/** The last one of each export. */
	readonly parts: ReadonlyMap<string, StatedPart>;
}

/** Of each export the last manifest counts, and nothing stays of one that was removed. */
export function keptAfter(manifests: readonly Manifest[]): KeptState {
	const exports = new Map<string, NonNullable<ManifestContent['export']>>();
	const parts = new Map<string, StatedPart>();
	for (const { export: one, part, removed } of manifests) {
		if (one) exports.set(one.export_id, one);
		for (const id of part?.exportIds ?? []) {
			// A text of another version's may look like an id.
			if (part && exports.has(id)) parts.set(id, part);
		}
		for (const id of removed?.export_ids ?? []) {
			exports.delete(id);
			parts.delete(id);
		}
	}
	return { exports, parts };
}

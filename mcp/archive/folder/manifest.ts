import { z } from 'zod';
import { EXPORT } from './keptExport';
import { PART } from './keptPart';
import { jsonIn, refused } from './ownFiles';

/** The form of a manifest; another one gets another number. */
const FORM = 'zoho-crm-audit-log-archive/1';

const CONTENT = z.object({
	/** An export that is kept from then on. */
	export: EXPORT.optional(),
	/** Its rows in Parquet; of several the last one counts. */
	part: PART.optional(),
});
export type ManifestContent = z.output<typeof CONTENT>;

const MANIFEST = CONTENT.extend({
	archive: z.literal(FORM),
	number: z.number().int().positive(),
	/** SHA-256 of the manifest with the number before; null for the first. */
	before: z.string().nullable(),
});
export type Manifest = z.output<typeof MANIFEST>;

export function manifestText(
	number: number,
	before: string | null,
	content: ManifestContent,
): string {
	const manifest: Manifest = { archive: FORM, number, before, ...content };
	return `${JSON.stringify(manifest, null, '\t')}\n`;
}

/** @throws UnexpectedAnswerError for what is no manifest. */
export function manifestIn(name: string, bytes: Uint8Array): Manifest {
	const { data } = MANIFEST.safeParse(jsonIn(bytes));
	if (data) return data;
	throw refused(`${name} is no manifest`);
}

import type { DownloadedExport } from '../../exports/downloadedExport';
import type { AuditLogFilter } from '../../entries/filter';
import { sha256 } from '../../files/sha256';
import type { CallOptions } from '../../http/crmApi';
import type { Session } from '../../session';
import type { Coverage } from '../coverage';
import { type ManifestHead, manifestHead } from '../manifest';

/** The form of a manifest of an answer; another one gets another number. */
export const ANSWER_MANIFEST = 'zoho-crm-audit-log-answer/1';

/** A file of entries that answer a question: what was asked, what it was read from, and what proves it. */
export type AnswerManifest = ManifestHead & {
	manifest: typeof ANSWER_MANIFEST;
	/** Null where it was open. `from` is inclusive, `to` is not. */
	period: { from: string | null; to: string | null };
	filter: Record<string, unknown>;
	/** Whether old and new values are in the file, as far as the source has them. */
	values: boolean;
	source: string;
	/** Files as they were received, which the entries were read from; none where nothing was exported. */
	exports: { export_id: string | null; files: { name: string; size: number; sha256: string }[] }[];
	file: { name: string; size: number; sha256: string };
	/** In the file. */
	entries: number;
	/** False when something is known to be missing, or may be for lack of rights; the notes say what. */
	complete: boolean;
	notes: string[];
};

/** What an answer was, before its file has a name. */
export type AnswerClaim = Omit<AnswerManifest, 'file' | 'made_at'>;

export async function answerClaim(
	session: Session,
	{
		filter,
		coverage,
		exports,
		entries,
		values,
	}: {
		readonly filter: AuditLogFilter;
		readonly coverage: Coverage;
		readonly exports: readonly DownloadedExport[];
		readonly entries: number;
		readonly values: boolean;
	},
	options: CallOptions = {},
): Promise<AnswerClaim> {
	const { made_at: _, ...head } = await manifestHead(session, options);
	const { from, to, ...limits } = filter;
	const received: AnswerManifest['exports'] = [];
	for (const { id, files } of exports) {
		const listed = [];
		for (const { name, bytes } of files) {
			listed.push({ name, size: bytes.length, sha256: await sha256(bytes) });
		}
		received.push({ export_id: id, files: listed });
	}
	return {
		manifest: ANSWER_MANIFEST,
		...head,
		period: { from: from ?? null, to: to ?? null },
		filter: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
		...{ values, source: coverage.source, exports: received, entries },
		complete: coverage.complete,
		notes: [...coverage.notes],
	};
}

import type { Evidence } from '../dialect/auditedTime';
import type { ColumnHints } from '../dialect/csvColumns';
import type { AuditLogFilter } from '../entries/filter';
import { sha256 } from '../files/sha256';
import type { CallOptions } from '../http/crmApi';
import { seesEverything } from '../org/users';
import type { Session } from '../session';
import { type Coverage, isoOrNull } from './coverage';
import type { ExportReader } from './exportReader';
import type { RowTally } from './rowDigest';

/** The form of a manifest; another one gets another number. */
export const MANIFEST = 'zoho-crm-audit-log/1';

/** What was downloaded, and what proves later that it is still complete. See docs/decisions/manifests.md */
export type Manifest = {
	manifest: typeof MANIFEST;
	/** Zoho's time. */
	made_at: string;
	data_center: string;
	organization: string | null;
	/** Whose connection it was. */
	read_by: { id: string; name: string; profile: string | null } | null;
	/** Null when it is not known. */
	sees_everything: boolean | null;
	/** The requested period; null where it was open. `from` is inclusive, `to` is not. */
	period: { from: string | null; to: string | null };
	/** What else the returned entries were limited to; the rows below are all of the files. */
	filter: Record<string, unknown>;
	exports: ManifestExport[];
	rows: number;
	/** Lines that could not be read, and are not among the rows. */
	rows_refused: number;
	rows_without_time: number;
	first_time: string | null;
	last_time: string | null;
	/** Whether an export reached the number of entries at which Zoho ends it. */
	at_cap: boolean;
	/** False when something is known to be missing, or may be for lack of rights; the notes say what. */
	complete: boolean;
	notes: string[];
};

type ManifestExport = {
	/** Null when the file came by a link that no job is known to have. */
	export_id: string | null;
	started_at: string | null;
	created_by_id: string | null;
	/** As Zoho echoes them; null for the whole log and for a job that is not known. */
	criteria: object | null;
	/** Where several exports make up a period: the part that was read from this one. */
	window: { from: string | null; to: string | null } | null;
	/** How times without a zone were read. */
	times: {
		date_format: string | null;
		time_format: string | null;
		/** Of the names of months; null when it does not matter. */
		locale: string | null;
		time_zone: string | null;
		/** What proves them: the times themselves, a setting, or nothing. */
		evidence: { format: Evidence; zone: Evidence } | null;
	};
	/** How columns were found beside their names; null where names were enough. */
	columns: ColumnHints | null;
	files: { name: string; size: number; sha256: string }[];
	rows: number;
	rows_refused: number;
	rows_without_time: number;
	first_time: string | null;
	last_time: string | null;
	/** Of what the rows say, as described at `RowDigest`. */
	rows_sha256: string;
	at_cap: boolean;
};

/** Where and as whom the exports were read. */
export type ManifestHead = Pick<
	Manifest,
	'made_at' | 'data_center' | 'organization' | 'read_by' | 'sees_everything'
>;

export async function manifestHead(
	{ names, now, dataCenter }: Session,
	options: CallOptions,
): Promise<ManifestHead> {
	const { name: organization } = await names.organization(options);
	const user = await names.currentUser(options);
	return {
		made_at: new Date(now()).toISOString(),
		data_center: dataCenter.id,
		organization,
		read_by: user && { id: user.id, name: user.name, profile: user.profile },
		sees_everything: user && seesEverything(user),
	};
}

/** One export in a manifest, and what its rows say together. */
export interface ManifestPart {
	readonly entry: ManifestExport;
	readonly tally: RowTally;
}

/** Reads the files of an export once more, to their last row. */
export async function manifestPart(session: Session, reader: ExportReader): Promise<ManifestPart> {
	const { times, columns } = await reader.context();
	const tally = await reader.tally();
	const { id, startedAt, createdById, criteria, window } = reader.download;
	const files = [];
	for (const { name, bytes } of reader.download.files) {
		files.push({ name, size: bytes.length, sha256: await sha256(bytes) });
	}
	const entry: ManifestExport = {
		export_id: id,
		started_at: startedAt,
		created_by_id: createdById,
		criteria: criteria ?? null,
		window: window ? { from: isoOrNull(window.from), to: isoOrNull(window.to) } : null,
		times: {
			date_format: times.dateFormat,
			time_format: times.timeFormat,
			locale: times.locale ?? null,
			time_zone: times.timeZone?.name ?? null,
			evidence: times.proof ?? null,
		},
		columns: hasHints(columns) ? columns : null,
		files,
		rows: tally.rows,
		rows_refused: tally.unread.count,
		rows_without_time: tally.withoutTime,
		...timesOf(tally),
		rows_sha256: tally.sha256,
		at_cap: tally.rows + tally.unread.count >= session.cap.entries,
	};
	return { entry, tally };
}

function hasHints(columns: ColumnHints | undefined): columns is ColumnHints {
	if (columns === undefined) return false;
	return columns.isEmpty || Object.keys({ ...columns.map, ...columns.byContent }).length > 0;
}

/** The parts as one. */
export function manifestOf(
	head: ManifestHead,
	filter: AuditLogFilter,
	coverage: Coverage,
	parts: readonly ManifestPart[],
): Manifest {
	const limits = { ...filter, from: undefined, to: undefined };
	const sum = (of: (tally: RowTally) => number): number =>
		parts.reduce((total, { tally }) => total + of(tally), 0);
	const firsts = parts.flatMap(({ tally }) => tally.first ?? []);
	const lasts = parts.flatMap(({ tally }) => tally.last ?? []);
	return {
		manifest: MANIFEST,
		...head,
		period: { from: coverage.from, to: coverage.to },
		filter: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
		exports: parts.map(({ entry }) => entry),
		rows: sum(({ rows }) => rows),
		rows_refused: sum(({ unread }) => unread.count),
		rows_without_time: sum(({ withoutTime }) => withoutTime),
		...timesOf({
			first: firsts.length > 0 ? Math.min(...firsts) : null,
			last: lasts.length > 0 ? Math.max(...lasts) : null,
		}),
		at_cap: parts.some(({ entry }) => entry.at_cap),
		complete: coverage.complete,
		notes: [...coverage.notes],
	};
}

function timesOf({ first, last }: Pick<RowTally, 'first' | 'last'>) {
	return { first_time: isoOrNull(first), last_time: isoOrNull(last) };
}

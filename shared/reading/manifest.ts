import type { AuditLogFilter } from '../entries/filter';
import type { TimeFormat } from '../dialect/auditedTime';
import { RowDigest, type RowTally } from './rowDigest';
import { turns } from './turns';
import { csvFilesIn } from '../files/exportFile';
import { sha256 } from '../files/sha256';
import type { CallOptions } from '../http/crmApi';
import type { Coverage } from './coverage';
import type { DownloadedExport, ReadingHost } from './exportReading';

/** The form of a manifest; another one gets another number. */
export const MANIFEST = 'zoho-crm-audit-log/1';

/** What was downloaded, and by what anybody can see later that it is still all of it. */
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
	/** What was asked for; null where it was open. `from` is inclusive, `to` is not. */
	period: { from: string | null; to: string | null };
	/** What the entries that were given were limited to besides; the rows below are all of the files. */
	filter: Record<string, unknown>;
	exports: ManifestExport[];
	rows: number;
	/** Always 0: a file with a row that cannot be read is refused as a whole. */
	rows_refused: number;
	rows_without_time: number;
	first_time: string | null;
	last_time: string | null;
	/** Whether an export reached the number of entries at which Zoho ends it. */
	at_cap: boolean;
	/** False when something is known to be missing, or may be for want of rights; the notes say what. */
	complete: boolean;
	notes: string[];
};

export type ManifestExport = {
	/** Null when the file came by a link that no job is known to have. */
	export_id: string | null;
	started_at: string | null;
	created_by_id: string | null;
	/** As Zoho echoes them; null for the whole log and for a job that is not known. */
	criteria: object | null;
	/** Where several exports make up a period: the part that was read from this one. */
	window: { from: string | null; to: string | null } | null;
	/** How times without a zone were read. */
	times: { date_format: string | null; time_format: string | null; time_zone: string | null };
	files: { name: string; size: number; sha256: string }[];
	rows: number;
	rows_without_time: number;
	first_time: string | null;
	last_time: string | null;
	/** Of what the rows say, as described at `RowDigest`. */
	rows_sha256: string;
	at_cap: boolean;
};

/** What a manifest says of where, and of whom it was read as. */
export interface ManifestHead {
	readonly made_at: string;
	readonly data_center: string;
	readonly organization: string | null;
	readonly read_by: Manifest['read_by'];
	readonly sees_everything: boolean | null;
}

/** One export's part of a manifest: reads its files once more, to their last row. */
export async function manifestExport(
	download: DownloadedExport,
	times: TimeFormat,
	host: ReadingHost,
	options: CallOptions,
): Promise<{ readonly entry: ManifestExport; readonly tally: RowTally }> {
	const tally = await tallyOf(download.files, times, host, options);
	const { id, startedAt, createdById, criteria, window } = download;
	const files = [];
	for (const { name, bytes } of download.files) {
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
			time_zone: times.timeZone?.name ?? null,
		},
		files,
		rows: tally.rows,
		rows_without_time: tally.withoutTime,
		...timesOf(tally),
		rows_sha256: tally.sha256,
		at_cap: tally.rows >= host.exportCap.entries,
	};
	return { entry, tally };
}

export async function tallyOf(
	files: DownloadedExport['files'],
	times: TimeFormat,
	{ sleep, localNow }: ReadingHost,
	{ signal }: CallOptions,
): Promise<RowTally> {
	const pause = turns(sleep, localNow, signal);
	const digest = new RowDigest(times);
	for (const file of files) {
		for await (const csv of csvFilesIn(file, pause)) await digest.add(csv, pause);
	}
	return await digest.end();
}

/** The parts as one. */
export function manifestOf(
	head: ManifestHead,
	filter: AuditLogFilter,
	coverage: Coverage,
	parts: readonly Awaited<ReturnType<typeof manifestExport>>[],
): Manifest {
	const { users, modules, actions, record, text } = filter;
	const limits = { users, modules, actions, record, text };
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
		rows_refused: 0,
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
	return {
		first_time: first === null ? null : isoOrNull(first),
		last_time: last === null ? null : isoOrNull(last),
	};
}

function isoOrNull(instant: number): string | null {
	return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}

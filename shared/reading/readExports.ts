import type { NeededColumn } from '../dialect/columnNames';
import { TimeZone } from '../dialect/timeZone';
import type { EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type AuditLogFilter, periodOf } from '../entries/filter';
import { UnreadRows } from '../files/rows/unreadRows';
import type { DownloadedExport } from '../exports/downloadedExport';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';
import {
	type Coverage,
	coverageOf,
	noteExport,
	noteGaps,
	noteLack,
	visibilityNote,
} from './coverage';
import { type CountKey, EntryCounts } from './entryCounts';
import { neededColumns } from './dialect/requiredColumns';
import { ExportReader } from './exportReader';
import {
	type Manifest,
	manifestHead,
	manifestOf,
	type ManifestPart,
	manifestPart,
} from './manifest';
import { NOTES } from './notes';
import type { FilesOverview } from './readEntries';
import { type Reading, reading } from './reading';

export interface ReadOptions extends CallOptions {
	/** Whether entries carry their rows as received; as the session says by default. */
	readonly withRaw?: boolean | undefined;
	/** Columns that the caller cannot do without. */
	readonly needs?: readonly NeededColumn[] | undefined;
}

/** What entries are counted by. */
export interface CountKeys {
	/** One to three. */
	readonly keys: readonly CountKey[];
	/** Of days and hours; the zone of the export's times by default. */
	readonly timeZone?: TimeZone | undefined;
}

export interface CountedEntries {
	readonly coverage: Coverage;
	readonly entries: EntryCounts;
}

/** The entries in downloaded exports that match the filter, in the files' order. */
export function readExports(
	session: Session,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	options: ReadOptions,
): Reading {
	const coverage = coverageOfExports(exports, filter);
	const unread = new UnreadRows();
	return {
		...reading(coverage, entriesOf(session, exports, filter, options, { coverage, unread })),
		exports,
		unread,
		manifest: async () => await manifestOfExports(session, exports, filter, options),
	};
}

/** Counts of the entries in downloaded exports that match the filter, in one pass and without building them. */
export async function countExports(
	session: Session,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	{ keys, timeZone }: CountKeys,
	options: CallOptions,
): Promise<CountedEntries> {
	const readers = readersOf(session, exports, options);
	const zone = timeZone ?? (await readers[0]?.context())?.times.timeZone;
	const entries = new EntryCounts(keys, zone ?? new TimeZone('UTC'));
	const count = async (reader: ExportReader): Promise<void> => await reader.count(filter, entries);
	return { coverage: await coverExports(session, readers, filter, count, options), entries };
}

/** What an answer covers whose entries are read, or found elsewhere: then `read` sets the reader's counts. */
export async function coverExports(
	session: Session,
	readers: readonly ExportReader[],
	filter: AuditLogFilter,
	read: (reader: ExportReader) => Promise<void>,
	options: CallOptions,
): Promise<Coverage> {
	const exports = readers.map(({ download }) => download);
	const coverage = coverageOfExports(exports, filter);
	for (const reader of readers) {
		await read(reader);
		noteExport(coverage, reader, filter);
	}
	await noteNames(session, coverage, exports, options);
	return coverage;
}

export function readersOf(
	session: Session,
	exports: readonly DownloadedExport[],
	options: CallOptions,
): ExportReader[] {
	return exports.map((download) => new ExportReader(session, download, options));
}

export interface ExportOverview extends FilesOverview {
	readonly coverage: Coverage;
}

/** What a downloaded export holds, file by file, and its newest `k` entries, in one pass. */
export async function exportOverview(
	session: Session,
	download: DownloadedExport,
	k: number,
	options: CallOptions,
): Promise<ExportOverview> {
	const coverage = coverageOfExports([download], {});
	const reader = new ExportReader(session, download, options);
	const overview = await reader.overview(k);
	noteExport(coverage, reader, {});
	await noteNames(session, coverage, [download], options);
	return { ...overview, coverage };
}

async function* entriesOf(
	session: Session,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	options: ReadOptions,
	{ coverage, unread }: { readonly coverage: Coverage; readonly unread: UnreadRows },
): AsyncGenerator<EntryBatch, void, undefined> {
	// One numbering for all files, so that equal rows in two files get two ids.
	const ids = new EventIds();
	try {
		for (const download of exports) {
			const reader = new ExportReader(session, download, options);
			try {
				await reader.require(neededColumns(options.needs ?? []));
				yield* reader.entries(filter, ids, options.withRaw ?? session.withRaw);
			} finally {
				noteExport(coverage, reader, filter);
				unread.addAll(reader.counts.unread);
			}
		}
	} finally {
		// Also when the reader has enough and leaves.
		await noteNames(session, coverage, exports, options);
	}
}

async function manifestOfExports(
	session: Session,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	options: CallOptions,
): Promise<Manifest> {
	const readers = readersOf(session, exports, options);
	const parts: ManifestPart[] = [];
	const read = async (reader: ExportReader): Promise<void> => {
		parts.push(await manifestPart(session, reader));
	};
	const coverage = await coverExports(session, readers, filter, read, options);
	return manifestOf(await manifestHead(session, options), filter, coverage, parts);
}

/** What an answer from these exports covers, before they are read. */
function coverageOfExports(exports: readonly DownloadedExport[], filter: AuditLogFilter): Coverage {
	const coverage = coverageOf('export', periodOf(filter));
	coverage.export_ids = exports.map(({ id }) => id).filter((id) => id !== null);
	// Exports come oldest window first: the last one reaches the end of the period.
	coverage.as_of = exports.at(-1)?.startedAt ?? null;
	if (exports.length > 1) coverage.notes.push(NOTES.parts(exports.length));
	return coverage;
}

/** What may be missing for want of names and rights. */
async function noteNames(
	session: Session,
	coverage: Coverage,
	exports: readonly DownloadedExport[],
	options: CallOptions,
): Promise<void> {
	const { zgid } = await session.names.organization(options);
	const numbers = new Set(exports.flatMap(({ organizations }) => organizations ?? []));
	// Reported and not refused: a sample on Zoho's own page shows two numbers in one organization's list.
	for (const number of zgid === null ? [] : numbers) {
		if (number !== zgid) coverage.notes.push(NOTES.otherOrganization(number, zgid ?? ''));
	}
	noteGaps(coverage, session);
	noteLack(coverage, await visibilityNote(session, options));
}

import type { EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import {
	type AuditLogFilter,
	type EntryFilter,
	entryFilter,
	type Period,
	periodOf,
} from '../entries/filter';
import type { EntryContext } from '../entries/entryContext';
import { type CountKey, EntryCounts } from '../entries/entryCounts';
import type { RowCounts } from '../entries/csvEntries';
import { TimeZone } from '../entries/timeZone';
import { holdsPeriod } from '../exports/compareCriteria';
import type { ExportCap } from '../exports/exportCap';
import { countEntries, readEntries } from '../exports/readEntries';
import type { ExportFile } from '../files/exportFile';
import type { Inflate } from '../files/inflate';
import type { CallOptions } from '../http/crmApi';
import type { Sleep } from '../http/transport';
import type { CrmUsers } from '../org/users';
import {
	type Coverage,
	coverageOf,
	noteLack,
	NOTES,
	type Reading,
	reading,
	withoutTime,
} from './coverage';
import type { OrganizationNames } from './organizationNames';

/** Files of one export, and what is known of it. */
export interface DownloadedExport {
	/** Null when the file came by a link that no job is known to have. */
	readonly id: string | null;
	/** When Zoho began to gather the entries; ISO 8601. */
	readonly startedAt: string | null;
	/** The user who exported: times are written in that user's format and zone. */
	readonly createdById: string | null;
	/** What the export is limited to; null when it holds everything, undefined when it is not known. */
	readonly criteria: object | null | undefined;
	readonly files: readonly ExportFile[];
	/** Where several exports make up one reading: the part that is read from this one. */
	readonly window?: Period | undefined;
}

export interface ReadOptions extends CallOptions {
	/** Whether entries carry their rows as received; yes by default. */
	readonly withRaw?: boolean | undefined;
}

/** What entries are counted by. */
export interface CountQuestion {
	/** One to three. */
	readonly keys: readonly CountKey[];
	/** Of days and hours; the zone of the export's times by default. */
	readonly timeZone?: TimeZone | undefined;
}

export interface CountedEntries {
	readonly coverage: Coverage;
	readonly entries: EntryCounts;
}

export interface ReadingHost {
	readonly inflate: Inflate;
	readonly sleep: Sleep;
	readonly localNow: () => number;
	readonly exportCap: ExportCap;
}

/** The entries in downloaded exports that the filter wants, in the files' order. */
export function exportReading(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	names: OrganizationNames,
	host: ReadingHost,
	options: ReadOptions,
): Reading {
	const coverage = coverageOfExports(exports, filter);
	return reading(coverage, entriesOf(exports, filter, names, host, options, coverage));
}

/** Counts of the entries in downloaded exports that the filter wants, in one pass and without having them. */
export async function exportCounts(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	{ keys, timeZone }: CountQuestion,
	names: OrganizationNames,
	host: ReadingHost,
	options: CallOptions,
): Promise<CountedEntries> {
	const coverage = coverageOfExports(exports, filter);
	const zone = timeZone ?? (await contextOf(exports[0], names, options)).times.timeZone;
	const entries = new EntryCounts(keys, zone ?? new TimeZone('UTC'));
	const { signal } = options;
	for (const download of exports) {
		const counts = { read: 0, withoutTime: 0 };
		const context = await contextOf(download, names, options);
		const wanted = filterFor(download, filter, context);
		await countEntries(download.files, entries, {
			filter: wanted,
			context,
			counts,
			...host,
			signal,
		});
		noteRead(coverage, counts, download, filter, host.exportCap);
	}
	await noteNames(coverage, filter, names, options);
	return { coverage, entries };
}

function coverageOfExports(exports: readonly DownloadedExport[], filter: AuditLogFilter): Coverage {
	const coverage = coverageOf('export', periodOf(filter));
	coverage.export_ids = exports.map(({ id }) => id).filter((id) => id !== null);
	// Exports come oldest window first: the last one reaches the end of what was asked.
	coverage.as_of = exports.at(-1)?.startedAt ?? null;
	if (exports.length > 1) coverage.notes.push(NOTES.parts(exports.length));
	return coverage;
}

async function* entriesOf(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	names: OrganizationNames,
	host: ReadingHost,
	options: ReadOptions,
	coverage: Coverage,
): AsyncGenerator<EntryBatch, void, undefined> {
	const ids = new EventIds();
	const { signal, withRaw = true } = options;
	try {
		for (const download of exports) {
			const counts = { read: 0, withoutTime: 0 };
			try {
				const context = await contextOf(download, names, options);
				const reading = { filter: filterFor(download, filter, context), context, ids, counts };
				yield* readEntries(download.files, { ...reading, withRaw, ...host, signal });
			} finally {
				noteRead(coverage, counts, download, filter, host.exportCap);
			}
		}
	} finally {
		// Also when the reader has enough and leaves.
		await noteNames(coverage, filter, names, options);
	}
}

async function contextOf(
	download: DownloadedExport | undefined,
	names: OrganizationNames,
	options: CallOptions,
): Promise<EntryContext> {
	return await names.forExport(download?.createdById ?? null, options);
}

/** The filter for one of several exports: its window only, so that no entry comes from two of them. */
function filterFor(
	{ window }: DownloadedExport,
	filter: AuditLogFilter,
	context: EntryContext,
): EntryFilter {
	const wanted = entryFilter(filter, context);
	if (!window) return wanted;
	const { from, to } = wanted.period ?? { from: -Infinity, to: Infinity };
	return {
		...wanted,
		period: { from: Math.max(from, window.from), to: Math.min(to, window.to) },
	};
}

function noteRead(
	coverage: Coverage,
	counts: RowCounts,
	{ files, criteria, window }: DownloadedExport,
	filter: AuditLogFilter,
	cap: ExportCap,
): void {
	coverage.entries_read += counts.read;
	coverage.entries_without_time += counts.withoutTime;
	if (counts.read >= cap.entries) noteLack(coverage, NOTES.capped(cap.entries));
	if (files.length === 0) coverage.notes.push(NOTES.noLink);
	const asked = Object.values(filter).some((part) => part !== undefined);
	if (asked && criteria && !holdsPeriod(criteria, window ?? periodOf(filter))) {
		noteLack(coverage, NOTES.narrower);
	}
}

async function noteNames(
	coverage: Coverage,
	filter: AuditLogFilter,
	names: OrganizationNames,
	options: CallOptions,
): Promise<void> {
	const users = await names.users(options);
	coverage.notes.push(...withoutTime(coverage), ...userNotes(filter, users), ...names.notes);
	noteLack(coverage, await names.visibilityNote(options));
}

/**
 * An export names users and gives no ids: who is asked for by id may share a name with somebody else,
 * or have no name that is known.
 */
function userNotes(filter: AuditLogFilter, users: CrmUsers): string[] {
	const ids = (filter.users ?? []).filter((word) => /^\d{5,}$/.test(word));
	return ids.flatMap((id) => {
		const user = users.withId(id);
		if (!user) return [NOTES.unknownUser(id)];
		return users.idOfName(user.name) === null ? [NOTES.sameName(user.name)] : [];
	});
}

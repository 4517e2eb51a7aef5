import type { Period } from '../period';
import type { EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type AuditLogFilter, type EntryFilter, entryFilter } from '../entries/filter';
import type { EntryContext } from '../entries/entryContext';
import { type CountKey, EntryCounts } from './entryCounts';
import { TimeZone } from '../dialect/timeZone';
import { windowIn } from '../exports/compareCriteria';
import type { ExportCap } from './exportCap';
import type { ExportJob } from '../exports/exportJob';
import { countEntries, readEntries } from './readEntries';
import type { RowMemory } from './rememberedRows';
import type { ExportFile } from '../files/exportFile';
import type { CallOptions } from '../http/crmApi';
import type { Sleep } from '../http/transport';
import { type Coverage, type Reading, reading } from './coverage';
import { coverageOfExports, noteNames, noteRead } from './exportCoverage';
import { type Manifest, manifestExport, manifestOf } from './manifest';
import type { OrganizationNames } from '../org/organizationNames';

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
	/** Numbers of organizations in the links of the files. */
	readonly organizations?: readonly string[];
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
	readonly sleep: Sleep;
	readonly localNow: () => number;
	readonly exportCap: ExportCap;
	/** Zoho's, in milliseconds. */
	readonly zohoNow: () => number;
	readonly dataCenter: string;
	readonly rows?: RowMemory | undefined;
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
	return {
		...reading(coverage, entriesOf(exports, filter, names, host, options, coverage)),
		manifest: async () => await manifested(exports, filter, names, host, options),
	};
}

/** What proves the exports, whatever the filter: their files are read once more for it. */
async function manifested(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	names: OrganizationNames,
	host: ReadingHost,
	options: CallOptions,
): Promise<Manifest> {
	const coverage = coverageOfExports(exports, filter);
	const parts = [];
	for (const download of exports) {
		const { times } = await contextOf(download, names, options);
		const part = await manifestExport(download, times, host, options);
		const counts = { read: part.tally.rows, withoutTime: part.tally.withoutTime };
		noteRead(coverage, counts, download, filter, host.exportCap);
		parts.push(part);
	}
	await noteNames(coverage, exports, filter, names, options);
	const { name: organization } = await names.organization(options);
	const head = {
		made_at: new Date(host.zohoNow()).toISOString(),
		data_center: host.dataCenter,
		organization,
		...(await names.reader(options)),
	};
	return manifestOf(head, filter, coverage, parts);
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
	await noteNames(coverage, exports, filter, names, options);
	return { coverage, entries };
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
		await noteNames(coverage, exports, filter, names, options);
	}
}

/** What is needed to read an export. */
export async function contextOf(
	download: DownloadedExport | undefined,
	names: OrganizationNames,
	options: CallOptions,
): Promise<EntryContext> {
	const context = await names.forExport(download?.createdById ?? null, options);
	const window = download?.criteria ? windowIn(download.criteria) : undefined;
	// Zoho's end is the last second inside, ours the first outside.
	const within = window && { from: window.from, to: window.to + 1000 };
	return { ...context, times: { ...context.times, within } };
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

/** What a job tells of its file; of a file whose job is not known, nothing. */
export function knownOf(
	job: ExportJob | undefined,
): Omit<DownloadedExport, 'files' | 'organizations'> {
	return {
		id: job?.id ?? null,
		startedAt: job?.job_start_time ?? null,
		createdById: job?.created_by?.id ?? null,
		criteria: job?.criteria,
	};
}

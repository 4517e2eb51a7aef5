import type { EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type AuditLogFilter, entryFilter, periodOf } from '../entries/filter';
import type { EntryContext } from '../entries/entryContext';
import { readEntries } from '../exports/readEntries';
import type { ExportFile } from '../files/exportFile';
import type { Inflate } from '../files/inflate';
import type { CallOptions } from '../http/crmApi';
import type { Sleep } from '../http/transport';
import type { CrmUsers } from '../org/users';
import {
	type Coverage,
	coverageOf,
	EXPORT_CAP,
	NOTES,
	type Reading,
	reading,
	withoutTime,
} from './coverage';
import type { OrganizationNames } from './organizationNames';

/** Files of one export, and what is known of it. */
export interface DownloadedExport {
	/** Null when the file came by its link alone. */
	readonly id: string | null;
	/** When Zoho began to gather the entries; ISO 8601. */
	readonly startedAt: string | null;
	readonly files: readonly ExportFile[];
}

export interface ReadOptions extends CallOptions {
	/** Whether entries carry their rows as received; yes by default. */
	readonly withRaw?: boolean | undefined;
}

export interface ReadingHost {
	readonly inflate: Inflate;
	readonly sleep: Sleep;
	readonly localNow: () => number;
}

/** The entries in downloaded exports that the filter wants, in the files' order. */
export function exportReading(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	names: OrganizationNames,
	host: ReadingHost,
	options: ReadOptions,
): Reading {
	const coverage = coverageOf('export', periodOf(filter));
	coverage.export_ids = exports.map(({ id }) => id).filter((id) => id !== null);
	coverage.as_of = exports.map(({ startedAt }) => startedAt).find((time) => time !== null) ?? null;
	return reading(coverage, entriesOf(exports, filter, names, host, options, coverage));
}

async function* entriesOf(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	names: OrganizationNames,
	host: ReadingHost,
	options: ReadOptions,
	coverage: Coverage,
): AsyncGenerator<EntryBatch, void, undefined> {
	const context: EntryContext = await names.forExport(options);
	const wanted = entryFilter(filter, context);
	const ids = new EventIds();
	try {
		for (const { files } of exports) {
			const counts = { read: 0, withoutTime: 0 };
			const signal = options.signal;
			const withRaw = options.withRaw ?? true;
			yield* readEntries(files, { filter: wanted, context, ids, counts, withRaw, ...host, signal });
			coverage.entries_read += counts.read;
			coverage.entries_without_time += counts.withoutTime;
			if (counts.read >= EXPORT_CAP) coverage.notes.push(NOTES.capped);
			if (files.length === 0) coverage.notes.push(NOTES.noLink);
		}
	} finally {
		// Also when the reader has enough and leaves.
		coverage.notes.push(...withoutTime(coverage), ...sharedNames(filter, context.users));
		coverage.notes.push(...names.notes);
	}
}

/** An export names users and gives no ids: who is asked for by id may share a name with somebody else. */
function sharedNames(filter: AuditLogFilter, users: CrmUsers): string[] {
	const names = (filter.users ?? [])
		.filter((word) => /^\d{5,}$/.test(word))
		.flatMap((id) => users.meantBy(id).map(({ name }) => name));
	return names.filter((name) => users.idOfName(name) === null).map(NOTES.sameName);
}

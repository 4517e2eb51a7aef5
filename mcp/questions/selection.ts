import type { Lease } from '../archive/stored';
import type { SelectedPart, Selection } from '../archive/selection';
import { type MatchingRows, matchingRows } from '../archive/matching/matchingRows';
import type { RecordKey } from '../archive/sql';
import { keptReading } from '../../shared/dialect/keptDialect';
import type { CountKey } from '../../shared/reading/entryCounts';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import { unpackingHost } from '../../shared/files/zip';
import {
	neededBy,
	neededForKeys,
	requireColumns,
} from '../../shared/reading/dialect/requiredColumns';
import type { ExportReader } from '../../shared/reading/exportReader';
import { coverExports, readersOf } from '../../shared/reading/readExports';
import { noteLacks } from './kept/lacks';
import type { QueryContext } from './queryContext';
import type { Source } from './source';

/** Progress is reported whenever so many rows have been read. */
const REPORTED_ROWS = 50_000;

/** What `work` makes of the rows in exports that match the question, each export read into the database once. */
export async function withSelection<T>(
	context: QueryContext,
	source: Source,
	exports: readonly DownloadedExport[],
	options: { readonly about?: RecordKey | undefined; readonly keys?: readonly CountKey[] },
	work: (selection: Selection) => Promise<T>,
): Promise<T> {
	return await context.app.scans.take(
		async () => await selected(context, source, exports, options, work),
		context.run.signal,
	);
}

async function selected<T>(
	context: QueryContext,
	{ filter, nameText }: Source,
	exports: readonly DownloadedExport[],
	{
		about,
		keys = [],
	}: { readonly about?: RecordKey | undefined; readonly keys?: readonly CountKey[] },
	work: (selection: Selection) => Promise<T>,
): Promise<T> {
	const { app, client, run } = context;
	const { signal } = run;
	const { archive } = app;
	const { database } = archive;
	const leases: Lease[] = [];
	const matching: MatchingRows[] = [];
	const parts: SelectedPart[] = [];
	const seen = new Set<string | null>();
	let hasValues = false;
	const read = async (reader: ExportReader): Promise<void> => {
		const { download, counts } = reader;
		const { context: entryContext, predicate } = await reader.predicateFor(filter);
		const lease = await archive.lease(download, entryContext, {
			...ingestOptions(context),
			reading: (rows) => keptReading(entryContext.dialect, entryContext.circumstances, rows),
		});
		leases.push(lease);
		const { part } = lease;
		const needs = [...neededBy(predicate), ...neededForKeys(keys)];
		hasValues ||= part.has('old_value') || part.has('new_value');
		for (const { name, header, columns } of part.facts.csvs) {
			counts.headers.set(String(header), { file: name, at: columns.at });
			if (!entryContext.columns?.isEmpty) requireColumns(columns, needs, header, name);
		}
		const test = { predicate, filter, nameText, about };
		// Where two windows are read from one export, entries without a time would be in both.
		const isAgain = download.id !== null && seen.has(download.id);
		seen.add(download.id);
		const rows = await matchingRows(
			{ database, part, context: entryContext, signal },
			test,
			isAgain ? 'instant IS NOT NULL' : undefined,
		);
		matching.push(rows);
		const { where, total, untimed, first } = rows;
		counts.read = part.facts.rows;
		counts.withoutTime = untimed;
		counts.unread.addAll(part.facts.unread);
		const selected = {
			...{ part, context: entryContext, where, total, untimed, first },
			...{ users: rows.users, window: download.window },
		};
		parts.push(selected);
		if (keys.length > 0) await reader.countedInto(await namesIn(selected, keys));
	};
	try {
		archive.prepare(exports);
		const readers = readersOf(client.session, exports, { signal });
		const coverage = await coverExports(client.session, readers, filter, read, { signal });
		for (const { id } of exports) {
			if (id !== null && archive.hasReturned(id)) coverage.notes.push(returnedNote(id));
			const reason = id === null ? undefined : archive.whyUnkept(id);
			const note = id === null ? undefined : archive.noteOn(id);
			if (note !== undefined && !coverage.notes.includes(note)) coverage.notes.push(note);
			if (reason) coverage.notes.push(`The export ${id} is not in the archive: ${reason}.`);
		}
		if (filter.text !== undefined && !hasValues) coverage.notes.push(NO_VALUES);
		noteLacks(context, coverage, exports, filter);
		return await work({
			parts,
			total: parts.reduce((sum, { total }) => sum + total, 0),
			coverage,
			rows: async (sql) => await database.rows(sql, [], signal),
		});
	} finally {
		for (const { release } of [...matching, ...leases]) await release();
	}
}

/** A search that can find nothing of what it is for must not look like one that found nothing. */
const NO_VALUES =
	'Text was looked for in names alone: these exports have no old and new values; get_record_history may have them for one record.';

function returnedNote(id: string): string {
	return `The export ${id} was downloaded and read again, because others had taken its place in memory: ZOHO_AUDIT_CACHE_MB sets how much they may take.`;
}

function ingestOptions({ client, run }: QueryContext) {
	const { signal } = run;
	let reported = 0;
	return {
		host: unpackingHost(client.session, signal),
		signal,
		onRows: (rows: number): void => {
			if (rows - reported < REPORTED_ROWS) return;
			reported = rows;
			run.report(`${rows.toLocaleString('en')} entries read`);
		},
	};
}

/** Which users are counted: a note says which of them are counted together. */
async function namesIn({ context, users }: SelectedPart, keys: readonly CountKey[]) {
	const names = new Set<string | null>();
	if (keys.includes('user') && context.users.sharedNames.length > 0) {
		for (const { name } of await users()) names.add(name);
	}
	return { keys, has: (_: CountKey, name: string) => names.has(name) };
}

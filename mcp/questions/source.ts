import { disclosureOf } from '../config/disclosure';
import type { Reading } from '../../shared/reading/reading';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { AuditLogEntry, EntryBatch } from '../../shared/entries/auditLogEntry';
import type { AuditLogFilter } from '../../shared/entries/filter';
import { ExportGoneError, InputError } from '../../shared/errors';
import { type ExportJob, finishedOrThrow } from '../../shared/exports/exportJob';
import type { RangePart } from '../../shared/exports/exportJobs';
import { folded } from '../../shared/folded';
import { hasWords } from '../../shared/spelling';
import { cursorError, type DataSet, partsOf, type ReadPart } from './pageCursor';
import { keptReading } from './kept/keptReading';
import { noteLacks } from './kept/lacks';
import type { QueryContext } from './queryContext';
import { statusOf } from './shownExport';

/** Entries for a question, and what they are read from. */
export interface Source {
	readonly reading: Reading;
	/** Null where a later page could not find it again. */
	readonly data: DataSet | null;
	/** Those whose rows are asked in the database; undefined for another source, which is read. */
	readonly exports?: readonly DownloadedExport[] | undefined;
	readonly filter: AuditLogFilter;
	/** Words that are looked for in names alone, because old and new values are hidden. */
	readonly nameText?: string | undefined;
}

/** Seconds of the wait that are left for everything but the export itself. */
const REST_SECONDS = 2;
/** Progress is reported whenever so many entries have been read. */
const REPORTED_ENTRIES = 50_000;

/**
 * The entries a question is about: from where the page before was read, from the export it names, or
 * from whichever source serves. Null while the export is running.
 */
export async function sourceOf(context: QueryContext): Promise<Source | null> {
	const { app, question } = context;
	const { text, ...rest } = question.filter;
	// Hidden values must not be discoverable by searching for them.
	const isHidden = text !== undefined && !disclosureOf(app.config).values;
	const filter = isHidden ? rest : question.filter;
	const reading = await readingOf(context, filter);
	if (reading === null) return null;
	const { exports } = reading;
	if (exports) noteLacks(context, reading.coverage, exports, filter);
	return {
		reading: isHidden ? withText(reading, text) : reading,
		data: exports ? partsOf(exports) : 'endpoint',
		...{ exports, filter, nameText: isHidden ? text : undefined },
	};
}

async function readingOf(context: QueryContext, filter: AuditLogFilter): Promise<Reading | null> {
	const { app, client, input, question, cursor, run } = context;
	const { config } = app;
	const options = { signal: run.signal, ...waiting(context) };
	if (cursor && typeof cursor.data !== 'string') {
		const exports = await downloads(context, cursor.data);
		return client.readEntries(exports, filter, options);
	}
	if (input.export_id !== undefined) {
		const stored = await app.archive.load(input.export_id);
		if (stored) return client.readEntries([stored], filter, options);
		const job = await client.waitForExport(input.export_id, options);
		run.progress.job = job;
		if (job.state === 'running') return null;
		const download = await client.downloadExport(finishedOrThrow(job), options);
		return client.readEntries([download], filter, options);
	}
	const { period } = question;
	const ofArchive = async () =>
		period && !cursor ? await keptReading(context, filter, period, waiting(context)) : undefined;
	if (app.archive.folder) {
		const kept = await ofArchive();
		if (kept !== undefined) return kept;
	}
	const reachesNow = period === null || period.to >= question.parsedAt;
	const answer = await client.getAuditLog(filter, {
		...options,
		source: cursor ? 'endpoint' : config.source,
		freshSeconds: reachesNow ? config.freshSeconds : 0,
		// What is in memory is as old as it is: the endpoint, where there is one, is newer.
		kept: async () => (app.archive.folder ? undefined : ((await ofArchive()) ?? undefined)),
	});
	if (answer.state === 'ready') return answer;
	run.progress.job = answer.job;
	return null;
}

function waiting({ app, client, run }: QueryContext) {
	return {
		waitSeconds: Math.max(0, app.config.waitSeconds - REST_SECONDS),
		onProgress: (job: ExportJob, _waited: number, part?: RangePart): void => {
			run.progress.job = job;
			const position = part && part.of > 1 ? ` (${part.number} of ${part.of})` : '';
			run.report(`Export ${job.id}${position}: ${statusOf(job, client.now())}`);
		},
	};
}

/** The same exports as before, from the store or downloaded again. @throws InputError when one is gone. */
async function downloads(
	{ app, client, run }: QueryContext,
	parts: readonly ReadPart[],
): Promise<DownloadedExport[]> {
	const { signal } = run;
	const found: DownloadedExport[] = [];
	for (const [id, window] of parts) {
		try {
			const download =
				(await app.archive.load(id)) ??
				(await client.downloadExport(finishedOrThrow(await client.getExport(id, { signal })), {
					signal,
				}));
			found.push(window ? { ...download, window: { from: window[0], to: window[1] } } : download);
		} catch (error) {
			if (!(error instanceof InputError || error instanceof ExportGoneError)) throw error;
			throw cursorError(`The export ${id}, from which the page before was read, is gone.`);
		}
	}
	return found;
}

/** The same entries, with progress reported while they are read. */
export async function* reporting(
	reading: AsyncIterable<EntryBatch>,
	{ run }: QueryContext,
): AsyncGenerator<EntryBatch> {
	let [read, reported] = [0, 0];
	for await (const batch of reading) {
		read += batch.length;
		if (read - reported >= REPORTED_ENTRIES) {
			reported = read;
			run.report(`${read.toLocaleString('en')} matching entries read`);
		}
		yield batch;
	}
}

/** The entries whose names hold every word; old and new values are not searched. */
export function withText(reading: Reading, text: string): Reading {
	const words = folded(text).split(/\s+/);
	const holds = (entry: AuditLogEntry): boolean => hasWords(namesIn(entry).join('\n'), words);
	return {
		state: 'ready',
		coverage: reading.coverage,
		async *[Symbol.asyncIterator]() {
			for await (const batch of reading) yield batch.filter(holds);
		},
	};
}

function namesIn(entry: AuditLogEntry): string[] {
	const { done_by, action, module, record, related_module, related_record, account_name } = entry;
	const fields = (entry.field_history ?? []).flatMap(({ api_name, field_label }) => [
		api_name,
		field_label,
	]);
	return [
		...[done_by?.name, action, module, record?.name, record?.id],
		...[related_module, related_record?.name, account_name, entry.source, entry.event_id],
		...fields,
	].filter((name) => typeof name === 'string');
}

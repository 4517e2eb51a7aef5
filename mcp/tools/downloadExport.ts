import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DownloadedExport } from '../../shared/auditLog/exportReading';
import type { AuditLogClient } from '../../shared/client';
import type { AuditLogEntry, EntryBatch } from '../../shared/entries/auditLogEntry';
import { instantOfIso } from '../../shared/entries/auditedTime';
import { newest } from '../../shared/entries/newest';
import type { TimeZone } from '../../shared/entries/timeZone';
import type { App } from '../app';
import { withinBudget } from '../budget';
import { cleanJson, cleanText } from '../cleanText';
import { shownEntry } from '../entry';
import { refuseUnreadable, understood } from '../question';
import type { Run } from '../runs';
import { exportId, previewEntries, timeZone, waitSeconds } from './arguments';
import { failed, type Known, preparing } from './entriesAnswer';
import { DATA_NOTE, exportOf, shownEntries, shownExport } from './results';
import { type Call, type Result, tool } from './tool';

const input = {
	export_id: exportId,
	preview_entries: previewEntries,
	wait_seconds: waitSeconds,
	...timeZone,
};
type Input = z.output<z.ZodObject<typeof input>>;

const MOST_FILES = 20;
const MOST_COLUMNS = 100;
/** A call takes at most 50 seconds: what is left of them after the longest wait is for the file. */
const CALL_SECONDS = 50;
const FILE_SECONDS = 15;

export const downloadExport = tool({
	name: 'download_export',
	title: 'Download export',
	description:
		'Read a finished export: number of entries, period, columns, files and a short preview. Never returns a whole file; for entries of an export use get_audit_log with export_id.',
	input,
	output: {
		status: z.enum(['ready', 'preparing', 'failed']),
		export: shownExport.optional(),
		total_matched: z.number().optional(),
		returned: z.number().optional(),
		entries: shownEntries.optional(),
		period: z.looseObject({}).nullable().optional(),
		columns: z.array(z.string()).optional(),
		files: z.array(z.looseObject({ name: z.string() })).optional(),
		manifest: z.looseObject({}).optional(),
	},
	access: 'reads',
	async run(app, given, call) {
		refuseUnreadable({ time_zone: given.time_zone }, app.config);
		const outcome = await app.runs.join<Result, Known>(
			`download_export ${JSON.stringify(Object.entries(given).sort())}`,
			async (run) => await downloaded(app, given, run, call),
			{
				waitMs: Math.min(CALL_SECONDS, given.wait_seconds + FILE_SECONDS) * 1000,
				signal: call.signal,
				isFinal: ({ status }) => status !== 'preparing',
			},
		);
		return outcome.answer ?? preparing(app, outcome.known);
	},
});

async function downloaded(app: App, given: Input, run: Run<Known>, call: Call): Promise<Result> {
	const { signal } = run;
	const client = await app.client(signal);
	const question = await understood(client, { time_zone: given.time_zone }, app.config, {
		period: null,
		signal,
	});
	run.known.question = question;
	const job = await client.waitForExport(given.export_id, {
		waitSeconds: given.wait_seconds,
		signal,
		onProgress: (seen, waited) => {
			run.known.job = seen;
			call.progress(waited, given.wait_seconds, `Export ${seen.id}`);
		},
	});
	if (job.state === 'running') return preparing(app, run.known);
	if (job.state === 'failed') return failed(app, question, job);
	const download = await client.downloadExport(job, { signal });
	const facts = await factsOf(client, download, given.preview_entries, signal);
	const { zone } = question;
	const entries = facts.entries.map((entry) => shownEntry(entry, 'concise', zone));
	return withinBudget(app.config.maxResultChars, entries, (preview): Result => ({
		status: 'ready',
		export: exportOf(job, client.now()),
		total_matched: facts.total,
		returned: preview.length,
		entries: preview,
		period: periodOf(facts, zone),
		columns: facts.columns.slice(0, MOST_COLUMNS).map((column) => cleanText(column, 60)),
		files: download.files.slice(0, MOST_FILES).map(({ name, bytes }) => ({
			name,
			size: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
		})),
		manifest: cleanJson(facts.manifest, 400) as object,
		notes: [
			...facts.notes.map((note) => cleanText(note, 400)),
			`For entries call get_audit_log with export_id "${job.id}" and filters.`,
			DATA_NOTE,
		],
	}));
}

interface Facts {
	entries: readonly AuditLogEntry[];
	total: number;
	/** As the files name them. */
	columns: string[];
	/** Milliseconds. */
	first: number;
	last: number;
	notes: readonly string[];
	/** What proves the files. */
	manifest: object;
}

/** All that is told of an export. */
async function factsOf(
	client: AuditLogClient,
	download: DownloadedExport,
	limit: number,
	signal: AbortSignal,
): Promise<Facts> {
	const reading = client.readEntries([download], {}, { signal });
	const facts: Facts = {
		entries: [],
		total: 0,
		columns: [],
		first: Infinity,
		last: -Infinity,
		notes: reading.coverage.notes,
		manifest: {},
	};
	const { entries, total } = await newest(watched(reading, facts), limit);
	const { notes: _, ...manifest } = (await reading.manifest?.()) ?? { notes: [] };
	return { ...facts, entries, total, manifest };
}

async function* watched(
	batches: AsyncIterable<EntryBatch>,
	facts: Facts,
): AsyncGenerator<EntryBatch> {
	for await (const batch of batches) {
		if (facts.columns.length === 0) facts.columns = Object.keys(batch[0]?.raw ?? {});
		for (const { audited_time } of batch) {
			const instant = instantOfIso(audited_time ?? '');
			if (instant === null) continue;
			facts.first = Math.min(facts.first, instant);
			facts.last = Math.max(facts.last, instant);
		}
		yield batch;
	}
}

/** From the first entry to the last; null when no entry has a time. */
function periodOf({ first, last }: Facts, zone: TimeZone): { from: string; to: string } | null {
	return first > last ? null : { from: zone.iso(first), to: zone.iso(last) };
}

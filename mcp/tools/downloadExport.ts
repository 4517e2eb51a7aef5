import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { TimeZone } from '../../shared/dialect/timeZone';
import type { App } from '../questions/app';
import { withinBudget } from './budget';
import { cleanJson, cleanText } from '../questions/cleanText';
import { csvFactsIn, csvFilesOf } from '../archive/csvFiles';
import { shownEntry } from '../questions/shownEntry';
import { pageByDays } from '../questions/exportPage';
import { sharedRun } from '../questions/query';
import type { Progress, QueryResult } from '../questions/queryContext';
import { parseQuestion, validateQuestion } from '../questions/question';
import type { Run } from '../questions/runs';
import { saved } from '../archive/savedFiles';
import type { AuditLogClient } from '../../shared/client';
import { exportId, previewEntries, timeZone, waitSeconds } from './arguments';
import { shownEntries } from './outputs';
import { DATA_NOTE } from '../questions/scope';
import { exportOf, shownExport } from '../questions/shownExport';
import { failed, preparing } from '../questions/states';
import { tool } from './tool';

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
		'Read a finished export: number of entries, period, columns, a short preview and a link to each file. Never returns a whole file as text; for entries of an export use get_audit_log with export_id. Saved to disk only when the server is configured with a download folder.',
	input,
	output: {
		status: z.enum(['ready', 'preparing', 'failed']),
		export: shownExport.optional(),
		total_matched: z.number().optional(),
		returned: z.number().optional(),
		entries: shownEntries.optional(),
		period: z.looseObject({}).nullable().optional(),
		columns: z.array(z.string()).optional(),
		files: z.array(z.looseObject({ uri: z.string(), name: z.string() })).optional(),
		manifest: z.looseObject({}).optional(),
	},
	access: 'maySave',
	async run(app, input, call) {
		validateQuestion({ time_zone: input.time_zone }, app);
		const waitSeconds = input.wait_seconds;
		const waitMs = Math.min(CALL_SECONDS, waitSeconds + FILE_SECONDS) * 1000;
		const options = { tool: 'download_export', input, call, waitSeconds, waitMs };
		return await sharedRun(app, options, async (run) => await downloaded(app, input, run));
	},
});

async function downloaded(app: App, args: Input, run: Run<Progress>): Promise<QueryResult> {
	const { signal } = run;
	const client = await app.client(signal);
	const question = await parseQuestion(client, { time_zone: args.time_zone }, app.config, {
		period: null,
		signal,
	});
	run.progress.question = question;
	const job = await client.waitForExport(args.export_id, {
		waitSeconds: args.wait_seconds,
		signal,
		onProgress: (seen) => {
			run.progress.job = seen;
			run.report(`Export ${seen.id}`);
		},
	});
	if (job.state === 'running') return preparing(app, run.progress);
	if (job.state === 'failed') return failed(app, question, job);
	const download = await client.downloadExport(job, { signal });
	const { zone } = question;
	const { files, columns, total } = await filesOf(app, download, signal);
	const { page, period, notes } = await preview(
		client,
		download,
		args.preview_entries,
		zone,
		signal,
	);
	const { notes: _, ...manifest } = (await client
		.readEntries([download], {}, { signal })
		.manifest?.()) ?? { notes: [] };
	const entries = page.map((entry) => shownEntry(entry, 'concise', zone));
	return withinBudget(app.config.maxResultChars, entries, (shown): QueryResult => ({
		status: 'ready',
		export: { ...exportOf(job, client.now()), total_entries: total, files: files.length },
		total_matched: total,
		returned: shown.length,
		entries: shown,
		period,
		columns: columns.slice(0, MOST_COLUMNS).map((column) => cleanText(column, 60)),
		files: files.slice(0, MOST_FILES),
		manifest: cleanJson(manifest, 400) as object,
		notes: [
			...notes.map((note) => cleanText(note, 400)),
			`For entries call get_audit_log with export_id "${job.id}" and filters, for counts summarize_audit_log; each file's uri is a resource with every column, ?offset=0&limit=200.`,
			...(files.length > MOST_FILES
				? [`${files.length} files, the first ${MOST_FILES} are listed.`]
				: []),
			DATA_NOTE,
		],
	}));
}

/** Every CSV, with the checksum of what was received: itself, or the archive it came in. */
async function filesOf(app: App, download: DownloadedExport, signal: AbortSignal) {
	const { downloadDir } = app.config;
	const all = csvFilesOf(download);
	const factsOfEach = [];
	for (const received of download.files) factsOfEach.push(await csvFactsIn(received, signal));
	// What cannot be read is not kept as if it could.
	const paths = downloadDir === null ? [] : await saved(download, downloadDir, signal);
	const files: Record<string, unknown>[] = [];
	let columns: readonly string[] = [];
	let total = 0;
	for (const [index, received] of download.files.entries()) {
		const sha256 = createHash('sha256').update(received.bytes).digest('hex');
		const own = all.filter((csv) => csv.received === received);
		for (const { name, uri, index: at } of own) {
			const fact = factsOfEach[index]?.[at];
			if (!fact) continue;
			if (columns.length === 0) columns = fact.columns;
			total += fact.entries;
			files.push({
				uri,
				name,
				mime_type: 'text/csv',
				size: fact.size,
				entries: fact.entries,
				...(name !== received.name && { archive: received.name }),
				sha256,
				...(paths[index] !== undefined && { saved_to: paths[index] }),
			});
		}
	}
	return { files, columns, total };
}

/** The newest entries, and from when to when all of them are. */
async function preview(
	client: AuditLogClient,
	download: DownloadedExport,
	limit: number,
	zone: TimeZone,
	signal: AbortSignal,
) {
	// At least one is looked for, because none at all cannot be told from the end.
	const { entries, span, coverage } = await pageByDays(client, [download], {
		filter: {},
		zone,
		limit: Math.max(1, limit),
		order: 'newest',
		signal,
	});
	return {
		page: entries.slice(0, limit),
		period: span && { from: zone.iso(span.first), to: zone.iso(span.last) },
		notes: coverage.notes,
	};
}

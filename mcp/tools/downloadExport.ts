import { createHash } from 'node:crypto';
import { z } from 'zod';
import { disclosed, disclosureOf } from '../config/disclosure';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { Manifest } from '../../shared/reading/manifest';
import type { ExportOverview } from '../../shared/reading/readExports';
import type { App } from '../questions/app';
import { withinBudget } from './budget';
import { cleanJson, cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';
import { csvFilesOf } from '../archive/csvFiles';
import { shownEntry } from '../questions/shownEntry';
import { sharedRun } from '../questions/query';
import type { Progress, QueryResult } from '../questions/queryContext';
import { parseQuestion, validateQuestion } from '../questions/question';
import type { Run } from '../questions/runs';
import { saved, savedManifest } from '../archive/savedFiles';
import type { AuditLogClient } from '../../shared/client';
import { exportId, manifest, previewEntries, timeZone, waitSeconds } from './arguments';
import { ofExport, shownEntries } from './outputs';
import { coverageNotes } from '../questions/scope';
import { exportOf } from '../questions/shownExport';
import { failed, preparing } from '../questions/states';
import { tool } from './tool';

const input = {
	export_id: exportId,
	preview_entries: previewEntries,
	manifest,
	wait_seconds: waitSeconds,
	...timeZone,
};
type Input = z.output<z.ZodObject<typeof input>>;

const MAX_FILES = 20;
const MAX_COLUMNS = 100;
/** A call takes at most 50 seconds: what is left of them after the longest wait is for the file. */
const CALL_SECONDS = 50;
const FILE_SECONDS = 15;

export const downloadExport = tool({
	name: 'download_export',
	title: 'Download export',
	description:
		'Read a finished export: number of entries, period, columns, a short preview and a link to each file. Never returns a whole file as text; for entries of an export use get_audit_log with export_id. Saved to disk, with its manifest, only when the server has a download folder.',
	input,
	output: {
		status: z.enum(['ready', 'preparing', 'failed']),
		export: ofExport,
		total_matched: z.number().optional(),
		returned: z.number().optional(),
		entries: shownEntries.optional(),
		period: z.looseObject({}).nullable().optional(),
		columns: z.array(z.string()).optional(),
		files: z.array(z.looseObject({ uri: z.string().optional(), name: z.string() })).optional(),
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
	const overview = await client.exportOverview(download, args.preview_entries, { signal });
	const { span, newest, coverage } = overview;
	const { files, columns, total } = await filesOf(app, download, overview, signal);
	// Saved files are evidence, so the manifest that proves them comes with them.
	const needsProof = args.manifest || app.config.downloadDir !== null;
	const proof = needsProof ? await manifestOf(client, download, signal) : undefined;
	const { downloadDir } = app.config;
	const proofPath =
		proof && downloadDir !== null
			? await savedManifest(download, proof, downloadDir, signal)
			: undefined;
	const disclosure = disclosureOf(app.config);
	const { rows } = disclosure;
	const entries = newest.map((entry) => shownEntry(disclosed(entry, disclosure), 'concise', zone));
	return withinBudget(app.config.maxResultChars, entries, (shown): QueryResult => ({
		status: 'ready',
		export: { ...exportOf(job, client.now()), total_entries: total, files: files.length },
		total_matched: total,
		returned: shown.length,
		entries: shown,
		period: span && { from: zone.iso(span.first), to: zone.iso(span.last) },
		columns: columns.slice(0, MAX_COLUMNS).map((column) => cleanText(column, 60)),
		files: files.slice(0, MAX_FILES),
		...(proof && { manifest: shownManifest(proof) }),
		...(proofPath !== undefined && { manifest_saved_to: proofPath }),
		notes: [
			...coverageNotes(coverage),
			`For entries call get_audit_log with export_id "${job.id}" and filters, for counts summarize_audit_log${rows ? "; each file's uri is a resource with every column, ?offset=0&limit=200" : ''}.`,
			...(files.length > MAX_FILES
				? [`${files.length} files, the first ${MAX_FILES} are listed.`]
				: []),
			DATA_NOTE,
		],
	}));
}

/** Every CSV, with the checksum of the received file: itself, or its archive. */
async function filesOf(
	app: App,
	download: DownloadedExport,
	{ csvs }: ExportOverview,
	signal: AbortSignal,
) {
	const { downloadDir } = app.config;
	// After the overview, so that a file that cannot be read is not saved.
	const paths = downloadDir === null ? [] : await saved(download, downloadDir, signal);
	const all = csvFilesOf(download);
	const files: Record<string, unknown>[] = [];
	for (const [index, received] of download.files.entries()) {
		const sha256 = createHash('sha256').update(received.bytes).digest('hex');
		for (const { name, uri, index: at } of all.filter((csv) => csv.received === received)) {
			const csv = csvs.find((each) => each.file === received && each.index === at);
			if (!csv) continue;
			files.push({
				...(disclosureOf(app.config).rows && { uri }),
				name,
				mime_type: 'text/csv',
				size: csv.size,
				entries: csv.rows,
				...(name !== received.name && { archive: received.name }),
				sha256,
				...(paths[index] !== undefined && { saved_to: paths[index] }),
			});
		}
	}
	const total = csvs.reduce((sum, { rows }) => sum + rows, 0);
	return { files, columns: csvs[0]?.columns ?? [], total };
}

async function manifestOf(
	client: AuditLogClient,
	download: DownloadedExport,
	signal: AbortSignal,
): Promise<Manifest | undefined> {
	return await client.readEntries([download], {}, { signal }).manifest?.();
}

/** Without its notes, which the result has. */
function shownManifest({ notes: _, ...manifest }: Manifest): object {
	return cleanJson(manifest, 400) as object;
}

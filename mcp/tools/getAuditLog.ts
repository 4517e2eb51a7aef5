import { z } from 'zod';
import type { Reading } from '../../shared/auditLog/coverage';
import type { AuditLogClient } from '../../shared/client';
import { ExportGoneError } from '../../shared/errors';
import { finishedOrThrow } from '../../shared/exports/exportJob';
import type { WaitOptions } from '../../shared/exports/waitForExport';
import type { App } from '../app';
import { type Question, refuseUnreadable, understood } from '../question';
import type { Run } from '../runs';
import { detail, exportId, filters, limit } from './arguments';
import { failed, inTheFuture, type Known, preparing, ready } from './entriesAnswer';
import { shownEntries, shownExport, statusOf } from './results';
import { type Call, type Result, tool } from './tool';

const input = {
	...filters,
	detail,
	limit: limit(200, 50),
	export_id: exportId.optional().describe('Read this export only; all of it without from and to'),
};
type Input = z.output<z.ZodObject<typeof input>>;

/** Seconds of the wait that are left for everything but the export itself. */
const REST_SECONDS = 2;

export const getAuditLog = tool({
	name: 'get_audit_log',
	title: 'Get audit log',
	description: (readOnly) =>
		"Audit-log entries of Zoho CRM: who changed what, when; newest first, with total_matched over the whole period. Use it for questions such as 'who changed the Acme deal last week?' or 'how many leads were deleted yesterday?'. " +
		(readOnly
			? 'Reads existing exports and never starts one.'
			: "May start an export job in Zoho; if that takes time the answer is status 'preparing': call again with the same arguments."),
	input,
	output: {
		status: z.enum(['ready', 'preparing', 'failed']),
		scope: z.looseObject({}).optional(),
		total_matched: z.number().optional(),
		returned: z.number().optional(),
		entries: shownEntries.optional(),
		export_id: z.string().optional(),
		export: shownExport.optional(),
	},
	access: 'mayCreate',
	async run(app, given, call) {
		refuseUnreadable(given, app.config);
		const key = `get_audit_log ${JSON.stringify(Object.entries(given).sort())}`;
		const outcome = await app.runs.join<Result, Known>(
			key,
			async (run) => await answered(app, given, run, call),
			{
				waitMs: app.config.waitSeconds * 1000,
				signal: call.signal,
				isFinal: ({ status }) => status !== 'preparing',
			},
		);
		return outcome.answer ?? preparing(app, outcome.known);
	},
});

async function answered(app: App, given: Input, run: Run<Known>, call: Call): Promise<Result> {
	const { config } = app;
	const { signal } = run;
	const client = await app.client(signal);
	const isWhole = given.export_id !== undefined && !given.from && !given.to;
	const question = await understood(client, given, config, {
		period: isWhole ? null : run.known.period,
		signal,
	});
	run.known.period = question.period;
	run.known.question = question;
	if (question.period !== null && question.period.from >= question.asked) {
		return inTheFuture(app, question);
	}
	try {
		const reading = await readingOf(app, client, given, question, run, call);
		if (reading === null) return preparing(app, run.known);
		return await ready(app, client, { question, reading, ...given, signal });
	} catch (error) {
		if (!(error instanceof ExportGoneError) || error.facts.exportId === undefined) throw error;
		const job = await client.getExport(error.facts.exportId, { signal });
		if (job.state !== 'failed') throw error;
		return failed(app, question, job);
	}
}

/** Null while the export is running. */
async function readingOf(
	app: App,
	client: AuditLogClient,
	given: Input,
	question: Question,
	run: Run<Known>,
	call: Call,
): Promise<Reading | null> {
	const { config } = app;
	const waitSeconds = Math.max(0, config.waitSeconds - REST_SECONDS);
	const onProgress: WaitOptions['onProgress'] = (job, waited, part) => {
		run.known.job = job;
		const place = part && part.of > 1 ? ` (${part.number} of ${part.of})` : '';
		const told = `Export ${job.id}${place}: ${statusOf(job, client.now())}`;
		call.progress(waited, config.waitSeconds, told);
	};
	const options = { signal: run.signal, waitSeconds, onProgress };
	if (given.export_id === undefined) {
		const { period, asked } = question;
		const reachesNow = period === null || period.to >= asked;
		const freshSeconds = reachesNow ? config.freshSeconds : 0;
		const source = config.source;
		const answer = await client.getAuditLog(question.filter, { ...options, source, freshSeconds });
		if (answer.state === 'ready') return answer;
		run.known.job = answer.job;
		return null;
	}
	const job = await client.waitForExport(given.export_id, options);
	run.known.job = job;
	if (job.state === 'running') return null;
	const download = await client.downloadExport(finishedOrThrow(job), options);
	return client.readEntries([download], question.filter, options);
}

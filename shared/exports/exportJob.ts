import { instantOfIso } from '../dialect/auditedTime';
import { ExportGoneError, UnavailableError, UnexpectedAnswerError } from '../errors';
import { asArray, asObject, asText, type JsonObject } from '../http/json';

type ExportFacts = {
	id: string;
	/** Zoho's word, as sent: `Scheduled`, `running`, `finished` … */
	status: string | null;
	/** ISO 8601 with offset. */
	job_start_time: string | null;
	/** Null while it runs. */
	job_end_time: string | null;
	/** Until when the links are good. Zoho sends null on jobs whose links work: null does not mean expired. */
	expiry_date: string | null;
	created_by: { id: string | null; name: string | null } | null;
	/**
	 * As Zoho echoes it: other order of keys, names added. Null for the whole log; empty
	 * when they cannot be read, which says nothing.
	 */
	criteria: Record<string, unknown> | null;
};

export type RunningExport = ExportFacts & { state: 'running' };
/** `download_links` is empty when Zoho gave none, which may be how it says "no entries". */
export type FinishedExport = ExportFacts & { state: 'finished'; download_links: string[] };
type FailedExport = ExportFacts & { state: 'failed' };

/** An export job. Only a finished one has links, so that nothing is read too early. */
export type ExportJob = RunningExport | FinishedExport | FailedExport;

/** A job that will answer the question, and whether it was running already. */
export type ScheduledExport = {
	job: ExportJob;
	/** True when the same export was already running and is used instead of a new one. */
	adopted: boolean;
};

const FINISHED = new Set(['finished', 'completed']);
const FAILED = new Set(['failed', 'deleted']);
const RUNNING = new Set([
	'scheduled',
	'running',
	'progress',
	'in progress',
	'in_progress',
	'queued',
]);

/**
 * The jobs in an answer of Zoho's; an answer without a body has none.
 * https://www.zoho.com/crm/developer/docs/api/v8/get-export-audit-log.html
 */
export function exportJobsIn(answer: unknown): ExportJob[] {
	if (answer === undefined) return [];
	const jobs = asObject(answer)?.['audit_log_export'];
	if (!Array.isArray(jobs)) {
		throw new UnexpectedAnswerError('Zoho answered without a list of export jobs.');
	}
	return asArray(jobs).flatMap((value) => {
		const job = asObject(value);
		const id = asText(job?.['id']);
		return job && id ? [exportJob(id, job)] : [];
	});
}

/**
 * The job, which has to be finished.
 * @throws UnavailableError while it runs, ExportGoneError when it came to nothing.
 */
export function finishedOrThrow(job: ExportJob): FinishedExport {
	if (job.state === 'finished') return job;
	const times = `started ${job.job_start_time ?? 'at an unknown time'}`;
	const facts = { exportId: job.id };
	if (job.state === 'running') {
		throw new UnavailableError(
			`The export ${job.id} is still running in Zoho (${job.status ?? 'no status'}, ${times}). Wait longer, or come back for it later: it goes on by itself.`,
			facts,
		);
	}
	throw new ExportGoneError(
		`Zoho ended the export ${job.id} without a file (${job.status}, ${times}, ended ${job.job_end_time ?? 'at an unknown time'}). Create it again.`,
		facts,
	);
}

/** By the time Zoho began them. Its list seems to be in this order, and does not promise it. */
export function newestFirst(jobs: readonly ExportJob[]): ExportJob[] {
	const start = (job: ExportJob): number => instantOfIso(job.job_start_time ?? '') ?? 0;
	return [...jobs].sort((a, b) => start(b) - start(a));
}

/** A job that Zoho has accepted, before the first look at it. */
export function unseenExport(id: string): RunningExport {
	const unknown = { status: null, job_start_time: null, job_end_time: null, expiry_date: null };
	return { id, ...unknown, created_by: null, criteria: null, state: 'running' };
}

function exportJob(id: string, job: JsonObject): ExportJob {
	const status = asText(job['status']);
	const createdBy = asObject(job['created_by']);
	const criteria = asObject(job['criteria']);
	const facts: ExportFacts = {
		id,
		status,
		job_start_time: asText(job['job_start_time']),
		job_end_time: asText(job['job_end_time']),
		expiry_date: asText(job['expiry_date']),
		created_by: createdBy ? { id: asText(createdBy['id']), name: asText(createdBy['name']) } : null,
		criteria: job['criteria'] === null ? null : { ...criteria },
	};
	// Zoho's pages, samples and specification use different words, and more may come: what is not known
	// to be over is still running, until the caller's own deadline, unless it has an end and files.
	const word = (status ?? '').toLowerCase();
	const download_links = linksIn(job['download_links']);
	const hasFiles = facts.job_end_time !== null && download_links.length > 0;
	if (FAILED.has(word)) return { ...facts, state: 'failed' };
	return FINISHED.has(word) || (hasFiles && !RUNNING.has(word))
		? { ...facts, state: 'finished', download_links }
		: { ...facts, state: 'running' };
}

/** Null, nothing and an empty list are no links. What is no text stays, to be refused and not passed over. */
function linksIn(value: unknown): string[] {
	const links = Array.isArray(value) ? asArray(value) : [value];
	return links.flatMap((link) => {
		if (link === undefined || link === null || link === '' || link === 'null') return [];
		return asText(link) ?? JSON.stringify(link).slice(0, 100);
	});
}

import { AuditLogError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';
import { Deadline } from '../ticks';
import { checkedExportId, LATEST, latestFinished, unknownExport } from './exportId';
import { type ExportJob, exportJobsIn } from './exportJob';

/** The jobs Zoho lists; its order, newest first as far as is known. */
export async function listExports({ api }: Session, options: CallOptions): Promise<ExportJob[]> {
	return exportJobsIn(await api.listExports(options));
}

/**
 * A job by its id, or the `latest` finished one.
 * @throws InputError when there is no such job, or none that this user may see.
 */
export async function getExport(
	session: Session,
	exportId: string,
	options: CallOptions,
): Promise<ExportJob> {
	if (exportId.trim() === LATEST) return latestFinished(await listExports(session, options));
	const id = checkedExportId(exportId);
	try {
		const jobs = exportJobsIn(await session.api.getExport(id, options));
		const job = jobs.find((candidate) => candidate.id === id);
		if (job) return job;
	} catch (error) {
		if (!(error instanceof AuditLogError && error.facts.status === 404)) throw error;
		// A wrong path or version has the same code. Then the list is not there either.
		await listExports(session, options);
	}
	throw unknownExport(id);
}

/** Which of the exports of a range; `of` grows when one has to be made in halves. */
export interface RangePart {
	readonly number: number;
	readonly of: number;
}

/** How long to wait for an export, and where progress is reported. */
export interface WaitOptions extends CallOptions {
	/** 0 looks once. */
	readonly waitSeconds?: number | undefined;
	/** Called at every look; `part` where a range takes several exports. */
	readonly onProgress?:
		| ((job: ExportJob, waitedSeconds: number, part?: RangePart) => void)
		| undefined;
}

/** Zoho documents no pace. Its sample jobs took 10 to 27 seconds; small ones may be sooner. */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/**
 * The job once it no longer runs, or as it is when the wait is over. Pauses between two looks grow
 * from 1 to 30 seconds.
 */
export async function waitForExport(
	session: Session,
	exportId: string,
	options: WaitOptions,
): Promise<ExportJob> {
	const { ticks, sleep } = session;
	const start = ticks();
	const deadline = new Deadline(ticks, (options.waitSeconds ?? 0) * 1000);
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(MAX_PAUSE_MS, pause * 1.5)) {
		const job = await getExport(session, exportId, options);
		options.onProgress?.(job, Math.round((ticks() - start) / 1000));
		const { left } = deadline;
		if (job.state !== 'running' || left === 0) return job;
		await sleep(Math.min(pause, left), options.signal);
		if (options.deadline?.isOver) return job;
	}
}

import { instantOfIso } from '../dialect/auditedTime';
import { InputError, UnavailableError, UnexpectedAnswerError } from '../errors';
import { type CallOptions, SCOPES } from '../http/crmApi';
import { asArray, asObject, asText } from '../http/json';
import type { Session } from '../session';
import { Deadline } from '../ticks';
import { isSameQuestion, windowIn } from './compareCriteria';
import type { Criteria } from './criteria';
import { type ExportJob, type ScheduledExport, unseenExport } from './exportJob';
import { getExport, listExports, waitForExport, type WaitOptions } from './exportJobs';

/**
 * A job whose file could not be downloaded would keep the organization from making another one.
 * @throws CredentialError when a scope is known to be missing.
 */
export function requireExportScopes({ scopes }: Session): void {
	const { createExport, readAuditLog, download } = SCOPES;
	scopes.require('making an export', [createExport, readAuditLog, download]);
}

/** Two clocks of Zoho's may differ, and a job starts a moment after the request for it. */
const CLOCK_SLACK_MS = 60_000;
/** Zoho says that an export is running and shows none: it may belong to a user whose jobs are hidden. */
const MAX_HIDDEN = 3;
/** Zoho names an export that has ended: one more create, then it is reported. */
const MAX_ENDED = 2;
/** Between two creates, as long as the caller can wait. */
const MIN_PAUSE_MS = 3_000;
const MAX_PAUSE_MS = 10_000;

/** How an export is scheduled. With one attempt a create is not repeated, and not looked at. */
export interface ScheduleOptions extends WaitOptions {
	/** Whether the files of an export that has ended are known not to be had. */
	readonly isDead?: ((job: ExportJob) => boolean) | undefined;
}

/**
 * One export: created, or adopted when Zoho refuses because of the same one, which runs or has just
 * ended, or created after another's has ended.
 * No other function posts. A create is not idempotent and an organization runs one job at a time, so
 * after an answer that was lost the jobs are looked at before anything is posted again.
 * @param criteria null for the whole log.
 * @throws UnavailableError when another export is still running after `waitSeconds`.
 */
export async function scheduleExport(
	session: Session,
	criteria: Criteria | null,
	options: ScheduleOptions,
): Promise<ScheduledExport> {
	requireExportScopes(session);
	// First, because the answer also brings Zoho's time.
	const ownUserId = await session.names.ownUserId(options);
	const { api, ticks, sleep } = session;
	const deadline = new Deadline(ticks, (options.waitSeconds ?? 0) * 1000);
	/** How often in all a job blocked that did not run, by its id. */
	const blocks = new Map<string, number>();
	for (let attempt = 1; ; attempt++) {
		const postedAt = session.now();
		try {
			const id = createdId(await api.createExport(criteria, options));
			const isBrief = options.attempts === 1;
			const job = isBrief ? unseenExport(id) : await firstLook(session, id, options);
			return { job, adopted: false };
		} catch (error) {
			if (!(error instanceof UnavailableError)) throw error;
			if (error.facts.code === 'ALREADY_SCHEDULED') {
				const job = await blockingExport(session, error.facts.exportId, options);
				const isSame = job && isSameExport(job, criteria, ownUserId);
				if (isSame && isUsable(job, session.now()) && !options.isDead?.(job))
					return { job, adopted: true };
				const isWaitedFor = job?.state === 'running' && !deadline.isOver;
				if (job?.state === 'running') await waitOut(session, job, deadline, options);
				const key = job?.id ?? '';
				const times = (blocks.get(key) ?? 0) + (isWaitedFor ? 0 : 1);
				blocks.set(key, times);
				if (job === undefined && times >= MAX_HIDDEN) throw error;
				if (job && times >= MAX_ENDED) throw endedBlock(job);
				const pause = Math.min(MAX_PAUSE_MS, deadline.left);
				await sleep(Math.max(MIN_PAUSE_MS, pause), options.signal);
			} else {
				const found = await postedBefore(session, postedAt, criteria, ownUserId, options);
				if (found) return { job: found, adopted: false };
				const isLast = attempt > 1 || options.attempts === 1;
				if (isLast || !mayHaveBeenLost(error)) throw error;
			}
		}
	}
}

/** A busy signal says that nothing was created; no answer or a server's own trouble does not. */
function mayHaveBeenLost(error: UnavailableError): boolean {
	return error.facts.status === undefined || error.facts.status >= 500;
}

function createdId(answer: unknown): string {
	const item = asObject(asArray(asObject(answer)?.['audit_log_export'])[0]);
	const id = asText(asObject(item?.['details'])?.['id']);
	if (id) return id;
	throw new UnexpectedAnswerError(
		'Zoho took the export but did not say its id. Look for it in the list of exports.',
	);
}

/** The job exists from here on: its id must not be lost because the first look at it was. */
async function firstLook(session: Session, id: string, options: CallOptions): Promise<ExportJob> {
	try {
		return await getExport(session, id, options);
	} catch (error) {
		if (error instanceof UnavailableError || error instanceof InputError) return unseenExport(id);
		throw error;
	}
}

/** The job that Zoho names, which may have ended, or else the one that runs; undefined when it shows none. */
async function blockingExport(
	session: Session,
	id: string | undefined,
	options: CallOptions,
): Promise<ExportJob | undefined> {
	const named =
		id === undefined ? undefined : await getExport(session, id, options).catch(orUndefined);
	return named ?? (await listExports(session, options)).find((job) => job.state === 'running');
}

function endedBlock({ id, status, job_end_time }: ExportJob): UnavailableError {
	return new UnavailableError(
		`Zoho says that the export ${id} is still running, and also that it has ended (${status ?? 'no status'}, at ${job_end_time ?? 'an unknown time'}). So no other one could be created, twice. Try again in some minutes.`,
		{ code: 'ALREADY_SCHEDULED', exportId: id },
	);
}

function orUndefined(error: unknown): undefined {
	if (error instanceof InputError) return undefined;
	throw error;
}

/**
 * The same criteria of the same user, whose window had ended before the job began: only then does the
 * job hold everything that a new one would.
 */
function isSameExport(
	job: ExportJob,
	criteria: Criteria | null,
	ownUserId: string | null,
): boolean {
	const started = instantOfIso(job.job_start_time ?? '');
	const window = windowIn(criteria);
	const hadEnded = window !== undefined && started !== null && window.to <= started;
	return isOwn(job, ownUserId) && hadEnded && isSameQuestion(criteria, job.criteria);
}

/** Whether it may still give its files. */
function isUsable({ state, expiry_date }: ExportJob, now: number): boolean {
	return state !== 'failed' && (instantOfIso(expiry_date ?? '') ?? Infinity) > now;
}

/** Yes also when either of the two is not known. */
function isOwn({ created_by }: ExportJob, ownUserId: string | null): boolean {
	const creator = created_by?.id ?? null;
	return ownUserId === null || creator === null || creator === ownUserId;
}

async function waitOut(
	session: Session,
	blocking: ExportJob,
	deadline: Deadline,
	options: WaitOptions,
): Promise<void> {
	const waitSeconds = deadline.left / 1000;
	const job = await waitForExport(session, blocking.id, { ...options, waitSeconds });
	if (job.state === 'running') throw blockedBy(job);
}

/** The export of someone else that runs, as a reason to come back later. */
export function blockedBy(job: ExportJob): UnavailableError {
	return new UnavailableError(
		`Zoho runs one export at a time for the whole organization, and the export ${job.id} of ${job.created_by?.name ?? 'another user'} has been running since ${job.job_start_time ?? 'an unknown time'}. Try again when it has ended.`,
		{ code: 'ALREADY_SCHEDULED', exportId: job.id },
	);
}

/** The job that a lost answer may have been about. */
async function postedBefore(
	session: Session,
	postedAt: number,
	criteria: Criteria | null,
	ownUserId: string | null,
	options: CallOptions,
): Promise<ExportJob | undefined> {
	return (await listExports(session, options)).find((job) => {
		const started = instantOfIso(job.job_start_time ?? '');
		return (
			isOwn(job, ownUserId) &&
			started !== null &&
			started >= postedAt - CLOCK_SLACK_MS &&
			job.state !== 'failed' &&
			isSameQuestion(criteria, job.criteria)
		);
	});
}

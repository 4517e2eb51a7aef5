import { instantOfIso } from '../dialect/auditedTime';
import { InputError, UnavailableError, UnexpectedAnswerError } from '../errors';
import { asArray, asObject, asText } from '../http/json';
import type { Sleep } from '../http/transport';
import { isSameQuestion, windowIn } from './compareCriteria';
import { type ExportJob, unseenExport } from './exportJob';
import { waitForExport, type WaitOptions } from './waitForExport';

/** A job that will answer the question, and whether somebody had started it already. */
export type ScheduledExport = {
	job: ExportJob;
	/** True when the same export was already running and is used instead of a new one. */
	adopted: boolean;
};

export interface Scheduling {
	/** Zoho's answer to one create. */
	readonly createExport: (criteria: object | null) => Promise<unknown>;
	readonly listExports: () => Promise<readonly ExportJob[]>;
	/** The token's own user; null when the connection may not ask. */
	readonly ownUserId: string | null;
	readonly getExport: (id: string) => Promise<ExportJob>;
	readonly sleep: Sleep;
	readonly localNow: () => number;
	readonly zohoNow: () => number;
}

/** Two clocks of Zoho's may differ, and a job starts a moment after it was asked for. */
const CLOCK_SLACK_MS = 60_000;
/** Zoho says that an export is running and shows none: it may just have ended, or belong to a user whose jobs are hidden. */
const MAX_VAIN_ATTEMPTS = 3;
const VAIN_PAUSE_MS = 3_000;

/**
 * One export: created, or adopted when the same one is running, or created after another's has ended.
 * Nobody else posts. A create is not idempotent and an organization runs one job at a time, so after
 * an answer that was lost the jobs are looked at before anything is posted again.
 * @throws UnavailableError when another export is still running after `waitSeconds`.
 */
export async function scheduleExport(
	criteria: object | null,
	options: WaitOptions,
	scheduling: Scheduling,
): Promise<ScheduledExport> {
	const { createExport, localNow } = scheduling;
	const deadline = localNow() + (options.waitSeconds ?? 0) * 1000;
	let vainAttempts = 0;
	for (let attempt = 1; ; attempt++) {
		const asked = scheduling.zohoNow();
		try {
			const id = createdId(await createExport(criteria));
			return { job: await firstLook(id, scheduling), adopted: false };
		} catch (error) {
			if (!(error instanceof UnavailableError)) throw error;
			if (error.facts.code === 'ALREADY_SCHEDULED') {
				const running = await runningExport(error.facts.exportId, scheduling);
				if (running && isOurs(running, criteria, scheduling))
					return { job: running, adopted: true };
				if (running) await waitOut(running, deadline, options, scheduling);
				else if (++vainAttempts >= MAX_VAIN_ATTEMPTS) throw error;
				else await scheduling.sleep(VAIN_PAUSE_MS, options.signal);
			} else {
				const found = await postedBefore(asked, criteria, scheduling);
				if (found) return { job: found, adopted: false };
				if (attempt > 1 || !mayHaveBeenLost(error)) throw error;
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
async function firstLook(id: string, { getExport }: Scheduling): Promise<ExportJob> {
	try {
		return await getExport(id);
	} catch (error) {
		if (error instanceof UnavailableError || error instanceof InputError) return unseenExport(id);
		throw error;
	}
}

async function runningExport(
	id: string | undefined,
	{ listExports, getExport }: Scheduling,
): Promise<ExportJob | undefined> {
	// The job that is named may have ended meanwhile, or be hidden from this user.
	const named = id === undefined ? undefined : await getExport(id).catch(orUndefined);
	if (named) return named.state === 'running' ? named : undefined;
	return (await listExports()).find((job) => job.state === 'running');
}

function orUndefined(error: unknown): undefined {
	if (error instanceof InputError) return undefined;
	throw error;
}

/**
 * The same question of the same user, whose window had ended before the job began: only then does the
 * job hold everything that a new one would.
 */
function isOurs(job: ExportJob, criteria: object | null, { ownUserId }: Scheduling): boolean {
	const creator = job.created_by?.id ?? null;
	const isOwn = ownUserId === null || creator === null || creator === ownUserId;
	const started = instantOfIso(job.job_start_time ?? '');
	const window = windowIn(criteria);
	const hadEnded = window !== undefined && started !== null && window.to < started;
	return isOwn && hadEnded && isSameQuestion(criteria, job.criteria);
}

async function waitOut(
	blocking: ExportJob,
	deadline: number,
	options: WaitOptions,
	{ getExport, sleep, localNow }: Scheduling,
): Promise<void> {
	const waitSeconds = Math.max(0, (deadline - localNow()) / 1000);
	const job = await waitForExport(
		async () => await getExport(blocking.id),
		{ ...options, waitSeconds },
		{ sleep, localNow },
	);
	if (job.state !== 'running') return;
	throw new UnavailableError(
		`Zoho runs one export at a time for the whole organization, and the export ${job.id} of ${job.created_by?.name ?? 'another user'} has been running since ${job.job_start_time ?? 'an unknown time'}. Try again when it has ended.`,
		{ code: 'ALREADY_SCHEDULED', exportId: job.id },
	);
}

/** The job that a lost answer may have been about. */
async function postedBefore(
	asked: number,
	criteria: object | null,
	{ listExports, ownUserId }: Scheduling,
): Promise<ExportJob | undefined> {
	return (await listExports()).find((job) => {
		const started = instantOfIso(job.job_start_time ?? '');
		const creator = job.created_by?.id ?? null;
		return (
			(ownUserId === null || creator === null || creator === ownUserId) &&
			started !== null &&
			started >= asked - CLOCK_SLACK_MS &&
			job.state !== 'failed' &&
			isSameQuestion(criteria, job.criteria)
		);
	});
}

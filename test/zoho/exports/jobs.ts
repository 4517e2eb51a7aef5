import type { Account } from '../account';
import { DAY } from '../durations';
import type { LogEntry } from '../log/logEntry';
import { zohoId } from '../organization/organization';
import type { User } from '../organization/staff';
import { visibleTo } from '../organization/visibility';
import { type Criteria, hasTime, matches } from './criteriaMatch';
import type { Job } from './job';

export type State = 'scheduled' | 'running' | 'suspended' | 'finished' | 'failed' | 'deleted';

const FIRST_JOB = 70_000_000;

export function schedule(
	account: Account,
	criteria: Criteria | null,
	created_by: User,
	created = account.now(),
): Job {
	const number = FIRST_JOB + account.jobs.length * 1_000;
	const life = account.jobSeconds * 1_000;
	const job: Job = {
		id: zohoId(number),
		fileId: zohoId(number + 17),
		created_by,
		criteria,
		created,
		outcome: account.switches.jobOutcome,
		starts: created + Math.min(2_000, life / 4),
		ends: created + life,
		entries: null,
	};
	account.jobs.push(job);
	return job;
}

export function stateOf(job: Job, now: number): State {
	if (now < job.starts) return 'scheduled';
	if (job.outcome === 'suspended') return 'suspended';
	if (job.outcome === 'stuck' || now < job.ends) return 'running';
	return job.outcome;
}

/** When its links stop working; null for never. */
export function expiryOf(account: Account, job: Job): number | null {
	const { expiryDays } = account.switches;
	return expiryDays === null ? null : job.ends + expiryDays * DAY;
}

/** The job that blocks new ones: an organization has one active job at a time. */
export function blockingJob(account: Account): Job | undefined {
	const now = account.now();
	const lingering = account.switches.lingeringSeconds * 1_000;
	return account.jobs.find(
		(job) =>
			['scheduled', 'running', 'suspended'].includes(stateOf(job, now)) ||
			now < job.ends + lingering,
	);
}

/** Takes the entries of jobs that have started; called before anything else happens. */
export function startJobs(account: Account): void {
	for (const job of account.jobs) {
		if (job.entries === null && account.now() >= job.starts) job.entries = visible(account, job);
	}
}

/** With filters 180 days at most, without them three years (create page). */
function visible(account: Account, job: Job): LogEntry[] {
	const { criteria, starts } = job;
	const threeYears = new Date(starts).setUTCFullYear(new Date(starts).getUTCFullYear() - 3);
	const isCapped =
		criteria && !hasTime(criteria) && account.switches.filterWithoutTime === '180_days';
	const from = isCapped ? starts - 180 * DAY : threeYears;
	const isVisible = visibleTo(job.created_by);
	const found = account.log.filter(
		(entry) =>
			entry.audited_time >= from &&
			entry.audited_time <= starts &&
			isVisible(entry) &&
			(!criteria || matches(entry, criteria)),
	);
	// Nothing marks an export that was cut at the cap. Zoho does not document which end is lost.
	return found.slice(-account.rowsPerExport);
}

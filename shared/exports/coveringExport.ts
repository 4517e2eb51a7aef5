import type { Period } from '../period';
import { instantOfIso } from '../dialect/auditedTime';
import { holdsPeriod } from './compareCriteria';
import { type ExportJob, newestFirst } from './exportJob';

/**
 * The newest export that already holds every entry of a window: Zoho's list of jobs is the memory of
 * what was exported. It has to be of the token's own user (others may see more or less), limited by
 * nothing but time, not expired, and started after the window's end, or at most `fresh` seconds before.
 * See docs/decisions/exports-by-time.md
 * @param at.now Zoho's time in milliseconds.
 */
export function coveringExport(
	jobs: readonly ExportJob[],
	window: Period,
	ownUserId: string | null,
	at: { readonly now: number; readonly fresh: number },
): ExportJob | undefined {
	const covering = jobs.filter((job) => {
		const started = instantOfIso(job.job_start_time ?? '');
		const expires = instantOfIso(job.expiry_date ?? '') ?? Infinity;
		return (
			job.state !== 'failed' &&
			expires > at.now &&
			ownUserId !== null &&
			job.created_by?.id === ownUserId &&
			started !== null &&
			started + at.fresh * 1000 >= window.to &&
			holds(job, window, at.fresh)
		);
	});
	return newestFirst(covering)[0];
}

/** An export without criteria reaches back three years, as far as the log does. */
function holds({ criteria }: ExportJob, window: Period, fresh: number): boolean {
	const needed = { from: window.from, to: window.to - fresh * 1000 };
	return criteria === null || holdsPeriod(criteria, needed);
}

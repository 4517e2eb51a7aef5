import { instantOfIso } from '../entries/auditedTime';
import type { Period } from '../entries/filter';
import { isTimeOnly, windowIn } from './compareCriteria';
import { type ExportJob, newestFirst } from './exportJob';

/**
 * The newest export that already holds every entry of a window: Zoho's list of jobs is the memory of
 * what was exported. It has to be of the token's own user (others may see more or less), limited by
 * nothing but time, and begun after the window's end, or at most `freshSeconds` before it.
 */
export function coveringExport(
	jobs: readonly ExportJob[],
	window: Period,
	ownUserId: string | null,
	freshSeconds: number,
): ExportJob | undefined {
	const covering = jobs.filter((job) => {
		const started = instantOfIso(job.job_start_time ?? '');
		return (
			job.state !== 'failed' &&
			ownUserId !== null &&
			job.created_by?.id === ownUserId &&
			started !== null &&
			started + freshSeconds * 1000 >= window.to &&
			holds(job, window, freshSeconds)
		);
	});
	return newestFirst(covering)[0];
}

function holds(job: ExportJob, window: Period, freshSeconds: number): boolean {
	// An export without criteria reaches back three years, as far as the log does.
	if (job.criteria === null) return true;
	const exported = windowIn(job.criteria);
	return (
		isTimeOnly(job.criteria) &&
		exported !== undefined &&
		exported.from <= window.from &&
		// Zoho's end is the last second inside, ours the first outside.
		exported.to + 1000 + freshSeconds * 1000 >= window.to
	);
}

import { instantOfIso } from '../dialect/auditedTime';
import type { TimeZone } from '../dialect/timeZone';
import { DAY, MINUTE } from '../durations';
import { isTimeOnly, windowIn } from '../exports/compareCriteria';
import { type ExportJob, newestFirst } from '../exports/exportJob';
import { MAX_EXPORT_DAYS, RETENTION_DAYS } from '../exports/windows';
import type { Period } from '../period';
import { instantOf, type Watching } from './cursor';
import { minuteOf } from './seenIds';

/** The next window to export. */
export interface TriggerWindow extends Period {
	/** Whether it ends before now, and another one follows immediately. */
	readonly endsEarly: boolean;
}

/**
 * From the trigger's position to now, in whole minutes: rows that read the same are numbered, and a
 * window that divided their minute would number them differently. It ends earlier
 * - after 180 days, which is what Zoho exports at most;
 * - where an export was cut at Zoho's cap before;
 * - where the clock of the exporting user is set back, so that no time in a file is shown twice;
 * - an overlap before now when it is longer than a day: of what is settled no ids have to be kept.
 */
export function nextWindow(
	{ checkpoint, next }: Watching,
	now: number,
	overlap: number,
	timeZone: TimeZone | null,
): TriggerWindow {
	const oldest = now - RETENTION_DAYS * DAY;
	const end = minuteOf(now);
	const resumed = instantOf(next?.from);
	// Nothing was ever read up to a time that is still to come.
	const reached = resumed <= end ? resumed : -Infinity;
	const from = minuteOf(Math.max(instantOf(checkpoint), reached, oldest));
	let to = Math.min(end, from + MAX_EXPORT_DAYS * DAY - MINUTE);
	if (to - from > DAY) to = Math.min(to, minuteOf(now - overlap));
	if (next?.to !== undefined) to = Math.min(to, Math.max(instantOf(next.to), from + MINUTE));
	to = timeZone?.setBackBetween(from, to) ?? to;
	return { from, to, endsEarly: to < end };
}

/**
 * An export of this very window that was scheduled and forgotten, because a host that crashed had not
 * kept it: it is used instead of a new one. Its end may be earlier. It is of the token's own user,
 * limited by nothing but time, had ended when Zoho began it, and started after the one that was
 * delivered last.
 */
export function forgottenExport(
	jobs: readonly ExportJob[],
	cursor: Watching,
	window: Period,
	by: { readonly userId: string | null; readonly now: number },
): { readonly job: ExportJob; readonly to: number } | undefined {
	for (const job of newestFirst(jobs)) {
		const { read_at, next } = cursor;
		const held = heldBy(job);
		const started = instantOf(job.job_start_time);
		const isOwn = by.userId !== null && job.created_by?.id === by.userId;
		const isThere = (instantOfIso(job.expiry_date ?? '') ?? Infinity) > by.now;
		if (!held || !isOwn || !isThere) continue;
		if (job.state === 'failed' || job.id === next?.replaces || isDead(cursor, job)) continue;
		if (held.from !== window.from || held.to <= window.from || held.to > window.to) continue;
		if (started >= held.to && started > instantOf(read_at)) return { job, to: held.to };
	}
	return undefined;
}

/**
 * Whether the files of an export that has ended are known not to be had, or may be: it began before the
 * last one did of which this is known. So one time remembers all of them, however many Zoho lists.
 */
export function isDead({ dead_until }: Watching, { state, job_start_time }: ExportJob): boolean {
	return state !== 'running' && instantOf(job_start_time) <= instantOf(dead_until);
}

function heldBy({ criteria }: ExportJob): Period | undefined {
	const window = criteria !== null && isTimeOnly(criteria) ? windowIn(criteria) : undefined;
	return window && { from: window.from, to: minuteOf(window.to) };
}

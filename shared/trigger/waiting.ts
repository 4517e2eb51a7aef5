import { HOUR, MINUTE } from '../durations';
import type { Session } from '../session';
import { Deadline } from '../ticks';
import type { Waiting } from './cursor';
import { drain, endedExport } from './draining';
import type { Budget, Step, TriggerQuestion } from './trigger';

/** Zoho's sample jobs took seconds. Longer than this is reported once. */
const LATE_MS = 2 * HOUR;
/** So many polls wait as long as they may; then each looks once, and less and less often. */
const PATIENT_POLLS = 15;

/** Zoho prepares our export: looks at it while the poll may last, and delivers from it once it has ended. */
export async function waiting(
	session: Session,
	cursor: Waiting,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	const now = session.machineTime();
	const isLong = cursor.looks >= PATIENT_POLLS;
	const elapsed = now - cursor.looked_at;
	// A clock that was set back counts as time that has passed.
	if (isLong && elapsed >= 0 && elapsed < pauseAfter(cursor, question)) {
		return { cursor, entries: [] };
	}
	const patience = isLong ? new Deadline(session.ticks, 0) : budget.patience;
	const looked = { ...cursor, looks: cursor.looks + 1, looked_at: now };
	const job = await endedExport(session, cursor.export, { ...budget, patience });
	if (job.state === 'running') return stillRunning(now, looked);
	return await drain(session, looked, job, question, budget);
}

/** A minute more each time, up to the pace of exports. */
function pauseAfter({ looks }: Waiting, { paceMinutes }: TriggerQuestion): number {
	return MINUTE * Math.min(paceMinutes, looks - PATIENT_POLLS + 1);
}

function stillRunning(now: number, cursor: Waiting): Step {
	const waited = now - (cursor.paced_from ?? now);
	if (cursor.is_late || waited < LATE_MS) return { cursor, entries: [] };
	return {
		cursor: { ...cursor, is_late: true },
		entries: [],
		notice: `Zoho has been preparing the export ${cursor.export.id} for more than two hours. The trigger keeps waiting for it and loses nothing; while it runs no other export can be made in the organization.`,
	};
}

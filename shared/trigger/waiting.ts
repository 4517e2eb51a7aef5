import { HOUR } from '../durations';
import type { Session } from '../session';
import type { Waiting } from './cursor';
import { drain, endedExport } from './draining';
import type { Budget, Step, TriggerQuestion } from './trigger';

/** Zoho's sample jobs took seconds. Longer than this is reported once. */
const LATE_MS = 2 * HOUR;

/** Zoho prepares our export: looks at it while the poll may last, and delivers from it once it has ended. */
export async function waiting(
	session: Session,
	cursor: Waiting,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	const job = await endedExport(session, cursor.export, budget);
	if (job.state === 'running') return stillRunning(session, cursor);
	return await drain(session, cursor, job, question, budget);
}

function stillRunning({ machineTime }: Session, cursor: Waiting): Step {
	const waited = machineTime() - (cursor.paced_from ?? machineTime());
	if (cursor.is_late || waited < LATE_MS) return { cursor, entries: [] };
	return {
		cursor: { ...cursor, is_late: true },
		entries: [],
		notice: `Zoho has been preparing the export ${cursor.export.id} for more than two hours. The trigger keeps waiting for it and loses nothing; while it runs no other export can be made in the organization.`,
	};
}

import { HOUR, MINUTE } from '../durations';
import { AuditLogError } from '../errors';
import { criteriaFor } from '../exports/criteria';
import type { ExportJob } from '../exports/exportJob';
import { scheduleExport } from '../exports/scheduleExport';
import { exporterSettings } from '../reading/dialect/entryContexts';
import type { Session } from '../session';
import { Deadline } from '../ticks';
import { instantOf, iso, type Waiting } from './cursor';
import { drain, endedExport } from './draining';
import { type Budget, callsOf, type Step, type TriggerQuestion } from './trigger';

/** Zoho's sample jobs took seconds. Longer than this is reported, and again each time it has doubled. */
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
	if (job.state === 'running') return await stillRunning(session, looked, job, budget);
	return await drain(session, looked, job, question, budget);
}

/** A minute more each time, up to the pace of exports. */
function pauseAfter({ looks }: Waiting, { paceMinutes }: TriggerQuestion): number {
	return MINUTE * Math.min(paceMinutes, looks - PATIENT_POLLS + 1);
}

/**
 * Reported now and then; and as often Zoho is asked for another one. It refuses as long as this one runs, and
 * if it does not, this one has ended, whatever it is called.
 */
async function stillRunning(
	session: Session,
	cursor: Waiting,
	job: ExportJob,
	budget: Budget,
): Promise<Step> {
	const now = session.machineTime();
	const waited = now - (cursor.paced_from ?? now);
	if (waited < LATE_MS * 2 ** cursor.late_reports) return { cursor, entries: [] };
	const { id } = cursor.export;
	const state =
		job.status === null ? 'in no state at all' : JSON.stringify(job.status.slice(0, 40));
	const other = await anotherExport(session, cursor, budget);
	if (other) {
		return {
			cursor: other,
			entries: [],
			notice: `Zoho has said for ${hoursOf(waited)} hours that the export ${id} is ${state}, and makes another one all the same: the trigger no longer waits for it, and loses nothing.`,
		};
	}
	return {
		cursor: { ...cursor, late_reports: cursor.late_reports + 1 },
		entries: [],
		notice: `Zoho has been preparing the export ${id} for more than ${hoursOf(waited)} hours (it calls it ${state}), and makes no other one in the organization meanwhile. The trigger keeps waiting for it and loses nothing. If it never ends, ask Zoho's support about this export.`,
	};
}

function hoursOf(waited: number): string {
	const hours = Math.floor(waited / HOUR);
	return hours === 2 ? 'two' : String(hours);
}

/** The export of the same window that Zoho has made instead; undefined when it made none. */
async function anotherExport(
	session: Session,
	cursor: Waiting,
	budget: Budget,
): Promise<Waiting | undefined> {
	const { id, from, to } = cursor.export;
	const calls = { ...callsOf(budget), attempts: 1 };
	try {
		const userId = await session.names.ownUserId(calls);
		const settings = await exporterSettings(session, userId, calls);
		const criteria = criteriaFor({ window: { from: instantOf(from), to: instantOf(to) } });
		// The one that is waited for is not to be adopted again.
		const options = { ...calls, waitSeconds: 0, isDead: () => true };
		const { job } = await scheduleExport(session, criteria, options);
		if (job.id === id) return undefined;
		const paced_from = session.machineTime();
		const own = { ...cursor.export, id: job.id, scheduled_at: iso(session.now()), settings };
		const waitedFor = { late_reports: 0, looks: 0, looked_at: paced_from };
		return { ...cursor, ...waitedFor, settings, paced_from, export: own };
	} catch (error) {
		if (error instanceof AuditLogError) return undefined;
		throw error;
	}
}

import { MINUTE } from '../durations';
import { areKnownSettings, isSameSettings } from '../dialect/exportDialect';
import { AuditLogError } from '../errors';
import { criteriaFor } from '../exports/criteria';
import type { ExportJob } from '../exports/exportJob';
import { listExports } from '../exports/exportJobs';
import { blockedBy, scheduleExport } from '../exports/scheduleExport';
import { exporterSettings, zoneOf } from '../reading/dialect/entryContexts';
import type { Session } from '../session';
import {
	type Cursor,
	type EndpointCursor,
	exportingOf,
	instantOf,
	iso,
	type OwnExport,
	type Watching,
} from './cursor';
import type { UnusableCursor } from './readCursor';
import { backToEndpoint, isTimeForEndpoint, readOrMove } from './sources';
import {
	type Budget,
	callsOf,
	overlapOf,
	type Step,
	type TriggerQuestion,
	waitFor,
} from './trigger';
import { forgottenExport, isDead, nextWindow } from './triggerWindow';

/** Two clocks of Zoho's may differ. */
const CLOCK_SLACK_MS = 10 * MINUTE;

/** Nothing is being prepared: reads the endpoint, or has an export made once it is time for one. */
export async function watching(
	session: Session,
	cursor: EndpointCursor | Watching,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | UnusableCursor> {
	if (cursor.source === 'endpoint') {
		const step = await readOrMove(session, cursor, question, budget);
		return futureCheckpoint(cursor, session) ?? step;
	}
	const { next, paced_from } = cursor;
	const now = session.machineTime();
	const elapsed = now - (paced_from ?? -Infinity);
	// A clock that was set back counts as time that has passed.
	const isEarly = elapsed >= 0 && elapsed < question.paceMinutes * MINUTE;
	if (isEarly && !next) return { cursor, entries: [] };
	if (question.source !== 'automatic') return await schedule(session, cursor, question, budget);
	const isTried = !next && isTimeForEndpoint(cursor, now);
	const back = isTried ? await backToEndpoint(session, cursor, question, budget) : undefined;
	if (back) return back;
	const endpoint_tried_at = isTried ? now : (cursor.endpoint_tried_at ?? now);
	const tried = { ...cursor, endpoint_tried_at };
	try {
		return await schedule(session, tried, question, budget);
	} catch (error) {
		// When the endpoint was tried is kept, also when this fails.
		if (error instanceof AuditLogError) return { cursor: tried, entries: [], trouble: error };
		throw error;
	}
}

/** A checkpoint that lies in the future at Zoho would be waited for. */
function futureCheckpoint({ checkpoint }: Cursor, { now }: Session): UnusableCursor | undefined {
	if (instantOf(checkpoint) <= now() + CLOCK_SLACK_MS) return undefined;
	return { why: 'its checkpoint lies in the future', checkpoint: null };
}

/** An export to wait for: a new one, or an own one that was forgotten; none while it is too early. */
async function schedule(
	session: Session,
	cursor: Watching,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | UnusableCursor> {
	const calls = callsOf(budget);
	// Asked first, because the answer also brings Zoho's time.
	const userId = await session.names.ownUserId(calls);
	const now = session.now();
	const unusable = futureCheckpoint(cursor, session);
	if (unusable) return unusable;
	const seen = await exporterSettings(session, userId, calls);
	// While they cannot be read, those that were read last have to be the ones that the file shows.
	const settings = areKnownSettings(seen) ? seen : (cursor.settings ?? seen);
	const zone = session.declaredTimes.timeZone ?? settings.timeZone;
	const window = nextWindow(cursor, now, overlapOf(question), zoneOf(zone));
	if (window.to <= window.from) return { cursor, entries: [] };
	const jobs = await listExports(session, calls);
	// How an older one is written is not known when the settings have changed since.
	const isAsBefore = cursor.settings && isSameSettings(cursor.settings, settings);
	const found = isAsBefore && forgottenExport(jobs, cursor, window, { userId, now });
	const running = jobs.find(({ state }) => state === 'running');
	// Zoho would refuse, and an attempt that is likely to fail makes no more requests than it needs.
	if (!found && running && calls.attempts === 1) throw blockedBy(running);
	const options = { ...waitFor(budget), isDead: (job: ExportJob) => isDead(cursor, job) };
	const scheduled = found
		? { job: found.job, adopted: true }
		: await scheduleExport(session, criteriaFor({ window }), options);
	const to = found ? found.to : window.to;
	const own: OwnExport = {
		id: scheduled.job.id,
		from: iso(window.from),
		to: iso(to),
		ends_early: window.endsEarly && to === window.to,
		scheduled_at: iso(now),
		as: cursor.next,
		settings: scheduled.adopted ? cursor.settings : settings,
	};
	const paced_from = session.machineTime();
	const exporting = { ...exportingOf(cursor), settings, paced_from };
	const looked = { late_reports: 0, looks: 0, looked_at: paced_from };
	return { cursor: { ...exporting, state: 'waiting', export: own, ...looked }, entries: [] };
}

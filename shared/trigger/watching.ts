import { isAboutTheEndpoint } from '../auditLog/auditLog';
import { MINUTE } from '../durations';
import { UnavailableError } from '../errors';
import { criteriaFor } from '../exports/criteria';
import { listExports } from '../exports/exportJobs';
import { requireExportScopes, scheduleExport } from '../exports/scheduleExport';
import type { CallOptions } from '../http/crmApi';
import { exporterZone } from '../reading/dialect/entryContexts';
import type { Session } from '../session';
import {
	type Cursor,
	cursorAt,
	type EndpointCursor,
	exportingOf,
	instantOf,
	iso,
	type OwnExport,
	type TriggerSource,
	type UnusableCursor,
	type Watching,
} from './cursor';
import { readEndpoint, TooManyPagesError } from './endpoint';
import { minuteOf } from './seenIds';
import {
	type Budget,
	overlapOf,
	startOf,
	type Step,
	type TriggerQuestion,
	waitFor,
} from './trigger';
import { forgottenExport, nextWindow } from './triggerWindow';

/** Answers in a row with which the endpoint may refuse before exports take over. */
const MAX_ODD_ANSWERS = 2;
/** Two clocks of Zoho's may differ. */
const CLOCK_SLACK_MS = 10 * MINUTE;

/** Nothing is being prepared: reads the endpoint, or has an export made once it is time for one. */
export async function watching(
	session: Session,
	cursor: EndpointCursor | Watching,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | UnusableCursor> {
	return cursor.source === 'endpoint'
		? await readOrMove(session, cursor, question, budget)
		: await schedule(session, cursor, question, budget);
}

async function readOrMove(
	session: Session,
	cursor: EndpointCursor,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | UnusableCursor> {
	try {
		const step = await readEndpoint(session, cursor, question, budget);
		return futureCheckpoint(cursor, session) ?? step;
	} catch (error) {
		if (question.source !== 'automatic' || !isEndpointsFault(error)) throw error;
		// One odd answer is not the end of the endpoint.
		const odd_answers = cursor.odd_answers + 1;
		if (!(error instanceof TooManyPagesError) && odd_answers <= MAX_ODD_ANSWERS) {
			return { cursor: { ...cursor, odd_answers }, entries: [] };
		}
		return movedTo('export', cursor, 'The endpoint no longer works, so the trigger reads exports');
	}
}

/** What is wrong with the endpoint alone, so that exports may serve instead. */
export function isEndpointsFault(error: unknown): boolean {
	if (error instanceof TooManyPagesError) return true;
	return isAboutTheEndpoint(error) && !(error instanceof UnavailableError);
}

/** Another source has ids of its own, so what may still come late comes again under the other ones. */
export function movedTo(source: TriggerSource, { checkpoint }: Cursor, reason: string): Step {
	const cursor = cursorAt(minuteOf(instantOf(checkpoint)), source);
	const notice = `${reason}. Endpoint and export give entries different ids, so entries from ${cursor.checkpoint} on come again under other ids; none is lost.`;
	return { cursor, entries: [], notice, repeats: true };
}

/** A checkpoint that lies in the future at Zoho would be waited for. */
function futureCheckpoint({ checkpoint }: Cursor, { now }: Session): UnusableCursor | undefined {
	if (instantOf(checkpoint) <= now() + CLOCK_SLACK_MS) return undefined;
	return { why: 'its checkpoint lies in the future', checkpoint: null };
}

/** Where a trigger of exports begins that has no cursor. Asks Zoho for what exports need, without making one. */
export async function startWithExports(
	session: Session,
	question: TriggerQuestion,
	options: CallOptions,
): Promise<Watching> {
	requireExportScopes(session);
	await session.names.ownUserId(options);
	await listExports(session, options);
	const now = session.now();
	return cursorAt(minuteOf(startOf(question, now) ?? now), 'export');
}

/** An export to wait for: a new one, or an own one that was forgotten; none while it is too early. */
async function schedule(
	session: Session,
	cursor: Watching,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | UnusableCursor> {
	const { next, paced_from } = cursor;
	const elapsed = session.machineTime() - (paced_from ?? -Infinity);
	// A clock that was set back counts as time that has passed.
	const isEarly = elapsed >= 0 && elapsed < question.paceMinutes * MINUTE;
	if (isEarly && !next) return { cursor, entries: [] };

	// Asked first, because the answer also brings Zoho's time.
	const userId = await session.names.ownUserId(budget);
	const now = session.now();
	const unusable = futureCheckpoint(cursor, session);
	if (unusable) return unusable;
	const timeZone = await exporterZone(session, userId, budget);
	const window = nextWindow(cursor, now, overlapOf(question), timeZone);
	if (window.to <= window.from) return { cursor, entries: [] };
	const jobs = await listExports(session, budget);
	const found = forgottenExport(jobs, cursor, window, { userId, now });
	const criteria = criteriaFor({ window });
	const job = found?.job ?? (await scheduleExport(session, criteria, waitFor(budget))).job;
	const to = found?.to ?? window.to;
	const own: OwnExport = {
		id: job.id,
		from: iso(window.from),
		to: iso(to),
		ends_early: window.endsEarly && to === window.to,
		scheduled_at: iso(now),
		as: next,
	};
	const exporting = { ...exportingOf(cursor), paced_from: session.machineTime() };
	return { cursor: { ...exporting, state: 'waiting', export: own, is_late: false }, entries: [] };
}

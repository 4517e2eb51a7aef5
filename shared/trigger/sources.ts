import { isAboutTheEndpoint } from '../auditLog/auditLog';
import { HOUR } from '../durations';
import { AuditLogError, UnavailableError } from '../errors';
import { listExports } from '../exports/exportJobs';
import { requireExportScopes } from '../exports/scheduleExport';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';
import {
	type Cursor,
	cursorAt,
	type EndpointCursor,
	instantOf,
	type TriggerSource,
	type Watching,
} from './cursor';
import { readEndpoint, TooManyPagesError } from './endpoint';
import { minuteOf } from './seenIds';
import { type Budget, callsOf, type Step, type TriggerQuestion } from './trigger';

/** Answers in a row with which the endpoint may refuse before exports take over. */
const MAX_ODD_ANSWERS = 2;
/** Exports have taken over: the endpoint is tried again after this, or sooner where exports fail as well. */
const TRY_AGAIN_AFTER = 6 * HOUR;
const TRY_IN_TROUBLE_AFTER = HOUR;
/** Of 200 entries, when the endpoint is tried again. */
const TRY_PAGES = 25;

/** Reads the endpoint; of the automatic source, exports take over once it is the endpoint alone that refuses. */
export async function readOrMove(
	session: Session,
	cursor: EndpointCursor,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	try {
		return await readEndpoint(session, cursor, question, budget);
	} catch (error) {
		if (question.source !== 'automatic' || !isEndpointsFault(error)) throw error;
		// One odd answer is not the end of the endpoint.
		const odd_answers = cursor.odd_answers + 1;
		if (!(error instanceof TooManyPagesError) && odd_answers <= MAX_ODD_ANSWERS) {
			return { cursor: { ...cursor, odd_answers }, entries: [] };
		}
		// A scope or a right that is missing is missing for exports too, and comes back for both.
		if (!(await areExportsThere(session, callsOf(budget)))) throw error;
		const moved = cursorAt(minuteOf(instantOf(cursor.checkpoint)), 'export');
		const endpoint_tried_at = session.machineTime();
		return {
			cursor: { ...moved, endpoint_tried_at, trouble: cursor.trouble },
			entries: [],
			notice: moveNotice('The endpoint no longer works, so the trigger reads exports', moved),
			repeatsFrom: instantOf(moved.checkpoint),
		};
	}
}

/** What is wrong with the endpoint alone, so that exports may serve instead. */
export function isEndpointsFault(error: unknown): boolean {
	if (error instanceof TooManyPagesError) return true;
	return isAboutTheEndpoint(error) && !(error instanceof UnavailableError);
}

async function areExportsThere(session: Session, options: CallOptions): Promise<boolean> {
	try {
		requireExportScopes(session);
		await listExports(session, options);
		return true;
	} catch (error) {
		if (error instanceof AuditLogError) return false;
		throw error;
	}
}

/** Whether the automatic source, which reads exports, is to try the endpoint again. */
export function isTimeForEndpoint(cursor: Watching, now: number): boolean {
	const elapsed = now - (cursor.endpoint_tried_at ?? now);
	const after = cursor.trouble?.in_a_row ? TRY_IN_TROUBLE_AFTER : TRY_AGAIN_AFTER;
	// A clock that was set back counts as time that has passed.
	return elapsed < 0 || elapsed >= after;
}

/** What the endpoint gives, when it serves again. */
export async function backToEndpoint(
	session: Session,
	cursor: Watching,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | undefined> {
	const moved = cursorAt(minuteOf(instantOf(cursor.checkpoint)), 'endpoint');
	const { trouble } = cursor;
	const reason = 'The endpoint works again, so the trigger reads it instead of exports';
	try {
		const limited = { ...budget, maxPages: TRY_PAGES };
		const step = await readEndpoint(session, { ...moved, trouble }, question, limited);
		const notices = [moveNotice(reason, moved), step.notice];
		const notice = notices.filter((text) => text !== undefined).join(' ');
		return { ...step, notice, repeatsFrom: instantOf(moved.checkpoint) };
	} catch (error) {
		if (error instanceof AuditLogError) return undefined;
		throw error;
	}
}

/** Whether a person has chosen another source than the cursor's. */
export function isOtherSource({ source }: Cursor, question: TriggerQuestion): boolean {
	return question.source !== 'automatic' && question.source !== source;
}

/** Another source has ids of its own, so what may still come late comes again under the other ones. */
export function movedTo(source: TriggerSource, { checkpoint }: Cursor, reason: string): Step {
	const cursor = cursorAt(minuteOf(instantOf(checkpoint)), source);
	const repeatsFrom = instantOf(cursor.checkpoint);
	return { cursor, entries: [], notice: moveNotice(reason, cursor), repeatsFrom };
}

function moveNotice(reason: string, { checkpoint }: Cursor): string {
	return `${reason}. Endpoint and export give entries different ids, so entries from ${checkpoint} on come again under other ids; none is lost.`;
}

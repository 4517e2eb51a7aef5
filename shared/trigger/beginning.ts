import { instantOfIso } from '../dialect/auditedTime';
import { DAY } from '../durations';
import { listExports } from '../exports/exportJobs';
import { requireExportScopes } from '../exports/scheduleExport';
import type { CallOptions } from '../http/crmApi';
import { exporterSettings } from '../reading/dialect/entryContexts';
import type { Session } from '../session';
import { cursorAt, instantOf, type Watching } from './cursor';
import { readEndpoint, startAtEndpoint } from './endpoint';
import type { UnusableCursor } from './readCursor';
import { minuteOf } from './seenIds';
import { isEndpointsFault } from './sources';
import { type Budget, startOf, type Step, type TriggerQuestion } from './trigger';

/** Pages of 200 entries that the first poll reads, while a person waits for the activation. */
const FIRST_PAGES = 25;

/** Where a trigger begins that has no cursor; where it begins in the past, the endpoint gives its first entries, too. */
export async function begin(
	session: Session,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	const { source, start } = question;
	if (source !== 'export') {
		try {
			const cursor = await startAtEndpoint(session, question, budget);
			if (start === undefined) return { cursor, entries: [] };
			const limited = source === 'automatic' ? { ...budget, maxPages: FIRST_PAGES } : budget;
			return await readEndpoint(session, cursor, question, limited);
		} catch (error) {
			if (source !== 'automatic' || !isEndpointsFault(error)) throw error;
		}
	}
	return { cursor: await startWithExports(session, question, budget), entries: [] };
}

/** Asks Zoho for what exports need, without making one. */
async function startWithExports(
	session: Session,
	question: TriggerQuestion,
	options: CallOptions,
): Promise<Watching> {
	requireExportScopes(session);
	const userId = await session.names.ownUserId(options);
	await listExports(session, options);
	const settings = await exporterSettings(session, userId, options);
	const now = session.now();
	const cursor = cursorAt(minuteOf(startOf(question, now) ?? now), 'export');
	return { ...cursor, settings };
}

/** A safe place to continue from when the cursor cannot be used. */
export async function beginAgain(
	session: Session,
	{ why, checkpoint, lookBack = DAY }: UnusableCursor,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	// Its answers bring Zoho's time.
	const first = await begin(session, { ...question, start: undefined }, budget);
	const now = instantOf(first.cursor.checkpoint);
	const start = instantOfIso(question.start ?? '');
	const known = [checkpoint, start].find((instant) => instant !== null && instant <= now);
	const cursor = cursorAt(minuteOf(known ?? now - lookBack), first.cursor.source);
	const effect =
		known !== undefined && known === checkpoint
			? `It continues from its checkpoint ${cursor.checkpoint}, so nothing is lost`
			: `It does not say where the trigger stood, so the trigger begins again at ${cursor.checkpoint}: if it stood still for longer than that, read what is missing with Get Audit Log`;
	const notice = `What the trigger had saved could not be used (${why}). ${effect}. Entries that were delivered before may come again, under the same ids.`;
	return { cursor, entries: [], notice, repeatsFrom: instantOf(cursor.checkpoint) };
}

import { MINUTE } from '../durations';
import { instantOfIso } from '../dialect/auditedTime';
import { criteriaFor } from '../exports/criteria';
import type { CallOptions } from '../http/crmApi';
import type { AwaitedExport, Cursor } from './cursor';
import { FutureCheckpointError, isInFuture } from './futureCheckpoint';
import { overlapOf, type TriggerQuestion, type TriggerVerbs } from './trigger';
import { forgottenExport, nextWindow } from './triggerWindow';

/** How long one poll may work on exports. */
export interface ExportBudget extends CallOptions {
	/** By the machine's own clock. */
	readonly deadline: number;
	/** How many entries an export holds before Zoho cuts it; its documented cap by default. */
	readonly cap?: number | undefined;
}

/** The cursor with an export to wait for; without one while it is too early for the next. */
export async function askForExport(
	verbs: TriggerVerbs,
	cursor: Cursor,
	question: TriggerQuestion,
	budget: ExportBudget,
): Promise<Cursor> {
	const { resume, until, gone, asked_at } = cursor.export;
	const sinceAsked = verbs.localNow() - (asked_at ?? -Infinity);
	const isWithinRound = resume !== null || until !== null;
	// A clock that was set back counts as time that has passed.
	const isEarly = sinceAsked >= 0 && sinceAsked < question.paceMinutes * MINUTE;
	if (isEarly && !isWithinRound) return cursor;

	// Asked first, because the answer also tells Zoho's time.
	const userId = await verbs.ownUserId(budget);
	const now = verbs.now();
	if (isInFuture(instantOfIso(cursor.checkpoint) ?? 0, now)) throw new FutureCheckpointError();
	const { timeZone } = await verbs.exportTimes(userId, budget);
	const window = nextWindow(cursor, now, overlapOf(question), timeZone);
	if (window.to <= window.from) return cursor;
	const jobs = await verbs.listExports(budget);
	const found = forgottenExport(jobs, cursor, window, { userId, now });
	const waitSeconds = Math.max(0, (budget.deadline - verbs.localNow()) / 1000);
	const options = { waitSeconds, signal: budget.signal };
	const job = found?.job ?? (await verbs.scheduleExport(criteriaFor({ window }), options)).job;
	const to = found?.to ?? window.to;
	const awaitedExport: AwaitedExport = {
		id: job.id,
		from: new Date(window.from).toISOString(),
		to: new Date(to).toISOString(),
		is_cut: window.isCut && to === window.to,
		asked: new Date(now).toISOString(),
		timeless: '',
		is_second: gone !== null && until === null,
		damages: 0,
		is_late: false,
	};
	const asked = { ...cursor.export, job: awaitedExport, asked_at: verbs.localNow() };
	return { ...cursor, export: asked };
}

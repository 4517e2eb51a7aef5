import { DAY, HOUR, MINUTE } from '../durations';
import { UnexpectedAnswerError } from '../errors';
import { instantOf, iso, type Lacks } from './cursor';
import { isTimeToReport } from './trouble';

/** So long, or four overlaps, the checkpoint waits for what is missing. */
const LONGEST_HOLD = HOUR;

/** The endpoint lists only a part of what it has, and goes on doing so. */
export class PartialListError extends UnexpectedAnswerError {}

/** What a reading showed of a list: how much it lacks of what it had listed before. */
export interface Lacking {
	readonly lacks: Lacks | undefined;
	/** Whether the checkpoint stays where it is. */
	readonly isHeld: boolean;
	readonly notice?: string | undefined;
}

/**
 * Entries are never taken out of a log, so a list without some that it had a few minutes ago leaves out entries:
 * perhaps new ones as well. Nothing before the checkpoint would be looked for again, so it waits, for a while,
 * until the list has them. See docs/decisions/partial-lists.md
 */
export function lackingAfter(
	before: Lacks | undefined,
	missing: number,
	{ now, overlap, checkpoint }: { now: number; overlap: number; checkpoint: number },
): Lacking {
	const began = instantOf(before?.since);
	if (missing <= 0) {
		const isForgotten = !before || now - began >= DAY || began > now;
		return { lacks: isForgotten ? undefined : { ...before, state: 'whole' }, isHeld: false };
	}
	const goesOn = before !== undefined && before.state !== 'whole' && began <= now;
	const times = (before?.times ?? 0) + 1;
	const since = goesOn ? before.since : iso(now);
	const isHeld = now - instantOf(since) < holdOf(overlap);
	const lacks: Lacks = { since, times, state: isHeld ? 'held' : 'over' };
	if (!isHeld) {
		return {
			lacks,
			isHeld,
			notice: before?.state === 'over' ? undefined : overNotice(since, overlap),
		};
	}
	const text = `${HAS_NOT} ${missing} of the entries that it had listed since ${iso(checkpoint)}, so it may leave out others. The trigger looks back to that time until it has them again, for ${holdOf(overlap) / MINUTE} minutes at most.`;
	return { lacks, isHeld, notice: isTimeToReport(times) ? text : undefined };
}

/** Of the automatic source: exports take over. */
export function partialList(): PartialListError {
	return new PartialListError(`${HAS_NOT} entries that it had listed before. ${INSTEAD}`);
}

const HAS_NOT = "Zoho's list of the audit log (GET /settings/audit_log) no longer has";
const INSTEAD = 'Use the source Export, whose files are made of the whole log.';

function overNotice(since: string, overlap: number): string {
	const from = iso(instantOf(since) - overlap);
	return `${HAS_NOT} entries that it had listed before ${since}, and the trigger goes on without waiting for them: what else it left out is missing. Read the log from ${from} on with Get Audit Log and the source Export. ${INSTEAD}`;
}

function holdOf(overlap: number): number {
	return Math.max(LONGEST_HOLD, 4 * overlap);
}

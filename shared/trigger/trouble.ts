import { HOUR, MINUTE } from '../durations';
import { type AuditLogError, UnavailableError } from '../errors';
import type { Trouble } from './cursor';

/** So many attempts in a row are made soon after one another. */
const SOON = 4;
/** Of a lasting trouble: some 200 requests a day. */
const PAUSE_PER_REQUEST = 7 * MINUTE;
/** A trouble that comes again within this, or four exports, has not ended. */
const FORGOTTEN_AFTER = 2 * HOUR;
/** Zoho's own hint is followed up to here. */
const MAX_HINT = HOUR;
/** However many requests an attempt takes, and whatever a cursor says. */
const MAX_PAUSE = 2 * HOUR;

/** What a poll that made an attempt came to. */
export interface Attempt {
	readonly error: AuditLogError | undefined;
	/** Whether entries were read, and had there been any, delivered. */
	readonly hasRead: boolean;
	readonly requests: number;
	/** This machine's time of day. */
	readonly now: number;
	readonly paceMinutes: number;
}

/** Whether the next attempt has to wait. A clock that was set back counts as time that has passed. */
export function isPaused(trouble: Trouble | undefined, now: number): boolean {
	const elapsed = now - (trouble?.failed_at ?? -Infinity);
	return elapsed >= 0 && elapsed < Math.min(MAX_PAUSE, trouble?.pause ?? 0);
}

/** The trouble after an attempt, and whether it is time to report its error. */
export function troubleAfter(
	before: Trouble | undefined,
	attempt: Attempt,
): { readonly trouble: Trouble | undefined; readonly isDue: boolean } {
	const known = before && isOver(before, attempt) ? undefined : before;
	const { error, hasRead, now } = attempt;
	const requests = (known?.requests ?? 0) + attempt.requests;
	if (!error) {
		const read = known && { ...known, in_a_row: 0, requests: 0, pause: 0 };
		return { trouble: hasRead ? read : known && { ...known, requests }, isDue: false };
	}
	const failures = (known?.failures ?? 0) + 1;
	const in_a_row = hasRead ? 1 : (known?.in_a_row ?? 0) + 1;
	const isForPeople = !(error instanceof UnavailableError);
	const isDue = (failures > 1 && isTimeToReport(failures)) || (isForPeople && !known?.is_reported);
	const trouble: Trouble = {
		...{ failures, in_a_row, requests: 0, failed_at: now },
		pause: pauseAfter(in_a_row, requests, error, attempt.paceMinutes),
		is_reported: known?.is_reported === true || (isDue && isForPeople),
	};
	return { trouble, isDue };
}

/** Once it has worked for long enough, whatever comes next is another trouble. */
function isOver({ in_a_row, failed_at }: Trouble, { now, paceMinutes }: Attempt): boolean {
	return in_a_row === 0 && now - failed_at >= Math.max(FORGOTTEN_AFTER, 4 * paceMinutes * MINUTE);
}

/**
 * Whether it is time to report what has been found so many times: at the first, the fifth, the tenth, the
 * twentieth and so on.
 */
export function isTimeToReport(times: number): boolean {
	const fives = times / 5;
	return times === 1 || (Number.isInteger(fives) && fives > 0 && (fives & (fives - 1)) === 0);
}

/**
 * None after the first two, then doubled from a minute up to the pace of exports; in a trouble that lasts,
 * longer where an attempt takes many requests, because an organization has its credits for other things.
 * See docs/decisions/trigger-errors.md
 */
function pauseAfter(
	in_a_row: number,
	requests: number,
	{ facts }: AuditLogError,
	paceMinutes: number,
): number {
	const doubled = in_a_row < 3 ? 0 : MINUTE * 2 ** Math.min(20, in_a_row - 3);
	const spent = in_a_row > SOON ? requests * PAUSE_PER_REQUEST : 0;
	const hint = Math.min(MAX_HINT, (facts.retryAfterSeconds ?? 0) * 1000);
	return Math.min(MAX_PAUSE, Math.max(Math.min(doubled, paceMinutes * MINUTE), spent, hint));
}

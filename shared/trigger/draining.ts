import { MINUTE } from '../durations';
import { type AuditLogError, ExportGoneError, InputError, UnexpectedAnswerError } from '../errors';
import type { ExportJob } from '../exports/exportJob';
import { waitForExport } from '../exports/exportJobs';
import type { Session } from '../session';
import {
	type Draining,
	exportingOf,
	instantOf,
	iso,
	type NextExport,
	type OwnExport,
	type ReadsAs,
	type Waiting,
	type Watching,
	watchingAfter,
} from './cursor';
import { deliverFile } from './fileDelivery';
import { minuteOf } from './seenIds';
import { type Budget, isOutOfTime, type Step, type TriggerQuestion, waitFor } from './trigger';

/** Damaged files are downloaded again this often before their export is made again. */
const MAX_FAILED_READS = 2;
/** Files that do not fit into the time of a poll: so often before half their window is requested. */
const MAX_SLOW_READS = 3;

/** A large export is delivered over several polls: the cursor holds its job and a place in it, and no row. */
export async function draining(
	session: Session,
	cursor: Draining,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	const job = await endedExport(session, cursor.export, budget);
	return await drain(session, cursor, job, question, budget);
}

/**
 * Our export once it no longer runs, or as it is when the poll has to end.
 * @throws ExportGoneError when it was deleted or hidden.
 */
export async function endedExport(
	session: Session,
	{ id }: OwnExport,
	budget: Budget,
): Promise<ExportJob> {
	try {
		return await waitForExport(session, id, waitFor(budget));
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new ExportGoneError(error.message, error.facts);
	}
}

/** Delivers from the files of an export that has ended. */
export async function drain(
	session: Session,
	cursor: Waiting | Draining,
	job: ExportJob,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	try {
		const file = await deliverFile(session, cursor, job, question, budget);
		if (file === 'unproved') return madeAgain(cursor, session.now());
		if (file === 'truncated') return { cursor: halved(cursor), entries: [] };
		const { moved, timeless, began, readsAs, entries, notice, repeatsFrom } = file;
		const next = readsAs
			? drainingFrom(moved, { timeless, failed_reads: 0, reads_as: readsAs })
			: afterWindow(moved, began);
		return { cursor: next, entries, notice, repeatsFrom, hasRead: true };
	} catch (error) {
		if (error instanceof UnexpectedAnswerError) return unreadable(cursor, error, session.now());
		if (isOutOfTime(error, budget)) return outOfTime(cursor, error);
		throw error;
	}
}

function drainingFrom(
	cursor: Waiting | Draining,
	place: Pick<Draining, 'timeless' | 'failed_reads'> & { reads_as: ReadsAs | undefined },
): Draining {
	return { ...exportingOf(cursor), state: 'draining', export: cursor.export, ...place };
}

/** The window is done: the next one follows immediately, or overlaps it later. */
function afterWindow(cursor: Waiting | Draining, began: number): Watching {
	const { to, ends_early } = cursor.export;
	const next = ends_early && instantOf(to) <= began ? { from: to } : undefined;
	return watchingAfter({ ...cursor, read_at: iso(began) }, next);
}

/** Zoho does not say which end it truncated, so nothing of the export is used: half its window is requested. */
function halved(cursor: Waiting | Draining): Watching {
	const { from, to, as } = cursor.export;
	const until = iso(minuteOf((instantOf(from) + instantOf(to)) / 2));
	return watchingAfter(cursor, { from: as?.from, to: until });
}

/** The place in a file that could not be read this time. */
function placeAgain(cursor: Waiting | Draining) {
	return cursor.state === 'draining'
		? {
				timeless: cursor.timeless,
				failed_reads: cursor.failed_reads + 1,
				reads_as: cursor.reads_as,
			}
		: { timeless: '', failed_reads: 1, reads_as: undefined };
}

/** Damaged files: downloaded again by the next poll, then exported again. */
function unreadable(cursor: Waiting | Draining, trouble: AuditLogError, now: number): Step {
	const place = placeAgain(cursor);
	const isLast = place.failed_reads >= MAX_FAILED_READS;
	const next = isLast ? replaced(cursor, now) : drainingFrom(cursor, place);
	return { cursor: next, entries: [], trouble };
}

/**
 * Waiting may have taken nearly all of a poll's time, so that nothing is known of the files yet: the next poll begins
 * with them. Files that take longer than a whole poll may, several times: a smaller window has smaller ones.
 */
function outOfTime(cursor: Waiting | Draining, trouble: AuditLogError): Step {
	if (cursor.state === 'waiting') {
		const place = { timeless: '', failed_reads: 0, reads_as: undefined };
		return { cursor: drainingFrom(cursor, place), entries: [] };
	}
	const place = placeAgain(cursor);
	const isLong = instantOf(cursor.export.to) - instantOf(cursor.export.from) > MINUTE;
	const isLast = place.failed_reads >= MAX_SLOW_READS && isLong;
	const next = isLast ? halved(cursor) : drainingFrom(cursor, place);
	return { cursor: next, entries: [], trouble };
}

/**
 * An export that failed, expired, was deleted or is hidden: the same window is requested again, the
 * first time immediately.
 */
export function exportGone(
	cursor: Waiting | Draining,
	trouble: ExportGoneError,
	now: number,
): Step {
	if (!cursor.trouble?.in_a_row && cursor.export.as?.replaces === undefined) {
		return { cursor: replaced(cursor, now), entries: [] };
	}
	return { cursor: givenUp(cursor, now), entries: [], trouble };
}

/** How a file is written cannot be proved, and the next one will be known from its beginning. */
function madeAgain(cursor: Waiting | Draining, now: number): Step {
	const isFirst = cursor.export.as?.replaces === undefined;
	return { cursor: isFirst ? replaced(cursor, now) : givenUp(cursor, now), entries: [] };
}

/** @param now Zoho's time, until which no export is adopted: it lists this one as long as it likes. */
function replaced(cursor: Waiting | Draining, now: number): Watching {
	const { id, as } = cursor.export;
	return watchingAfter({ ...cursor, dead_until: iso(now) }, { ...as, replaces: id });
}

/** The same without haste. */
function givenUp(cursor: Waiting | Draining, now: number): Watching {
	const { as } = cursor.export;
	const isLimited = as?.from !== undefined || as?.to !== undefined;
	const next: NextExport | undefined = isLimited ? { from: as.from, to: as.to } : undefined;
	return watchingAfter({ ...cursor, dead_until: iso(now) }, next);
}

import { instantOfIso } from '../dialect/auditedTime';
import { MINUTE } from '../durations';
import { type AuditLogError, ExportGoneError, InputError, UnexpectedAnswerError } from '../errors';
import { downloadExport } from '../exports/downloadExport';
import { type ExportJob, finishedOrThrow } from '../exports/exportJob';
import { waitForExport } from '../exports/exportJobs';
import { unreadNote } from '../reading/notes';
import { readExports } from '../reading/readExports';
import type { UnreadRows } from '../files/rows/unreadRows';
import type { Session } from '../session';
import {
	type Draining,
	exportingOf,
	instantOf,
	iso,
	type OwnExport,
	type Waiting,
	type Watching,
	watchingAfter,
} from './cursor';
import { deliver, noticeOf, placeOf, positionOf } from './delivery';
import { minuteOf } from './seenIds';
import {
	type Budget,
	callsOf,
	overlapOf,
	type Step,
	type TriggerQuestion,
	waitFor,
} from './trigger';

/** Damaged files are downloaded again this often before their export is made again. */
const MAX_FAILED_READS = 2;

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
	const own = cursor.export;
	const [from, to] = [instantOf(own.from), instantOf(own.to)];
	const began = instantOfIso(job.job_start_time ?? '') ?? instantOf(own.scheduled_at);
	const position = positionOf(cursor, cursor.state === 'draining' ? cursor.timeless : '');
	try {
		const download = await downloadExport(session, finishedOrThrow(job), budget);
		const period = { from: iso(minuteOf(Math.max(position.checkpoint, from))), to: own.to };
		const reading = readExports(
			session,
			[download],
			{ ...question.filter, ...period },
			{ withRaw: question.withRaw, needs: question.needs, ...callsOf(budget) },
		);
		const delivery = await deliver(position, reading, question.limit, () => ({
			end: to,
			settled: minuteOf(began - overlapOf(question)),
			isJoined: own.as?.from === undefined || position.checkpoint >= from,
		}));
		const { entries_read: read, rows_refused: refused } = reading.coverage;
		const isFull = read + refused >= session.cap.entries;
		if (isFull && to - from > MINUTE) return halved(cursor, from, to);
		const { notice, prints } = unreadNotice(cursor, reading.unread);
		const moved = { ...cursor, ...placeOf(position), refused: prints };
		const next = delivery.hasMore
			? drainingFrom(moved, position.timeless, 0)
			: afterWindow(moved, began);
		const notices = [noticeOf(delivery), notice].filter((each) => each !== undefined);
		return { cursor: next, entries: delivery.entries, notice: notices.join(' ') || undefined };
	} catch (error) {
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		return unreadable(cursor, error);
	}
}

/**
 * Lines that cannot be read are reported once, though the next export has them again, and so has the
 * same one while it is delivered over several polls.
 */
function unreadNotice(
	{ refused = [] }: Waiting | Draining,
	unread: UnreadRows | undefined,
): { readonly notice?: string | undefined; readonly prints?: readonly string[] | undefined } {
	if (!unread || unread.count === 0) return {};
	const prints = [...new Set(unread.named.map(({ print }) => print))];
	const isKnown = prints.every((print) => refused.includes(print));
	const notice = `${unreadNote(unread)} The trigger goes on without them; they are in the file of the export, which Download Export gives.`;
	return { prints, notice: isKnown ? undefined : notice };
}

function drainingFrom(
	cursor: Waiting | Draining,
	timeless: string,
	failed_reads: number,
): Draining {
	const exporting = exportingOf(cursor);
	return { ...exporting, state: 'draining', export: cursor.export, timeless, failed_reads };
}

/** The window is done: the next one follows immediately, or overlaps it later. */
function afterWindow(cursor: Waiting | Draining, began: number): Watching {
	const { to, ends_early } = cursor.export;
	const next = ends_early && instantOf(to) <= began ? { from: to } : undefined;
	return watchingAfter({ ...cursor, read_at: iso(began) }, next);
}

/** Zoho does not say which end it truncated, so nothing of the export is used: half its window is requested. */
function halved(cursor: Waiting | Draining, from: number, to: number): Step {
	const until = iso(minuteOf((from + to) / 2));
	return {
		cursor: watchingAfter(cursor, { from: cursor.export.as?.from, to: until }),
		entries: [],
	};
}

/** Damaged files: downloaded again by the next poll, then exported again. */
function unreadable(cursor: Waiting | Draining, trouble: AuditLogError): Step {
	const [timeless, failures] =
		cursor.state === 'draining' ? [cursor.timeless, cursor.failed_reads + 1] : ['', 1];
	const isLast = failures >= MAX_FAILED_READS;
	const next = isLast ? replaced(cursor) : drainingFrom(cursor, timeless, failures);
	return { cursor: next, entries: [], trouble };
}

/** An export that failed, expired, was deleted or is hidden: the same window is requested again, once. */
export function exportGone(cursor: Waiting | Draining, trouble: ExportGoneError): Step {
	const { as } = cursor.export;
	if (as?.replaces === undefined) return { cursor: replaced(cursor), entries: [] };
	const isLimited = as.from !== undefined || as.to !== undefined;
	const next = isLimited ? { from: as.from, to: as.to } : undefined;
	return { cursor: watchingAfter(cursor, next), entries: [], trouble };
}

function replaced(cursor: Waiting | Draining): Watching {
	const { id, as } = cursor.export;
	return watchingAfter(cursor, { ...as, replaces: id });
}

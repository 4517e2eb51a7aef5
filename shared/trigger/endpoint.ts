import { auditLogPages, MAX_PER_PAGE } from '../auditLog/auditLogPages';
import { Descent } from '../auditLog/descent';
import { type EndpointReader, endpointReader } from '../auditLog/endpointReading';
import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { isMatch, type ReadEntry } from '../entries/jsonEntries';
import { DAY, MINUTE } from '../durations';
import { InputError, UnexpectedAnswerError } from '../errors';
import { asText, type JsonObject } from '../http/json';
import type { Session } from '../session';
import { cursorAt, type EndpointCursor, iso } from './cursor';
import { deliver, noticeOf, placeOf, type Position, positionOf } from './delivery';
import { type Lacking, lackingAfter, partialList } from './partialList';
import { minuteOf } from './seenIds';
import { type Budget, overlapOf, startOf, type Step, type TriggerQuestion } from './trigger';

/** There is more since the checkpoint than one poll can read through the endpoint. */
export class TooManyPagesError extends InputError {}

/**
 * A list without any entry says nothing: an endpoint that is not meant for this user may look so.
 * See docs/decisions/empty-answers.md
 */
class EmptyListError extends UnexpectedAnswerError {}

/** Where a trigger begins that has no cursor. What has no time and is there already counts as delivered. */
export async function startAtEndpoint(
	session: Session,
	question: TriggerQuestion,
	budget: Budget,
): Promise<EndpointCursor> {
	const clock = zohoTimeAt(session);
	const timeless: string[] = [];
	let has_listed = false;
	for await (const items of auditLogPages(session.api, MAX_PER_PAGE, budget)) {
		has_listed = true;
		for (const item of items) {
			if (timeOf(item) === null) timeless.push(idOf(item));
		}
		break;
	}
	const now = clock();
	const start = startOf(question, now);
	if (!has_listed && question.source === 'automatic') {
		throw emptyList();
	}
	const cursor = { ...cursorAt(minuteOf(start ?? now), 'endpoint'), has_listed };
	if (start !== undefined) return cursor;
	const position = positionOf(cursor);
	for (const id of timeless) position.seen.addTimeless(id, now);
	return { ...cursor, ...placeOf(position) };
}

/**
 * The entries since the checkpoint from the endpoint, which lists the newest first: all pages back to
 * the checkpoint are read before anything is delivered, oldest first. The checkpoint follows the time
 * at which the reading began, less the overlap.
 * @throws TooManyPagesError when the pages do not fit into one poll.
 */
export async function readEndpoint(
	session: Session,
	cursor: EndpointCursor,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step> {
	const clock = zohoTimeAt(session);
	const position = positionOf(cursor);
	const { checkpoint } = position;
	const overlap = overlapOf(question);
	const listed = new Listed(position);
	let lacking: Lacking | undefined;
	const reading = newEntries(session, position, question, { ...budget, listed });
	const delivery = await deliver(position, reading, question.limit, () => {
		const isAutomatic = question.source === 'automatic';
		const has_listed = listed.isAny;
		if (!has_listed && (cursor.has_listed || isAutomatic)) throw emptyList();
		const now = clock();
		lacking = lackingAfter(cursor.lacks, listed.missing, { now, overlap, checkpoint });
		if (isAutomatic && lacking.lacks?.state === 'over') throw partialList();
		const settled = Math.min(now - overlap, listed.reach(now));
		return { end: now, settled: lacking.isHeld ? checkpoint : minuteOf(settled), isJoined: true };
	});
	const notices = [noticeOf(delivery), lacking?.notice].filter((text) => text !== undefined);
	return {
		cursor: {
			...{ ...cursor, ...placeOf(position) },
			...{ odd_answers: 0, has_listed: listed.isAny, lacks: lacking?.lacks },
		},
		entries: delivery.entries,
		notice: notices.join(' ') || undefined,
		hasRead: true,
	};
}

/** Zoho's time at this moment, once an answer has come, which brings it. */
function zohoTimeAt(session: Session): () => number {
	const requestedAt = session.ticks();
	let first: number | undefined;
	return () => (first ??= session.now() - (session.ticks() - requestedAt));
}

async function* newEntries(
	session: Session,
	{ checkpoint, seen }: Position,
	question: TriggerQuestion,
	budget: Budget & { readonly listed: Listed },
): AsyncGenerator<EntryBatch, void, undefined> {
	const { listed } = budget;
	const overlap = overlapOf(question);
	const order = new Descent(checkpoint, overlap);
	// In the order in which entries came, those of the checkpoint may stand below older ones that came late.
	const deep = new Descent(checkpoint - overlap, overlap);
	let reader: EndpointReader | undefined;
	let pages = 0;
	for await (const items of auditLogPages(session.api, MAX_PER_PAGE, budget)) {
		listed.isAny = true;
		const batch: AuditLogEntry[] = [];
		const times: ReadEntry['time'][] = [];
		for (const item of items) {
			const [id, time] = [idOf(item), timeOf(item)];
			if (time && time.instant < checkpoint) {
				times.push(time);
				continue;
			}
			listed.add(id);
			if (time && seen.has(id)) {
				times.push(time);
				continue;
			}
			// Names of the organization are requested only when there is something new to deliver.
			reader ??= await endpointReader(session, question.filter, budget);
			const read = reader.jsonEntries.read(item);
			times.push(read.time);
			if (isMatch(read, reader.predicate)) batch.push(read.entry);
		}
		if (batch.length > 0) yield batch;
		listed.addTimes(times);
		const hasPassed = order.hasPassed(times);
		if (deep.hasPassed(times) || (hasPassed && listed.missing <= 0)) return;
		if (++pages >= budget.maxPages || budget.deadline.isOver) {
			throw new TooManyPagesError(
				`There are more entries since ${iso(checkpoint)} than one poll can read from the endpoint (${pages} pages read). Nothing is lost: choose the source Automatic or Export, which reads them from a file${question.start === undefined ? '' : ', or start later'}.`,
				{ parameter: 'source' },
			);
		}
	}
}

function emptyList(): EmptyListError {
	return new EmptyListError(
		"Zoho's list of the audit log (GET /settings/audit_log) has no entry at all, not even those that it had before. Nothing is skipped: the trigger goes on where it stands once the list has entries again. If the connected user may no longer see the log, connect one who may, or use the source Export.",
	);
}

/** What a list has of the entries that it had before and that were delivered. */
class Listed {
	isAny = false;
	private readonly from: number;
	private again = 0;
	private newest = -Infinity;

	/** Of the checkpoint's own minute some come before it, and are not read. */
	constructor(private readonly position: Position) {
		this.from = minuteOf(position.checkpoint + MINUTE - 1);
	}

	add(id: string): void {
		if (this.position.seen.hasTimed(id, this.from)) this.again++;
	}

	addTimes(times: readonly ReadEntry['time'][]): void {
		for (const time of times) if (time && time.instant > this.newest) this.newest = time.instant;
	}

	/**
	 * Up to where the list may have everything: to its newest entry, because it may be a copy that lags. After a
	 * day it is taken for a log in which nothing happened.
	 */
	reach(now: number): number {
		return Math.max(this.newest, now - DAY);
	}

	/** Until a reading is delivered. */
	get missing(): number {
		return this.position.seen.countTimed(this.from) - this.again;
	}
}

/** An entry without an id could not be distinguished from one that has moved to the next page. */
function idOf(item: JsonObject): string {
	const id = asText(item['id']);
	if (id !== null) return id;
	throw new UnexpectedAnswerError(
		"Zoho's answer to GET /settings/audit_log has entries without an id, so they cannot be told apart from poll to poll. Use the source Export.",
	);
}

/** Of an ISO 8601 text with offset; null for any other, which needs the organization's zone. */
function timeOf(item: JsonObject): ReadEntry['time'] {
	const text = asText(item['audited_time']) ?? '';
	const instant = instantOfIso(text);
	return instant === null ? null : { instant, iso: text, grain: 60_000 };
}

import { auditLogPages, MAX_PER_PAGE } from '../auditLog/auditLogPages';
import { Descent } from '../auditLog/descent';
import { type EndpointReader, endpointReader } from '../auditLog/endpointReading';
import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { isMatch, type ReadEntry } from '../entries/jsonEntries';
import { InputError, UnexpectedAnswerError } from '../errors';
import { asText, type JsonObject } from '../http/json';
import type { Session } from '../session';
import { cursorAt, type EndpointCursor, iso } from './cursor';
import { deliver, noticeOf, placeOf, type Position, positionOf } from './delivery';
import { minuteOf } from './seenIds';
import { type Budget, overlapOf, startOf, type Step, type TriggerQuestion } from './trigger';

/** There is more since the checkpoint than one poll can read through the endpoint. */
export class TooManyPagesError extends InputError {}

/**
 * A list without any entry says nothing: an endpoint that is not meant for this user may look so.
 * See docs/decisions/empty-answers.md
 */
export class EmptyListError extends UnexpectedAnswerError {}

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
	for (const id of timeless) position.seen.add(id, now);
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
	let has_listed = false;
	const onListed = (): void => void (has_listed = true);
	const reading = newEntries(session, position, question, { ...budget, onListed });
	const delivery = await deliver(position, reading, question.limit, () => {
		if (!has_listed && (cursor.has_listed || question.source === 'automatic')) throw emptyList();
		const now = clock();
		return { end: now, settled: minuteOf(now - overlapOf(question)), isJoined: true };
	});
	return {
		cursor: { ...cursor, ...placeOf(position), odd_answers: 0, has_listed },
		entries: delivery.entries,
		notice: noticeOf(delivery),
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
	budget: Budget & { readonly onListed: () => void },
): AsyncGenerator<EntryBatch, void, undefined> {
	const order = new Descent(checkpoint, overlapOf(question));
	let reader: EndpointReader | undefined;
	let pages = 0;
	for await (const items of auditLogPages(session.api, MAX_PER_PAGE, budget)) {
		budget.onListed();
		const batch: AuditLogEntry[] = [];
		const times: ReadEntry['time'][] = [];
		for (const item of items) {
			const [id, time] = [idOf(item), timeOf(item)];
			if (time && (time.instant < checkpoint || seen.has(id))) {
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
		if (order.hasPassed(times)) return;
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

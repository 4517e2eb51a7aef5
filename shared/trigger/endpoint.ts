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

/** Where a trigger begins that has no cursor. What has no time and is there already counts as delivered. */
export async function startAtEndpoint(
	session: Session,
	question: TriggerQuestion,
	budget: Budget,
): Promise<EndpointCursor> {
	const clock = zohoTimeAt(session);
	const timeless: string[] = [];
	for await (const items of auditLogPages(session.api, MAX_PER_PAGE, budget)) {
		for (const item of items) {
			if (timeOf(item) === null) timeless.push(idOf(item));
		}
		break;
	}
	const now = clock();
	const start = startOf(question, now);
	const cursor = cursorAt(minuteOf(start ?? now), 'endpoint');
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
	const reading = newEntries(session, position, question, budget);
	const delivery = await deliver(position, reading, question.limit, () => {
		const now = clock();
		return { end: now, settled: minuteOf(now - overlapOf(question)), isJoined: true };
	});
	return {
		cursor: { ...cursor, ...placeOf(position), odd_answers: 0 },
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
	budget: Budget,
): AsyncGenerator<EntryBatch, void, undefined> {
	const order = new Descent(checkpoint, overlapOf(question));
	let reader: EndpointReader | undefined;
	let pages = 0;
	for await (const items of auditLogPages(session.api, MAX_PER_PAGE, budget)) {
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

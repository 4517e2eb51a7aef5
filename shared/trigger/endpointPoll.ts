import { instantOfIso } from '../dialect/auditedTime';
import type { EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type EntryFilter, entryFilter } from '../entries/filter';
import { isWanted, JsonEntries, type ReadEntry } from '../entries/jsonEntries';
import { InputError, UnexpectedAnswerError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import { asText, type JsonObject } from '../http/json';
import { CrmUsers } from '../org/users';
import { type Cursor, cursorAt } from './cursor';
import type { Position } from './delivery';
import { Descent } from '../auditLog/descent';
import { FutureCheckpointError, isInFuture } from './futureCheckpoint';
import { minuteOf } from './seenIds';
import {
	delivered,
	overlapOf,
	type PollStep,
	positionOf,
	startOf,
	type TriggerQuestion,
	type TriggerVerbs,
} from './trigger';

/** How much of the list one poll may read. */
export interface PageBudget extends CallOptions {
	readonly maxPages: number;
	/** By the machine's own clock. */
	readonly deadline: number;
}

/** There is more since the checkpoint than one poll can read through the endpoint. */
export class TooManyPagesError extends InputError {}

/** Where a trigger starts that has no cursor. What has no time and is there already counts as known. */
export async function startAtEndpoint(
	verbs: TriggerVerbs,
	question: TriggerQuestion,
	budget: PageBudget,
): Promise<Cursor> {
	const clock = zohoTimeAt(verbs);
	const timeless: string[] = [];
	for await (const items of verbs.auditLogPages(budget)) {
		for (const item of items) {
			if (timeOf(item) === null) timeless.push(idOf(item));
		}
		break;
	}
	const now = clock();
	const start = startOf(question, now);
	const cursor = cursorAt(minuteOf(start ?? now), 'endpoint');
	if (start !== undefined) return cursor;
	const { seen } = positionOf(cursor);
	for (const id of timeless) seen.add(id, now);
	return { ...cursor, seen: seen.toJson() };
}

/**
 * The entries since the checkpoint from the endpoint, which gives the newest first: all pages back to
 * the checkpoint are read before anything is given, oldest first. The checkpoint follows the time at
 * which the reading began, less the overlap.
 * @throws TooManyPagesError when the pages do not fit into one poll; nothing has been given then.
 */
export async function pollEndpoint(
	verbs: TriggerVerbs,
	cursor: Cursor,
	question: TriggerQuestion,
	budget: PageBudget,
): Promise<PollStep> {
	const clock = zohoTimeAt(verbs);
	const position = positionOf(cursor);
	const entries = new NewEntries(verbs, position, question, budget);
	const step = await delivered(cursor, position, entries.batches(clock), question, () => {
		const now = clock();
		return { end: now, settled: minuteOf(now - overlapOf(question)), isJoined: true };
	});
	return { entries: step.delivery.entries, cursor: step.cursor, notices: step.notices };
}

/** Tells Zoho's time at this moment once an answer has come, which brings it. */
function zohoTimeAt(verbs: TriggerVerbs): () => number {
	const asked = verbs.localNow();
	let first: number | undefined;
	// Whichever is earlier: the machine's clock may be set in between.
	return () => (first ??= Math.min(verbs.now(), asked + verbs.now() - verbs.localNow()));
}

class NewEntries {
	private known: { wanted: EntryFilter; json: JsonEntries } | undefined;
	private readonly order: Descent;

	constructor(
		private readonly verbs: TriggerVerbs,
		private readonly position: Position,
		private readonly question: TriggerQuestion,
		private readonly budget: PageBudget,
	) {
		this.order = new Descent(position.checkpoint, overlapOf(question));
	}

	async *batches(clock: () => number): AsyncGenerator<EntryBatch, void, undefined> {
		const { verbs, position, question, budget } = this;
		let pages = 0;
		for await (const items of verbs.auditLogPages(budget)) {
			if (isInFuture(position.checkpoint, clock())) throw new FutureCheckpointError();
			const batch: EntryBatch[number][] = [];
			const times: (ReadEntry['time'] | null)[] = [];
			for (const item of items) {
				const time = timeOf(item);
				// Names of the organization are asked for only when there is something new to give.
				const read = this.isKnown(item, time) ? undefined : await this.read(item);
				times.push(read ? read.time : time);
				if (read && this.known && isWanted(read, this.known.wanted)) batch.push(read.entry);
			}
			if (batch.length > 0) yield batch;
			if (this.order.hasPassed(times)) return;
			if (++pages >= budget.maxPages || verbs.localNow() >= budget.deadline) {
				throw new TooManyPagesError(
					`There are more entries since ${new Date(position.checkpoint).toISOString()} than one poll can read from the endpoint (${pages} pages read). Nothing is lost: choose the source Automatic or Export, which reads them from a file${question.start === undefined ? '' : ', or start later'}.`,
					{ parameter: 'source' },
				);
			}
		}
	}

	private isKnown(item: JsonObject, time: ReadEntry['time']): boolean {
		const { checkpoint, seen } = this.position;
		const id = idOf(item);
		return (time !== null && time.instant < checkpoint) || (time !== null && seen.has(id));
	}

	private async read(item: JsonObject): Promise<ReadEntry> {
		this.known ??= await this.prepared();
		return this.known.json.read(item);
	}

	private async prepared(): Promise<{ wanted: EntryFilter; json: JsonEntries }> {
		const { verbs, question, budget } = this;
		const context = await verbs.endpointContext(budget);
		const { filter } = question;
		const users = filter.users?.length ? await verbs.users(budget) : new CrmUsers([]);
		return {
			wanted: entryFilter(filter, { users, modules: context.modules }),
			json: new JsonEntries(context, new EventIds()),
		};
	}
}

/** Without an id an entry cannot be told from one that has moved to the next page meanwhile. */
function idOf(item: JsonObject): string {
	const id = asText(item['id']);
	if (id !== null) return id;
	throw new UnexpectedAnswerError(
		"Zoho's answer to GET /settings/audit_log has entries without an id, so they cannot be told apart from poll to poll. Use the source Export.",
	);
}

/** Of an ISO 8601 text with offset; null for any other, which needs the organization's zone. */
function timeOf(item: JsonObject): { instant: number; iso: string; grain: number } | null {
	const text = asText(item['audited_time']) ?? '';
	const instant = instantOfIso(text);
	return instant === null ? null : { instant, iso: text, grain: 60_000 };
}

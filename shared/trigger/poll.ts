import { DAY } from '../durations';
import { instantOfIso } from '../dialect/auditedTime';
import { AuditLogError, UnavailableError } from '../errors';
import type { ExportBudget } from './askForExport';
import { isAboutTheEndpoint } from '../auditLog/auditLog';
import { type Cursor, cursorAt, readCursor, type TriggerSource } from './cursor';
import { type PageBudget, pollEndpoint, startAtEndpoint, TooManyPagesError } from './endpointPoll';
import { LateExportError, pollExport, startWithExports } from './exportPoll';
import { FutureCheckpointError } from './futureCheckpoint';
import { minuteOf } from './seenIds';
import { StoppedPollError } from './stoppedPoll';
import type { PollOptions, PollStep, TriggerQuestion, TriggerVerbs } from './trigger';

/** One poll: what it found, where the trigger stands now, and what kept it from reading. */
export interface Polled extends PollStep {
	/** To be shown after the cursor was kept: an error whose time has come. */
	readonly trouble?: AuditLogError | undefined;
}

/** Pages of 200 entries that the first poll reads, while somebody waits for the activation. */
const FIRST_PAGES = 25;
const MAX_PAGES = 1_000;
/** Polls in a row that come to nothing before it is told. */
const PATIENCE = 5;
/** Answers in a row that the endpoint may refuse before exports serve instead. */
const MAX_ODD_ANSWERS = 2;
/** Of a poll's time what is left for handing over. */
const RESERVE = 0.2;

/**
 * One poll of a trigger: a cursor in, entries and the next cursor out. Nothing is delivered twice
 * while cursors are kept, and nothing is lost when one is not: from an older cursor the same entries
 * come again under the same ids.
 * @param kept what the host has kept of the last cursor; undefined before the first poll.
 * @throws AuditLogError at the first poll only, so that an activation with a wrong connection is
 * refused. Later a poll that cannot read returns its cursor with the trouble.
 */
export async function poll(
	verbs: TriggerVerbs,
	kept: unknown,
	question: TriggerQuestion,
	options: PollOptions,
): Promise<Polled> {
	const budget = {
		signal: options.signal,
		deadline: verbs.localNow() + options.budgetSeconds * (1 - RESERVE) * 1000,
		maxPages: MAX_PAGES,
		cap: options.exportCap,
	};
	const read = readCursor(kept);
	if (read === undefined) return await firstPoll(verbs, question, budget);
	const notices: string[] = [];
	let cursor: Cursor;
	if ('why' in read) {
		const again = await restarted(verbs, read.checkpoint, read.why, question, budget);
		cursor = again.cursor;
		notices.push(again.notice);
	} else {
		cursor = read;
	}
	return await laterPoll(verbs, cursor, question, budget, notices);
}

type Budget = PageBudget & ExportBudget;

async function firstPoll(
	verbs: TriggerVerbs,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Polled> {
	const note = async (): Promise<string[]> => {
		const visibility = await verbs.visibilityNote(budget);
		return visibility === null ? [] : [visibility];
	};
	if (question.source !== 'export') {
		try {
			const start = await startAtEndpoint(verbs, question, budget);
			const pages = question.source === 'automatic' ? FIRST_PAGES : MAX_PAGES;
			const step =
				question.start === undefined
					? { entries: [], cursor: start, notices: [] }
					: await pollEndpoint(verbs, start, question, { ...budget, maxPages: pages });
			return { ...step, notices: [...step.notices, ...(await note())] };
		} catch (error) {
			if (question.source !== 'automatic' || !isEndpointsFault(error)) throw error;
		}
	}
	const start = await startWithExports(verbs, question, budget);
	const notices = await note();
	if (question.start === undefined) return { entries: [], cursor: start, notices };
	try {
		// A host shows an activation only when its first poll has ended: the export is not waited for.
		const soon = { ...budget, deadline: verbs.localNow() };
		const step = await pollExport(verbs, start, question, soon);
		return { ...step, notices: [...notices, ...step.notices] };
	} catch (error) {
		const { cause, cursor } = stopped(error, start);
		// Another export is in the way: the activation need not wait for it.
		if (cause instanceof UnavailableError && cause.facts.code === 'ALREADY_SCHEDULED') {
			return { entries: [], cursor, notices };
		}
		throw cause;
	}
}

/** What is wrong with the endpoint alone, so that exports may serve instead. */
function isEndpointsFault(error: unknown): boolean {
	if (error instanceof TooManyPagesError) return true;
	return isAboutTheEndpoint(error) && !(error instanceof UnavailableError);
}

async function laterPoll(
	verbs: TriggerVerbs,
	cursor: Cursor,
	question: TriggerQuestion,
	budget: Budget,
	notices: readonly string[],
): Promise<Polled> {
	const wanted = question.source === 'automatic' ? cursor.source : question.source;
	if (wanted !== cursor.source) {
		const moved = movedTo(wanted, cursor);
		const told = [...notices, sourceNotice(moved, 'The source was changed')];
		return await laterPoll(verbs, moved, question, budget, told);
	}
	try {
		const step =
			cursor.source === 'endpoint'
				? await pollEndpoint(verbs, cursor, question, budget)
				: await pollExport(verbs, cursor, question, budget);
		const next = { ...step.cursor, vain_polls: 0 };
		return { entries: step.entries, cursor: next, notices: [...notices, ...step.notices] };
	} catch (error) {
		const { cause, cursor: place, notices: told } = stopped(error, cursor);
		const all = [...notices, ...told];
		if (cause instanceof FutureCheckpointError) {
			const why = 'its checkpoint lies in the future';
			const again = await restarted(verbs, null, why, question, budget);
			return await laterPoll(verbs, again.cursor, question, budget, [...all, again.notice]);
		}
		const mayMove = question.source === 'automatic' && cursor.source === 'endpoint';
		if (mayMove && isEndpointsFault(cause)) {
			// One odd answer is not the end of the endpoint.
			if (!(cause instanceof TooManyPagesError) && cursor.vain_polls < MAX_ODD_ANSWERS) {
				const vain_polls = cursor.vain_polls + 1;
				return { entries: [], cursor: { ...place, vain_polls }, notices: all };
			}
			const moved = movedTo('export', cursor);
			const reason = 'The endpoint no longer serves, so the trigger goes on with exports';
			return await laterPoll(verbs, moved, question, budget, [...all, sourceNotice(moved, reason)]);
		}
		if (!(cause instanceof AuditLogError)) throw cause;
		return troubled(place, cause, all);
	}
}

function stopped(
	error: unknown,
	cursor: Cursor,
): { cause: unknown; cursor: Cursor; notices: readonly string[] } {
	return error instanceof StoppedPollError ? error : { cause: error, cursor, notices: [] };
}

/**
 * One clear error now and then, instead of one a minute and instead of silence: what goes away by
 * itself is told at the fifth poll in a row, anything else at the first, and both again at the tenth,
 * the twentieth and so on.
 */
function troubled(cursor: Cursor, trouble: AuditLogError, notices: readonly string[]): Polled {
	const vain_polls = cursor.vain_polls + 1;
	const isPassing = trouble instanceof UnavailableError && !(trouble instanceof LateExportError);
	const times = vain_polls / PATIENCE;
	const isTime = Number.isInteger(times) && (times & (times - 1)) === 0;
	const isTold = isTime || (!isPassing && vain_polls === 1) || trouble instanceof LateExportError;
	const next = { ...cursor, vain_polls };
	return { entries: [], cursor: next, notices, ...(isTold ? { trouble } : {}) };
}

/** A source gives ids of its own, so what may still come late comes again under the other ones. */
function movedTo(source: TriggerSource, { checkpoint }: Cursor): Cursor {
	return cursorAt(minuteOf(instantOfIso(checkpoint) ?? 0), source);
}

function sourceNotice({ checkpoint }: Cursor, reason: string): string {
	return `${reason}. Endpoint and export give entries different ids, so entries from ${checkpoint} on come again under other ids; none is lost.`;
}

/** A safe place to go on from when the cursor cannot be used. */
async function restarted(
	verbs: TriggerVerbs,
	checkpoint: number | null,
	why: string,
	question: TriggerQuestion,
	budget: Budget,
): Promise<{ cursor: Cursor; notice: string }> {
	// Its answer tells Zoho's time.
	const first = await firstPoll(verbs, { ...question, start: undefined }, budget);
	const now = instantOfIso(first.cursor.checkpoint) ?? verbs.now();
	const isPast = checkpoint !== null && checkpoint <= now;
	const start = question.start === undefined ? null : instantOfIso(question.start);
	const from = isPast ? checkpoint : (start ?? now - DAY);
	const cursor = cursorAt(minuteOf(from), first.cursor.source);
	const place = isPast
		? `It went on from its checkpoint ${cursor.checkpoint}, so nothing is lost`
		: `It does not tell where the trigger stood, so the trigger began again at ${cursor.checkpoint}: if it stood still longer than that, read what is missing with Get Audit Log`;
	const notice = `What the trigger had kept could not be used (${why}). ${place}. Entries that were delivered before may come again, under the same ids.`;
	return { cursor, notice };
}

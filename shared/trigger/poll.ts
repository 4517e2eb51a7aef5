import { AuditLogError, ExportGoneError } from '../errors';
import { visibilityNote } from '../reading/coverage';
import type { Session } from '../session';
import { Deadline } from '../ticks';
import { begin, beginAgain } from './beginning';
import type { Cursor, Trouble } from './cursor';
import { draining, exportGone } from './draining';
import { unknownNames, unknownNamesError } from '../entries/filterNames';
import { lostCursor, readCursor, type UnusableCursor } from './readCursor';
import { isOtherSource, movedTo } from './sources';
import {
	type Budget,
	callsOf,
	isOutOfTime,
	type PollOptions,
	type Step,
	type TriggerQuestion,
} from './trigger';
import { isPaused, troubleAfter } from './trouble';
import { waiting } from './waiting';
import { watching } from './watching';

/** One poll: what it found, the trigger's position after it, and what people have to know. */
export interface Polled extends Omit<Step, 'notice'> {
	/** Sentences, none of them an error. */
	readonly notices: readonly string[];
	/** What the filter names and is not there, where that was looked at. */
	readonly unknownNames?: AuditLogError | undefined;
	/** To be shown once the cursor is kept: an error that it is time to report. */
	readonly trouble?: AuditLogError | undefined;
}

const MAX_PAGES = 1_000;
/** Attempts in a row that take all the time they may. */
const PATIENT_ATTEMPTS = 2;
/** The share of a poll's time that is left for handing over. */
const RESERVE = 0.2;

/**
 * One poll of a trigger: a cursor in, entries and the next cursor out. Nothing is delivered twice
 * while cursors are kept, and nothing is lost when one is not: from an older cursor the same entries
 * come again under the same ids.
 * @param kept what the host has kept of the last cursor; undefined before the first poll.
 * @throws AuditLogError at the first poll only, so that an activation with a wrong connection is
 * refused. A later poll that cannot read returns its cursor with the trouble.
 */
export async function poll(
	session: Session,
	kept: unknown,
	question: TriggerQuestion,
	{ budgetSeconds, signal, wasActive, isActivation = false }: PollOptions,
): Promise<Polled> {
	const deadline = new Deadline(session.ticks, budgetSeconds * (1 - RESERVE) * 1000);
	const budget = { signal, deadline, patience: deadline, maxPages: MAX_PAGES };
	const cursor = readCursor(kept) ?? lostCursor(question, wasActive);
	if (cursor === undefined) return await firstPoll(session, question, budget);
	if ('why' in cursor || isOtherSource(cursor, question)) {
		return await attempted(session, cursor, undefined, question, budget);
	}
	const { trouble } = cursor;
	const isEarly = !isActivation && isPaused(trouble, session.machineTime());
	if (isEarly) return { cursor, entries: [], notices: [] };
	// In a trouble that lasts, an attempt takes few requests and little time.
	const brief =
		trouble && trouble.in_a_row > PATIENT_ATTEMPTS && !isActivation
			? { ...budget, attempts: 1, patience: new Deadline(session.ticks, 0) }
			: budget;
	return await attempted(session, cursor, trouble, question, brief, isActivation);
}

/** A poll, and what it says of a trouble: one clear error now and then, instead of one a minute and of silence. */
async function attempted(
	session: Session,
	start: Cursor | UnusableCursor,
	before: Trouble | undefined,
	question: TriggerQuestion,
	budget: Budget,
	isAwaited = false,
): Promise<Polled> {
	const sent = session.sent.requests;
	const polled = await run(session, start, question, budget);
	const unknown = await unknownNames(session.names, question.filter, false, callsOf(budget));
	const { trouble, isDue } = troubleAfter(before, {
		error: polled.trouble,
		hasRead: polled.hasRead === true,
		requests: session.sent.requests - sent,
		now: session.machineTime(),
		paceMinutes: question.paceMinutes,
	});
	return {
		...polled,
		cursor: { ...polled.cursor, trouble },
		unknownNames: question.allowsUnknown ? undefined : unknownNamesError(unknown),
		trouble: isDue || isAwaited ? polled.trouble : undefined,
	};
}

/** Steps until there is something to hand over, or nothing more to do, or no time for another export. */
async function run(
	session: Session,
	start: Cursor | UnusableCursor,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Polled> {
	const notices: string[] = [];
	let [repeatsFrom, hasRead]: [number | undefined, boolean] = [undefined, false];
	for (let at = start; ;) {
		const step = await stepFrom(session, at, question, budget);
		if ('why' in step) {
			at = step;
			continue;
		}
		if (step.notice !== undefined) notices.push(step.notice);
		repeatsFrom = step.repeatsFrom ?? repeatsFrom;
		hasRead ||= step.hasRead === true;
		if (isLast(at, step, budget.patience.isOver)) {
			const { cursor, entries } = step;
			// Others had taken the time of this step: the next poll begins with it.
			const isCutShort = at !== start && isOutOfTime(step.trouble, budget);
			const trouble = isCutShort ? undefined : step.trouble;
			return { cursor, entries, trouble, notices, hasRead, repeatsFrom };
		}
		at = step.cursor;
	}
}

async function stepFrom(
	session: Session,
	at: Cursor | UnusableCursor,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Step | UnusableCursor> {
	if ('why' in at) return await beginAgain(session, at, question, budget);
	const { source } = question;
	if (source !== 'automatic' && isOtherSource(at, question)) {
		return movedTo(source, at, 'The source was changed');
	}
	try {
		switch (at.state) {
			case 'watching':
				return await watching(session, at, question, budget);
			case 'waiting':
				return await waiting(session, at, question, budget);
			case 'draining':
				return await draining(session, at, question, budget);
		}
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		if (error instanceof ExportGoneError && at.state !== 'watching') {
			return exportGone(at, error, session.now());
		}
		return { cursor: at, entries: [], trouble: error };
	}
}

function isLast(before: Cursor | UnusableCursor, step: Step, isOver: boolean): boolean {
	const { cursor, entries, trouble } = step;
	if (entries.length > 0 || trouble) return true;
	if ('why' in before || before.source !== cursor.source) return false;
	if (before.state === 'watching') return cursor.state === 'watching';
	const isDue = cursor.source === 'export' && cursor.state === 'watching' && cursor.next;
	return !isDue || isOver;
}

async function firstPoll(
	session: Session,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Polled> {
	// First, because an activation whose time is over by then would be refused.
	const visibility = await visibilityNote(session, budget);
	const { filter, allowsUnknown } = question;
	const unknown = unknownNamesError(await unknownNames(session.names, filter, true, budget));
	if (unknown && !allowsUnknown) throw unknown;
	const polled = await firstEntries(session, question, budget);
	const more = [visibility, unknown?.message].filter((text) => typeof text === 'string');
	const notices = [...polled.notices, ...more];
	return { ...polled, notices };
}

async function firstEntries(
	session: Session,
	question: TriggerQuestion,
	budget: Budget,
): Promise<Polled> {
	const { cursor, entries, notice } = await begin(session, question, budget);
	if (cursor.source === 'endpoint' || question.start === undefined) {
		return { cursor, entries, notices: notice === undefined ? [] : [notice] };
	}
	// A host shows an activation only once its first poll has ended: no export is waited for.
	const soon = { ...budget, patience: new Deadline(session.ticks, 0) };
	const { trouble, ...polled } = await run(session, cursor, question, soon);
	if (trouble && trouble.facts.code !== 'ALREADY_SCHEDULED') throw trouble;
	return polled;
}

import { MINUTE } from '../durations';
import type { Period } from '../period';
import { instantOfIso } from '../dialect/auditedTime';
import type { EntryBatch } from '../entries/auditLogEntry';
import { ExportGoneError, InputError, UnavailableError, UnexpectedAnswerError } from '../errors';
import { EXPORT_CAP } from '../exports/exportCap';
import { type ExportJob, finishedOrThrow } from '../exports/exportJob';
import type { CallOptions } from '../http/crmApi';
import { askForExport, type ExportBudget } from './askForExport';
import { type AwaitedExport, type Cursor, cursorAt } from './cursor';
import { minuteOf } from './seenIds';
import { keepingPlace, StoppedPollError } from './stoppedPoll';
import {
	delivered,
	overlapOf,
	type PollStep,
	positionOf,
	startOf,
	type TriggerQuestion,
	type TriggerVerbs,
} from './trigger';

/** A damaged file is downloaded again this often before its export is made again. */
const MAX_DAMAGES = 2;
/** Zoho's sample jobs took seconds. Longer than this is told once. */
const LATE_MS = 2 * 60 * MINUTE;

/** Where a trigger starts that has no cursor. Asks Zoho for what exports need, without making one. */
export async function startWithExports(
	verbs: TriggerVerbs,
	question: TriggerQuestion,
	options: CallOptions,
): Promise<Cursor> {
	verbs.requireExportScopes();
	await verbs.ownUserId(options);
	await verbs.listExports(options);
	const now = verbs.now();
	return cursorAt(minuteOf(startOf(question, now) ?? now), 'export');
}

/**
 * The entries since the checkpoint from exports, as a machine that goes on from poll to poll: none,
 * asked for, awaited, delivered. There is never more than one job of ours, and none is asked for twice:
 * Zoho's list tells of one that was forgotten. While a file is delivered over several polls the cursor
 * holds its job and a place in it, and no row.
 */
export async function pollExport(
	verbs: TriggerVerbs,
	cursor: Cursor,
	question: TriggerQuestion,
	budget: ExportBudget,
): Promise<PollStep> {
	const notices: string[] = [];
	for (let at = cursor; ;) {
		const asked = at.export.job
			? at
			: await askForExport(verbs, at, question, budget).catch(keepingPlace(at, notices));
		const { job } = asked.export;
		if (!job) return { entries: [], cursor: asked, notices };
		const step = await awaited(verbs, asked, job, question, budget).catch(
			keepingPlace(asked, notices),
		);
		notices.push(...step.notices);
		const isDone = step.entries.length > 0 || step.cursor.export.job !== null;
		const goesOn = step.cursor.export.resume !== null || step.cursor.export.until !== null;
		const mayGoOn = goesOn || step.isAgain === true;
		if (isDone || !mayGoOn || verbs.localNow() >= budget.deadline) {
			return { entries: step.entries, cursor: step.cursor, notices };
		}
		at = step.cursor;
	}
}

/** A step of one poll; `isAgain` when its export has to be made again. */
interface ExportStep extends PollStep {
	readonly isAgain?: boolean;
}

/** An export that takes so long that somebody should know. */
export class LateExportError extends UnavailableError {}

/** Looks at the export while the poll may last, and delivers from it when it has ended. */
async function awaited(
	verbs: TriggerVerbs,
	cursor: Cursor,
	job: AwaitedExport,
	question: TriggerQuestion,
	budget: ExportBudget,
): Promise<ExportStep> {
	try {
		const ended = await endedExport(verbs, job, budget);
		if (ended.state === 'running') return stillRunning(verbs, cursor, job);
		return await fromFile(verbs, cursor, job, ended, question, budget);
	} catch (error) {
		// Failed, expired, deleted or hidden: the same window is asked for again, once.
		if (!(error instanceof ExportGoneError)) throw error;
		const again = given(cursor, { job: null, gone: job.id, asked_at: null });
		if (!job.is_second) return { entries: [], cursor: again, notices: [], isAgain: true };
		throw new StoppedPollError(given(cursor, { job: null, gone: null }), error, []);
	}
}

async function endedExport(
	verbs: TriggerVerbs,
	{ id }: AwaitedExport,
	{ deadline, signal }: ExportBudget,
): Promise<ExportJob> {
	const waitSeconds = Math.max(0, (deadline - verbs.localNow()) / 1000);
	try {
		return await verbs.waitForExport(id, { waitSeconds, signal });
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new ExportGoneError(error.message, error.facts);
	}
}

function stillRunning(verbs: TriggerVerbs, cursor: Cursor, job: AwaitedExport): ExportStep {
	const waited = verbs.localNow() - (cursor.export.asked_at ?? verbs.localNow());
	if (job.is_late || waited < LATE_MS) return { entries: [], cursor, notices: [] };
	const told = given(cursor, { job: { ...job, is_late: true } });
	throw new StoppedPollError(
		told,
		new LateExportError(
			`Zoho has been preparing the export ${job.id} for more than two hours. The trigger goes on waiting for it and loses nothing; as long as it runs no other export can be made in the organization.`,
			{ exportId: job.id },
		),
		[],
	);
}

async function fromFile(
	verbs: TriggerVerbs,
	cursor: Cursor,
	job: AwaitedExport,
	ended: ExportJob,
	question: TriggerQuestion,
	budget: ExportBudget,
): Promise<ExportStep> {
	const { from, to } = windowOf(job);
	const began = instantOfIso(ended.job_start_time ?? '') ?? instantOf(job.asked);
	const position = positionOf(cursor, job.timeless);
	try {
		const download = await verbs.downloadExport(finishedOrThrow(ended), budget);
		const period = { from: iso(minuteOf(Math.max(position.checkpoint, from))), to: job.to };
		const reading = verbs.readEntries(
			[download],
			{ ...question.filter, ...period },
			{
				withRaw: question.withRaw,
				signal: budget.signal,
			},
		);
		const uncut = async function* (): AsyncGenerator<EntryBatch> {
			yield* reading;
			const isFull = reading.coverage.entries_read >= (budget.cap ?? EXPORT_CAP.entries);
			if (isFull && to - from > MINUTE) throw new CutExportError();
		};
		const step = await delivered(cursor, position, uncut(), question, () => ({
			end: to,
			settled: minuteOf(began - overlapOf(question)),
			isJoined: cursor.export.resume === null || position.checkpoint >= from,
		}));
		const { entries, hasMore } = step.delivery;
		const { timeless } = position;
		const next = hasMore
			? given(step.cursor, { job: { ...job, timeless, damages: 0 } })
			: afterWindow(step.cursor, job, began);
		return { entries, cursor: next, notices: step.notices };
	} catch (error) {
		if (error instanceof CutExportError) return halved(cursor, job);
		if (!(error instanceof UnexpectedAnswerError)) throw error;
		throw new StoppedPollError(damaged(cursor, job), error, []);
	}
}

/** Zoho cut the export at its cap and does not say which end is missing. */
class CutExportError extends Error {}

/** What an export that was cut holds is not used: half its window is asked for. */
function halved(cursor: Cursor, job: AwaitedExport): ExportStep {
	const { from, to } = windowOf(job);
	const until = iso(minuteOf((from + to) / 2));
	return {
		entries: [],
		cursor: given(cursor, { job: null, until, gone: job.id }),
		notices: [],
		isAgain: true,
	};
}

function damaged(cursor: Cursor, job: AwaitedExport): Cursor {
	const damages = job.damages + 1;
	return damages < MAX_DAMAGES
		? given(cursor, { job: { ...job, damages } })
		: given(cursor, { job: null, gone: job.id, asked_at: null });
}

/** The window is done: the next one follows at once, or overlaps it. */
function afterWindow(cursor: Cursor, job: AwaitedExport, began: number): Cursor {
	const { to } = windowOf(job);
	const resume = job.is_cut && to <= began ? job.to : null;
	return given(cursor, { job: null, read_at: iso(began), resume, until: null, gone: null });
}

function given(cursor: Cursor, changes: Partial<Cursor['export']>): Cursor {
	return { ...cursor, export: { ...cursor.export, ...changes } };
}

function windowOf({ from, to }: AwaitedExport): Period {
	return { from: instantOf(from), to: instantOf(to) };
}

function instantOf(text: string): number {
	return instantOfIso(text) ?? 0;
}

function iso(instant: number): string {
	return new Date(instant).toISOString();
}

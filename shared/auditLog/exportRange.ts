import { DAY } from '../durations';
import { ExportGoneError, InputError } from '../errors';
import { windowIn } from '../exports/compareCriteria';
import { coveringExport } from '../exports/coveringExport';
import { type Criteria, criteriaFor } from '../exports/criteria';
import { downloadExport } from '../exports/downloadExport';
import type { DownloadedExport } from '../exports/downloadedExport';
import { type ExportJob, finishedOrThrow } from '../exports/exportJob';
import { scheduleExport } from '../exports/scheduleExport';
import { listExports, waitForExport, type WaitOptions } from '../exports/exportJobs';
import { halvesOf, RETENTION_DAYS, windowsOf } from '../exports/windows';
import type { Period } from '../period';
import { isAtCap } from '../reading/isAtCap';
import type { Session } from '../session';
import { Deadline } from '../ticks';

export interface RangeOptions extends WaitOptions {
	/**
	 * How old an existing export may be to answer for a period that reaches up to now, and for no other;
	 * 0 by default. Entries younger than that may be missing, and `coverage.as_of` says so.
	 */
	readonly freshSeconds?: number | undefined;
}

/**
 * The export that will answer, still running when the wait was over. The next call continues with it
 * when the period is the same, or reaches up to now and `freshSeconds` allows for what has passed.
 */
export interface Preparing {
	readonly state: 'preparing';
	readonly job: ExportJob;
}

/** What one export has to hold, and its criteria. */
interface ExportPart {
	readonly window: Period;
	readonly criteria: Criteria | null;
}

/** A moment ago counts as now: a call takes a while to get here. */
const NOW_SLACK_MS = 60_000;

/**
 * The exports that together hold a period, oldest first, each with the window that is read from it: so
 * nothing is read twice and nothing is left out at the seams. An organization runs one export at a
 * time, so they are made one after another. One that reaches Zoho's cap was probably truncated, and
 * Zoho does not say at which end: two of half its window replace it before a row of it is returned.
 * See docs/decisions/export-cap.md
 */
export async function exportRange(
	session: Session,
	period: Period,
	options: RangeOptions,
): Promise<DownloadedExport[] | Preparing> {
	// First, because its answer also brings Zoho's time.
	const ownUserId = await session.names.ownUserId(options);
	const now = session.openEnd();
	const began = session.ticks();
	const deadline = new Deadline(session.ticks, (options.waitSeconds ?? 0) * 1000);
	const downloads: DownloadedExport[] = [];
	const parts = partsOf(period, now);
	for (let part = parts.shift(); part; part = parts.shift()) {
		const { window } = part;
		// Only a window that reaches up to now may be answered by a slightly older export.
		const fresh = window.to >= now - NOW_SLACK_MS ? (options.freshSeconds ?? 0) : 0;
		const jobs = await listExports(session, options);
		const isCut = (job: ExportJob): boolean => session.atCap.get(job.id) === true;
		// What exceeded one export exceeds a longer one too.
		if (jobs.some((job) => isCut(job) && liesWithin(job, part)) && divide(part, parts)) continue;
		const complete = jobs.filter((job) => !isCut(job));
		const found = coveringExport(complete, window, ownUserId, { now: session.now(), fresh });
		const before = downloads.at(-1);
		if (found && before?.id === found.id) {
			// The same file answers for both windows, and is read once.
			const both = { from: before.window?.from ?? window.from, to: window.to };
			downloads[downloads.length - 1] = { ...before, window: both };
			continue;
		}
		const waitSeconds = deadline.left / 1000;
		const position = { number: downloads.length + 1, of: downloads.length + 1 + parts.length };
		const download = await exported(session, part, found, {
			...options,
			waitSeconds,
			onProgress: (job) =>
				options.onProgress?.(job, Math.round((session.ticks() - began) / 1000), position),
		});
		if ('state' in download) return download;
		// Of a minute that holds more than an export may, what there is is returned, with a note.
		if (isKnownCut(session, download) && divide(part, parts)) continue;
		downloads.push({ ...download, window: heldOf(download, window) });
	}
	return downloads;
}

/** Replaces a part by its two halves, before the others; false for what cannot be divided. */
function divide({ window }: ExportPart, parts: ExportPart[]): boolean {
	const halves = halvesOf(window);
	parts.unshift(...halves.map(partOf));
	return halves.length > 0;
}

function liesWithin(job: ExportJob, { criteria }: ExportPart): boolean {
	if (job.criteria === null) return criteria === null;
	const [held, part] = [windowIn(job.criteria), windowIn(criteria)];
	return held !== undefined && part !== undefined && held.from >= part.from && held.to <= part.to;
}

/** The export that was found, or one that is made because there is none, or none that can still be had. */
async function exported(
	session: Session,
	part: ExportPart,
	found: ExportJob | undefined,
	options: WaitOptions,
): Promise<DownloadedExport | Preparing> {
	try {
		const download = found && (await downloaded(session, found, options));
		// One of this window alone holds more of it than one that was cut and is wider.
		if (download && !(isKnownCut(session, download) && isWider(download, part))) return download;
	} catch (error) {
		// Zoho still lists it and no longer gives its file.
		if (!(error instanceof ExportGoneError)) throw error;
	}
	const { job } = await scheduleExport(session, part.criteria, options);
	return await downloaded(session, job, options);
}

async function downloaded(
	session: Session,
	job: ExportJob,
	options: WaitOptions,
): Promise<DownloadedExport | Preparing> {
	const ended = job.state === 'running' ? await waitForExport(session, job.id, options) : job;
	if (ended.state === 'running') return { state: 'preparing', job: ended };
	const download = await downloadExport(session, finishedOrThrow(ended), options);
	// The session keeps the result for isKnownCut.
	await isAtCap(session, download, options);
	return download;
}

function isKnownCut({ atCap }: Session, download: DownloadedExport | Preparing): boolean {
	return 'id' in download && download.id !== null && atCap.get(download.id) === true;
}

function isWider(
	download: DownloadedExport | Preparing,
	{ window, criteria }: ExportPart,
): boolean {
	if (criteria === null) return false;
	const held = 'id' in download && download.criteria ? windowIn(download.criteria) : undefined;
	if (held === undefined) return true;
	return held.from < window.from - NOW_SLACK_MS || held.to > window.to + NOW_SLACK_MS;
}

/** An export that is a little old ends a little before the window it serves. */
function heldOf({ criteria }: DownloadedExport, window: Period): Period {
	const held = criteria ? windowIn(criteria) : undefined;
	return held ? { from: window.from, to: Math.min(window.to, held.to) } : window;
}

/** Without a beginning it is one export of the whole log. */
function partsOf(period: Period, now: number): ExportPart[] {
	const to = Math.min(period.to, now);
	const oldest = now - RETENTION_DAYS * DAY;
	const from = Math.max(period.from, oldest);
	if (to <= from) {
		throw new InputError(
			'The range lies where the audit log has no entries: in the future, or more than three years ago.',
			{ parameter: 'from' },
		);
	}
	if (period.from <= oldest) return [{ window: { from, to }, criteria: null }];
	return windowsOf({ from, to }).map(partOf);
}

function partOf(window: Period): ExportPart {
	return { window, criteria: criteriaFor({ window }) };
}

import { type AuditLogFilter, type Period, periodOf } from '../entries/filter';
import { AuditLogError, ExportGoneError, InputError, UnexpectedAnswerError } from '../errors';
import { coveringExport } from '../exports/coveringExport';
import { windowIn } from '../exports/compareCriteria';
import { type Criteria, criteriaFor } from '../exports/criteria';
import { type ExportJob, type FinishedExport, finishedOrThrow } from '../exports/exportJob';
import type { ScheduledExport } from '../exports/scheduleExport';
import type { WaitOptions } from '../exports/waitForExport';
import { DAY_MS, RETENTION_DAYS, windowsOf } from '../exports/windows';
import { csvCount } from '../files/exportFile';
import type { CallOptions } from '../http/crmApi';
import type { Reading } from './coverage';
import type { EndpointEntries, EndpointQuestion } from './endpointReading';
import type { DownloadedExport, ReadOptions } from './exportReading';

/** Where entries come from. `automatic` reads the endpoint when it is offered and the period is short. */
export const SOURCES = ['automatic', 'endpoint', 'export'] as const;
export type Source = (typeof SOURCES)[number];

export interface AuditLogOptions extends WaitOptions, ReadOptions {
	readonly source: Source;
	/** How many entries are wanted; all by default. */
	readonly limit?: number | undefined;
	/**
	 * How old an existing export may be to answer for a period that reaches up to now, and for no other;
	 * 0 by default. Entries younger than that may be missing, and `coverage.as_of` says so.
	 */
	readonly freshSeconds?: number | undefined;
}

/**
 * The export that will answer, still running when the wait was over. Asking again goes on with it when
 * the period is the same, or reaches up to now and `freshSeconds` allows for what has passed.
 */
export interface Preparing {
	readonly state: 'preparing';
	readonly job: ExportJob;
}

/** Automatic reading turns to an export when a period needs more pages than this (of 200 entries). */
export const AUTOMATIC_PAGES = 25;

/** 1,000,000 entries in files of 100,000. */
const FILES_AT_CAP = 10;

/** The client's verbs that Get Audit Log is made of. */
export interface AuditLogVerbs {
	now(): number;
	ownUserId(options: CallOptions): Promise<string | null>;
	endpoint(question: EndpointQuestion, options: CallOptions): EndpointEntries;
	listExports(options: CallOptions): Promise<ExportJob[]>;
	scheduleExport(criteria: Criteria | null, options: WaitOptions): Promise<ScheduledExport>;
	waitForExport(exportId: string, options: WaitOptions): Promise<ExportJob>;
	downloadExport(job: FinishedExport, options: CallOptions): Promise<DownloadedExport>;
	readEntries(
		exports: readonly DownloadedExport[],
		filter: AuditLogFilter,
		options: ReadOptions,
	): Reading;
}

/** Entries of a period, from whichever source serves. */
export async function getAuditLog(
	verbs: AuditLogVerbs,
	filter: AuditLogFilter,
	options: AuditLogOptions,
): Promise<Reading | Preparing> {
	const question = { filter, period: periodOf(filter), limit: options.limit };
	if (options.source === 'endpoint') return verbs.endpoint(question, options).all();
	if (options.source === 'automatic') {
		const answer = await offered(verbs, question, options);
		if (answer) return answer;
	}
	return await fromExports(verbs, question, options);
}

/** The endpoint's answer; undefined when the organization does not offer it or it takes too many pages. */
async function offered(
	verbs: AuditLogVerbs,
	question: EndpointQuestion,
	options: AuditLogOptions,
): Promise<Reading | undefined> {
	try {
		return await verbs.endpoint(question, options).within(AUTOMATIC_PAGES);
	} catch (error) {
		if (isAboutTheEndpoint(error)) return undefined;
		throw error;
	}
}

/**
 * Whatever Zoho answers to a call that it does not document says nothing about exports: which scope
 * the call needs is not known either. A dead token, used-up credits and no answer at all do.
 */
export function isAboutTheEndpoint(error: unknown): boolean {
	if (error instanceof UnexpectedAnswerError) return true;
	if (!(error instanceof AuditLogError) || error.facts.status === undefined) return false;
	return !error.facts.isTokenDead && error.facts.status !== 429;
}

/** Window after window: an organization runs one export at a time. */
async function fromExports(
	verbs: AuditLogVerbs,
	question: EndpointQuestion,
	options: AuditLogOptions,
): Promise<Reading | Preparing> {
	// Asked first, because its answer also tells Zoho's time.
	const ownUserId = await verbs.ownUserId(options);
	const now = verbs.now();
	const deadline = now + (options.waitSeconds ?? 0) * 1000;
	const downloads: DownloadedExport[] = [];
	for (const part of exportsFor(question.period, now)) {
		const waitSeconds = Math.max(0, (deadline - verbs.now()) / 1000);
		// Only what is asked of right now may be answered by what was known a while ago.
		const fresh = part.window.to >= now - NOW_SLACK_MS ? (options.freshSeconds ?? 0) : 0;
		const found = coveringExport(await verbs.listExports(options), part.window, ownUserId, {
			now: verbs.now(),
			fresh,
		});
		const before = downloads.at(-1);
		if (found && before?.id === found.id) {
			// The same file answers for both windows, and is read once.
			const window = { from: before.window?.from ?? part.window.from, to: part.window.to };
			downloads[downloads.length - 1] = { ...before, window };
			continue;
		}
		const download = await exported(verbs, part, found, { ...options, waitSeconds });
		if ('state' in download) return download;
		downloads.push({ ...download, window: heldOf(download, part.window) });
	}
	return verbs.readEntries(downloads, question.filter, options);
}

/** An export that is a little old ends a little before the window it answers for. */
function heldOf({ criteria }: DownloadedExport, window: Period): Period {
	const held = criteria ? windowIn(criteria) : undefined;
	return held ? { from: window.from, to: Math.min(window.to, held.to + 1000) } : window;
}

/** What one export has to hold, and how Zoho is asked for it. */
interface ExportPart {
	readonly window: Period;
	readonly criteria: Criteria | null;
}

/** A moment ago is now: a question takes a while to be asked. */
const NOW_SLACK_MS = 60_000;

/** The export that was found, or one that is made because there is none, or none that can still be had. */
async function exported(
	verbs: AuditLogVerbs,
	{ window, criteria }: ExportPart,
	found: ExportJob | undefined,
	options: AuditLogOptions,
): Promise<DownloadedExport | Preparing> {
	try {
		const download = found && (await downloaded(verbs, found, options));
		if (download && ('state' in download || !mayBeCut(download, window))) return download;
	} catch (error) {
		// Zoho still lists it and no longer gives its file.
		if (!(error instanceof ExportGoneError)) throw error;
	}
	const { job } = await verbs.scheduleExport(criteria, options);
	return await downloaded(verbs, job, options);
}

async function downloaded(
	verbs: AuditLogVerbs,
	job: ExportJob,
	options: AuditLogOptions,
): Promise<DownloadedExport | Preparing> {
	const ended = job.state === 'running' ? await verbs.waitForExport(job.id, options) : job;
	if (ended.state === 'running') return { state: 'preparing', job: ended };
	return await verbs.downloadExport(finishedOrThrow(ended), options);
}

/**
 * Whether an export reached Zoho's cap, so that one of this window alone would hold more of it. Only
 * an archive of as many files as the cap needs can have.
 */
function mayBeCut({ files, criteria }: DownloadedExport, window: Period): boolean {
	const csvFiles = files.reduce((sum, file) => sum + csvCount(file), 0);
	if (csvFiles < FILES_AT_CAP) return false;
	const exportWindow = criteria ? windowIn(criteria) : undefined;
	const isWider = exportWindow === undefined || exportWindow.from < window.from - 60_000;
	return isWider || exportWindow.to > window.to + 60_000;
}

/** The exports that together hold a period. Without a beginning it is one of the whole log. */
function exportsFor(period: Period, now: number): readonly ExportPart[] {
	const to = Math.min(period.to, now);
	const oldest = now - RETENTION_DAYS * DAY_MS;
	const from = Math.max(period.from, oldest);
	if (to <= from) {
		throw new InputError(
			'The range lies where the audit log has no entries: in the future, or more than three years ago.',
			{ parameter: 'from' },
		);
	}
	if (period.from <= oldest) return [{ window: { from, to }, criteria: null }];
	return windowsOf({ from, to }).map((window) => ({ window, criteria: criteriaFor({ window }) }));
}

import { type AuditLogFilter, type Period, periodOf } from '../entries/filter';
import { AuditLogError, ExportGoneError, InputError } from '../errors';
import { coveringExport } from '../exports/coveringExport';
import { type Criteria, criteriaFor } from '../exports/criteria';
import { type ExportJob, type FinishedExport, finishedOrThrow } from '../exports/exportJob';
import type { ScheduledExport } from '../exports/scheduleExport';
import type { WaitOptions } from '../exports/waitForExport';
import { DAY_MS, RETENTION_DAYS, windowsOf } from '../exports/windows';
import type { CallOptions } from '../http/crmApi';
import type { Reading } from './coverage';
import type { EndpointEntries, EndpointQuestion } from './endpointReading';
import type { DownloadedExport } from './exportReading';

/** Where entries come from. `automatic` reads the endpoint when it is offered and the period is short. */
export const SOURCES = ['automatic', 'endpoint', 'export'] as const;
export type Source = (typeof SOURCES)[number];

export interface AuditLogOptions extends WaitOptions {
	readonly source: Source;
	/** How many entries are wanted; all by default. */
	readonly limit?: number | undefined;
	/**
	 * How old an existing export may be to answer for a period that reaches up to now; 0 by default.
	 * Entries younger than that may be missing, and `coverage.as_of` says so.
	 */
	readonly freshSeconds?: number | undefined;
}

/** The export that will answer, still running when the wait was over. Asking again goes on with it. */
export interface Preparing {
	readonly state: 'preparing';
	readonly job: ExportJob;
}

/** Automatic reading turns to an export when a period needs more pages than this (of 200 entries). */
export const AUTOMATIC_PAGES = 25;

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
		options: CallOptions,
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
		if (isRefusal(error)) return undefined;
		throw error;
	}
}

/** A plain "no", rather than no answer for now or a connection that is of no use for an export either. */
function isRefusal(error: unknown): boolean {
	if (!(error instanceof AuditLogError) || error.facts.missingScope !== undefined) return false;
	return [400, 403, 404, 405].includes(error.facts.status ?? 0);
}

/** Window after window: an organization runs one export at a time. */
async function fromExports(
	verbs: AuditLogVerbs,
	question: EndpointQuestion,
	options: AuditLogOptions,
): Promise<Reading | Preparing> {
	// Asked first, because its answer also tells Zoho's time.
	const ownUserId = await verbs.ownUserId(options);
	const deadline = verbs.now() + (options.waitSeconds ?? 0) * 1000;
	const downloads: DownloadedExport[] = [];
	for (const { window, criteria } of exportsFor(question.period, verbs.now())) {
		const left = (): AuditLogOptions => {
			return { ...options, waitSeconds: Math.max(0, (deadline - verbs.now()) / 1000) };
		};
		const create = async (): Promise<DownloadedExport | Preparing> => {
			const { job } = await verbs.scheduleExport(criteria, left());
			return await downloaded(verbs, job, left());
		};
		const jobs = await verbs.listExports(options);
		const fresh = options.freshSeconds ?? 0;
		const known = coveringExport(jobs, window, ownUserId, { now: verbs.now(), fresh });
		const download = known
			? await downloaded(verbs, known, left()).catch(async (error: unknown) => {
					// Zoho still lists it and no longer gives its file.
					if (error instanceof ExportGoneError) return await create();
					throw error;
				})
			: await create();
		if ('state' in download) return download;
		downloads.push(download);
	}
	return verbs.readEntries(downloads, question.filter, options);
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

/** The exports that together hold a period. Without a beginning it is one of the whole log. */
function exportsFor(
	period: Period,
	now: number,
): readonly { readonly window: Period; readonly criteria: Criteria | null }[] {
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

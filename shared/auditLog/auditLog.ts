import { type AuditLogFilter, periodOf } from '../entries/filter';
import { AuditLogError, UnexpectedAnswerError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import type { Reading } from '../reading/coverage';
import type { EndpointEntries, EndpointQuestion } from './endpointReading';
import type { DownloadedExport, ReadOptions } from '../reading/exportReading';
import { exportRange, type ExportVerbs, type Preparing, type RangeOptions } from './exportRange';

export type { Preparing } from './exportRange';

/** Where entries come from. `automatic` reads the endpoint when it is offered and the period is short. */
export const SOURCES = ['automatic', 'endpoint', 'export'] as const;
export type Source = (typeof SOURCES)[number];

export interface AuditLogOptions extends RangeOptions, ReadOptions {
	readonly source: Source;
	/** How many entries are wanted; all by default. */
	readonly limit?: number | undefined;
}

/** Automatic reading turns to an export when a period needs more pages than this (of 200 entries). */
const AUTOMATIC_PAGES = 25;

/** The client's verbs that Get Audit Log is made of. */
export interface AuditLogVerbs extends ExportVerbs {
	endpoint(question: EndpointQuestion, options: CallOptions): EndpointEntries;
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
	const downloads = await exportRange(verbs, question.period, options);
	return 'state' in downloads ? downloads : verbs.readEntries(downloads, filter, options);
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

import { type AuditLogFilter, periodOf } from '../entries/filter';
import { AuditLogError, UnexpectedAnswerError } from '../errors';
import { readExports, type ReadOptions } from '../reading/readExports';
import type { Reading } from '../reading/reading';
import type { Session } from '../session';
import { EndpointEntries, type EndpointQuestion } from './endpointReading';
import { exportRange, type Preparing, type RangeOptions } from './exportRange';

/** Where entries come from. `automatic` reads the endpoint when it is offered and the period is short. */
export const SOURCES = ['automatic', 'endpoint', 'export'] as const;
export type Source = (typeof SOURCES)[number];

/** Entries, or the export that is still running. */
export type AuditLogAnswer = Reading | Preparing;

export interface AuditLogOptions extends RangeOptions, ReadOptions {
	readonly source: Source;
	/** How many entries to return; all by default. */
	readonly limit?: number | undefined;
	/** Asked before Zoho is asked for any export: what the caller has already. */
	readonly kept?: (() => Promise<Reading | undefined>) | undefined;
}

/** Automatic reading turns to an export when a period needs more pages than this (of 200 entries). */
const AUTOMATIC_PAGES = 25;

/**
 * Entries of a period: from the endpoint Zoho does not document, from an export, or from whichever
 * serves. An export that is still running when the wait is over is returned as `preparing`.
 */
export async function getAuditLog(
	session: Session,
	filter: AuditLogFilter,
	options: AuditLogOptions,
): Promise<AuditLogAnswer> {
	const question = { filter, period: periodOf(filter), limit: options.limit };
	if (options.source === 'endpoint') {
		return new EndpointEntries(session, question, options).all();
	}
	if (options.source === 'automatic') {
		const answer = await fromEndpoint(session, question, options);
		if (answer) return answer;
	}
	const kept = await options.kept?.();
	if (kept) return kept;
	const downloads = await exportRange(session, question.period, options);
	return 'state' in downloads ? downloads : readExports(session, downloads, filter, options);
}

/** The endpoint's answer; undefined when the organization does not offer it or it takes too many pages. */
async function fromEndpoint(
	session: Session,
	question: EndpointQuestion,
	options: AuditLogOptions,
): Promise<Reading | undefined> {
	try {
		return await new EndpointEntries(session, question, options).within(AUTOMATIC_PAGES);
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

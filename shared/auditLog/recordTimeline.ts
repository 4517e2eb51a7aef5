import type { EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type EntryFilter, entryFilter } from '../entries/filter';
import { isMatch, JsonEntries } from '../entries/jsonEntries';
import { InputError, UnexpectedAnswerError } from '../errors';
import type { CallOptions, CrmApi } from '../http/crmApi';
import { asObject, type JsonObject } from '../http/json';
import { type PagePosition, pages } from '../http/pages';
import { CrmModules } from '../org/modules';
import { CrmUsers } from '../org/users';
import { type Coverage, coverageOf, noteGaps } from '../reading/coverage';
import { endpointContext } from '../reading/dialect/entryContexts';
import { type Reading, reading } from '../reading/reading';
import type { Session } from '../session';
import { isNew } from './auditLogPages';

/** One record's story: who did what to it, with old and new values. */
export interface RecordQuestion {
	/** API name or label. */
	readonly module: string;
	readonly recordId: string;
	/** ISO 8601 with offset; inclusive and exclusive. */
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	/** How many entries to return; all by default. It limits the calls, too. */
	readonly limit?: number | undefined;
}

const MAX_PER_PAGE = 200;
/** 200,000 entries of one record; an end that never comes is not waited for. */
const MAX_PAGES = 1_000;
/** Two may be honest, when as many entries as fit on a page are added between two requests. */
const MAX_PAGES_OF_NOTHING = 3;

/**
 * The timeline of a record, newest first: the only documented source of old and new values.
 * https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 * @throws InputError before anything is sent for an id that is none.
 */
export function recordTimeline(
	session: Session,
	question: RecordQuestion,
	options: CallOptions,
): Reading {
	const id = question.recordId.trim();
	if (!/^\d{1,30}$/.test(id)) {
		throw new InputError(
			`"${question.recordId.slice(0, 60)}" is not the id of a record: an id has digits only. It is the last part of the record's address in Zoho CRM.`,
			{ parameter: 'recordId' },
		);
	}
	const { from, to } = question;
	const predicate = entryFilter(
		{ from, to },
		{ users: new CrmUsers([]), modules: new CrmModules([]) },
	);
	const coverage = coverageOf('timeline', { from: -Infinity, to: Infinity, ...predicate.period });
	return reading(coverage, entriesOf(session, { ...question, id }, predicate, coverage, options));
}

async function* entriesOf(
	session: Session,
	question: RecordQuestion & { readonly id: string },
	predicate: EntryFilter,
	coverage: Coverage,
	options: CallOptions,
): AsyncGenerator<EntryBatch, void, undefined> {
	const context = await endpointContext(session, options);
	const record = { module: apiName(question.module, context.modules), id: question.id };
	const entries = new JsonEntries(context, new EventIds());
	// How many pages the entries of a period take is not known.
	const limit = predicate.period === null ? question.limit : undefined;
	const perPage = Math.max(1, Math.min(limit ?? MAX_PER_PAGE, MAX_PER_PAGE));
	try {
		let found = 0;
		for await (const items of timelinePages(session.api, record, perPage, options)) {
			const read = items.map((item) => entries.read(item));
			coverage.entries_read += read.length;
			coverage.entries_without_time += read.filter(({ time }) => time === null).length;
			const batch = read.filter((item) => isMatch(item, predicate)).map(({ entry }) => entry);
			found += batch.length;
			if (batch.length > 0) yield batch;
			if (question.limit !== undefined && found >= question.limit) return;
		}
	} finally {
		// Also when the reader has enough and leaves.
		noteGaps(coverage, session);
	}
}

/**
 * Zoho's page has a token for the next page. Where none comes, pages are requested by number, as in
 * Zoho's other lists: entries that are added meanwhile move the others down, so each is given once.
 */
async function* timelinePages(
	api: CrmApi,
	record: { readonly module: string; readonly id: string },
	perPage: number,
	options: CallOptions,
): AsyncGenerator<readonly JsonObject[], void, undefined> {
	const seen = new Set<string>();
	let before: string | null = null;
	let page = 0;
	let pagesOfNothing = 0;
	const read = async ({ number, token }: PagePosition): Promise<unknown> => {
		page = number;
		if (token === null && before === null) {
			const position = `${number > 1 ? `page=${number}&` : ''}per_page=${perPage}`;
			const answer = await api.recordTimeline(record, position, options);
			const came = asObject(asObject(answer)?.['info'])?.['page'];
			if (typeof came === 'number' && came !== number) throw goesOnNowhere();
			return answer;
		}
		if (token === null || token === before) throw goesOnNowhere();
		before = token;
		return await api.recordTimeline(record, `page_token=${encodeURIComponent(token)}`, options);
	};
	const endless = (): Error =>
		new UnexpectedAnswerError(
			`The timeline of the record did not end after ${MAX_PAGES} pages. Set a limit.`,
		);
	for await (const answer of pages(read, MAX_PAGES, endless)) {
		if (answer === undefined) return;
		const items = asObject(answer)?.['__timeline'];
		if (!Array.isArray(items)) {
			throw new UnexpectedAnswerError('Zoho answered without the timeline of the record.');
		}
		const all = items.map(asObject).filter((item) => item !== undefined);
		const fresh = all.filter((item) => isNew(item, seen));
		const isNumbered = page > 1 && before === null;
		pagesOfNothing = isNumbered && fresh.length === 0 ? pagesOfNothing + 1 : 0;
		if (pagesOfNothing >= MAX_PAGES_OF_NOTHING) throw goesOnNowhere();
		yield isNumbered ? fresh : all;
	}
}

function goesOnNowhere(): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		'Zoho says that the timeline goes on, but not where. Set a limit.',
	);
}

/** The module as its path has it. Without the list (its scope may be missing) Zoho is the judge. */
function apiName(module: string, modules: CrmModules): string {
	const known = modules.find(module)?.apiName ?? (modules.all.length === 0 ? module.trim() : '');
	if (/^\w{1,100}$/.test(known)) return known;
	const all = modules.all.slice(0, 30).map((candidate) => candidate.apiName);
	throw new InputError(
		`There is no module "${module.slice(0, 60)}". Use an API name or a label: ${all.join(', ')}.`,
		{ parameter: 'module' },
	);
}

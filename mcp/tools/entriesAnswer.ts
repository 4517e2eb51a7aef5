import { DATA_NOTE } from '../../shared/disclosure/cleanText';
import { disclosed, disclosureOf } from '../config/disclosure';
import type { Coverage } from '../../shared/reading/coverage';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { withinBudget } from './budget';
import { type Detail, shortened, type ShownEntry, shownEntry } from '../questions/shownEntry';
import { entryPage } from '../archive/entryPage';
import { withSelection } from '../questions/selection';
import type { RecordKey } from '../archive/sql';
import { entriesAbout } from '../questions/recordsFound';
import type { Order } from '../../shared/entries/topK';
import { pageKeyOf, type Page, type PageKey, pageOf } from '../../shared/entries/page';
import { writeCursor } from '../questions/pageCursor';
import type { QueryContext, QueryResult } from '../questions/queryContext';
import { coverageNotes, matchNotes, periodNotes, scopeOf } from '../questions/scope';
import { reporting, type Source } from '../questions/source';

/** How the entries of a reading are returned. */
export interface PageOptions {
	readonly detail: Detail;
	readonly limit: number;
	readonly order: Order;
	/** Placed between the scope and the entries. */
	readonly facts?: (entries: readonly AuditLogEntry[]) => Readonly<Record<string, unknown>>;
	readonly notes?: readonly string[];
	/** The record that all of them are about. */
	readonly about?: RecordKey;
}

/** One page of a reading: as many entries as were requested and fit, and where the next page begins. */
export async function entriesAnswer(
	context: QueryContext,
	source: Source,
	{ detail, limit, order, facts, about, notes = [] }: PageOptions,
): Promise<QueryResult> {
	const { app, question, cursor, bounds } = context;
	const { data } = source;
	const page = { limit, order, after: cursor?.after, about };
	const { entries, total, before, coverage } = await pageFrom(context, source, page);
	const remarks = [...notes, ...periodNotes(question, coverage), ...coverageNotes(coverage)];
	remarks.push(...(await matchNotes(context, coverage, total)));
	const disclosure = disclosureOf(app.config);
	const shown = entries.map((entry) =>
		shownEntry(disclosed(entry, disclosure), detail, question.zone, disclosure.values),
	);
	for (const { record } of shown) if (typeof record === 'string') app.seenRecords.add(record);
	const nextAfter = (last: AuditLogEntry | undefined, end: number): string | undefined =>
		last && data && end < total
			? writeCursor({ period: question.period, data, after: pageKeyOf(last) }, bounds)
			: undefined;
	return withinBudget(
		app.config.maxResultChars,
		shown,
		(fitting: readonly ShownEntry[]) => {
			const end = before + fitting.length;
			const next_cursor = nextAfter(entries[fitting.length - 1], end);
			return {
				status: 'ready',
				scope: scopeOf(question, app.config, coverage),
				...facts?.(entries),
				total_matched: total,
				returned: fitting.length,
				entries: fitting,
				...(next_cursor && { next_cursor }),
				notes: [
					...positionNotes({ before, end, total, order, hasNext: next_cursor !== undefined }),
					...remarks,
					DATA_NOTE,
				],
			};
		},
		shortened,
	);
}

/** A page of entries, from the database where there are exports. */
export async function pageFrom(
	context: QueryContext,
	source: Source,
	page: {
		limit: number;
		order: Order;
		after: PageKey | undefined;
		about: RecordKey | undefined;
	},
): Promise<Page & { readonly coverage: Coverage }> {
	const { reading, exports } = source;
	const { about } = page;
	if (exports) {
		return await withSelection(context, source, exports, { about }, async (selection) => ({
			...(await entryPage(selection, page)),
			coverage: selection.coverage,
		}));
	}
	const entries = reporting(reading, context);
	const read = await pageOf(about ? entriesAbout(entries, about) : entries, page);
	return { ...read, coverage: reading.coverage };
}

/** Always present, because a page is easily mistaken for everything, or fetched again and again. */
function positionNotes(position: {
	before: number;
	end: number;
	total: number;
	order: Order;
	hasNext: boolean;
}): string[] {
	const { before, end, total, order, hasNext } = position;
	if (total === 0) return [];
	const number = (value: number): string => value.toLocaleString('en');
	if (before >= end)
		return ['There are no entries after this cursor: the page before was the last.'];
	if (before === 0 && end === total) {
		return [
			total === 1
				? 'This is the one entry that matches.'
				: `These are all ${number(total)} entries.`,
		];
	}
	const where = `Entries ${number(before + 1)}–${number(end)} of ${number(total)}, ${order} first.`;
	if (hasNext) {
		return [
			`${where} For the next ones repeat the call with cursor set to next_cursor; for numbers use summarize_audit_log.`,
		];
	}
	return [
		end >= total ? `${where} This is the last page.` : `${where} Add a filter to see the others.`,
	];
}

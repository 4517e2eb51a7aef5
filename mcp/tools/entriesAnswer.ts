import type { Coverage } from '../../shared/reading/coverage';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { withinBudget } from './budget';
import { cleanText } from '../questions/cleanText';
import { type Detail, shortened, type ShownEntry, shownEntry } from '../questions/entry';
import { noMatchNotes } from '../questions/noMatch';
import { pageFromExports } from '../questions/exportPage';
import type { Order } from '../../shared/entries/topK';
import { keyOf, type Page, type PageKey, pageOf } from '../questions/page';
import { writeCursor } from '../questions/pageCursor';
import type { Asked } from '../questions/query';
import { periodNotes, scopeOf } from '../questions/question';
import { type Source, watched } from '../questions/reading';
import { DATA_NOTE } from './results';
import type { Result } from './tool';

/** How the entries of a reading are told. */
export interface Telling {
	readonly detail: Detail;
	readonly limit: number;
	readonly order: Order;
	/** What stands between the scope and the entries. */
	readonly facts?: (entries: readonly AuditLogEntry[]) => Readonly<Record<string, unknown>>;
	readonly notes?: readonly string[];
}

/** One page of a reading: as many entries as were wanted and fit, and where the next page begins. */
export async function entriesAnswer(
	asked: Asked,
	source: Source,
	{ detail, limit, order, facts, notes = [] }: Telling,
): Promise<Result & { status: string }> {
	const { app, question, cursor } = asked;
	const { data } = source;
	const wanted = { limit, order, after: cursor?.after };
	const { entries, total, before, coverage } = await pageFrom(asked, source, wanted);
	const remarks = [...notes, ...periodNotes(question, coverage), ...coverageNotes(coverage)];
	if (total === 0) remarks.push(...(await noMatchNotes(asked, coverage)));
	const hasValues = app.config.fieldValues !== 'never';
	const shown = entries.map((entry) => shownEntry(entry, detail, question.zone, hasValues));
	for (const { record } of shown) if (typeof record === 'string') app.seenRecords.add(record);
	const nextAfter = (last: AuditLogEntry | undefined, end: number): string | undefined =>
		last && data && end < total
			? writeCursor({ period: question.period, data, after: keyOf(last) }, asked.bounds)
			: undefined;
	return withinBudget(
		app.config.maxResultChars,
		shown,
		(given: readonly ShownEntry[]) => {
			const end = before + given.length;
			const next_cursor = nextAfter(entries[given.length - 1], end);
			return {
				status: 'ready',
				scope: scopeOf(question, app.config, coverage),
				...facts?.(entries),
				total_matched: total,
				returned: given.length,
				entries: given,
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

async function pageFrom(
	asked: Asked,
	{ reading }: Source,
	wanted: { limit: number; order: Order; after: PageKey | undefined },
): Promise<Page & { readonly coverage: Coverage }> {
	const { app, client, question, run } = asked;
	const { exports } = reading;
	if (exports) {
		const { filter, zone } = question;
		const page = { filter, zone, ...wanted, signal: run.signal };
		return await pageFromExports(client, app.store, exports, page);
	}
	return { ...(await pageOf(watched(reading, asked), wanted)), coverage: reading.coverage };
}

/** What a reading says of itself. */
export function coverageNotes({ notes }: Coverage): string[] {
	return notes.map((note) => cleanText(note, 400));
}

/** Always said, because a page is easily taken for everything, and the same page fetched for ever. */
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
		return ['There are no entries behind this cursor: the page before was the last.'];
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

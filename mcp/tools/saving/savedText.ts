import type { Disclosure } from '../../config/disclosure';
import { disclosed } from '../../config/disclosure';
import { cleanJson, DATA_NOTE } from '../../../shared/disclosure/cleanText';
import { InputError } from '../../../shared/errors';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { pageKeyOf } from '../../../shared/entries/page';
import { writeCursor } from '../../questions/pageCursor';
import type { QueryContext, QueryResult } from '../../questions/queryContext';
import { FORMATS } from '../../questions/saving/formats';
import type { SaveOptions } from '../../questions/saving/savedFile';
import { coverageNotes, matchNotes, periodNotes, scopeOf } from '../../questions/scope';
import type { Source } from '../../questions/source';
import { withinBudget } from '../budget';
import { pageFrom } from '../entriesAnswer';

/** More do not fit, however short they are. */
const MAX_ENTRIES = 500;
/** Characters of one text. */
const MAX_CHARS = 2_000;

/** A page of the answer to a question as text in a format of files. */
export async function savedText(
	context: QueryContext,
	source: Source,
	{ format: name, order }: SaveOptions,
	disclosure: Disclosure,
): Promise<QueryResult> {
	const { app, question, cursor, bounds } = context;
	const { data } = source;
	const { page: asText } = FORMATS[name];
	if (asText === null) throw notText(name);
	const page = { limit: MAX_ENTRIES, order, after: cursor?.after, about: undefined };
	const { entries, total, before, coverage } = await pageFrom(context, source, page);
	const remarks = [
		...(disclosure.values ? [] : ['Old and new values are left out.']),
		...periodNotes(question, coverage),
		...coverageNotes(coverage),
		...(await matchNotes(context, coverage, total)),
		DATA_NOTE,
	];
	const clean = (entry: AuditLogEntry, limit: number): AuditLogEntry =>
		cleanJson(disclosed(entry, disclosure), limit) as AuditLogEntry;
	const items = entries.map((entry) => ({ entry: clean(entry, MAX_CHARS), limit: MAX_CHARS }));
	return withinBudget(
		app.config.maxResultChars,
		items,
		(shown) => {
			const end = before + shown.length;
			const last = entries[shown.length - 1];
			const next_cursor =
				last && data && end < total
					? writeCursor({ period: question.period, data, after: pageKeyOf(last) }, bounds)
					: undefined;
			return {
				status: 'ready',
				scope: scopeOf(question, app.config, coverage),
				...{ total_matched: total, returned: shown.length },
				text:
					total === 0
						? ''
						: asText(
								context,
								shown.map(({ entry }) => entry),
							),
				...(next_cursor && { next_cursor }),
				notes: [
					...positionNotes(before, end, total, next_cursor !== undefined),
					...(shown.some(({ limit }) => limit < MAX_CHARS)
						? ['The entry was too long and is shortened here.']
						: []),
					...remarks,
				],
			};
		},
		({ entry, limit }) => shortened(entry, limit / 2),
	);
}

/** Before anything is asked of Zoho, where the caller can. */
export function notText(format: string): InputError {
	return new InputError(
		`A ${format} is a file, and no page of text: leave as out where there is a download folder (ZOHO_AUDIT_DOWNLOAD_DIR), or set format to "csv". The command zoho-crm-audit-log-mcp report writes one anywhere.`,
		{ parameter: 'format' },
	);
}

/** Half as many changes, and shorter texts, which say how much is missing. */
function shortened(entry: AuditLogEntry, limit: number) {
	const { field_history: changes } = entry;
	const kept = changes?.slice(0, Math.ceil(changes.length / 2)) ?? null;
	return { entry: cleanJson({ ...entry, field_history: kept }, limit) as AuditLogEntry, limit };
}

function positionNotes(before: number, end: number, total: number, hasNext: boolean): string[] {
	if (total === 0) return [];
	const number = (value: number): string => value.toLocaleString('en');
	if (before >= end) return ['There is nothing after this cursor: the page before was the last.'];
	const where = `Entries ${number(before + 1)}–${number(end)} of ${number(total)}.`;
	return [
		hasNext
			? `${where} For the next ones repeat the call with cursor set to next_cursor.`
			: `${where} This is the last page.`,
	];
}

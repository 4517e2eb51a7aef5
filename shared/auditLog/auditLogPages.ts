import { UnexpectedAnswerError } from '../errors';
import type { CallOptions, CrmApi } from '../http/crmApi';
import { asObject, asText, type JsonObject } from '../http/json';
import { type PagePosition, pages, saysMore } from '../http/pages';

/** Elsewhere in the API the largest page. */
export const MAX_PER_PAGE = 200;

/** Under which key the entries come is not known: these have been seen, in this order. */
const KEYS = ['audit_log', 'audit_logs', 'data'] as const;

/** A million entries; an end that never comes is not waited for. */
const MAX_PAGES = 5_000;

/**
 * Pages in a row that bring nothing new. One can be honest: when as many entries as fit on a page are
 * added meanwhile, the list moves down by a page.
 */
const MAX_EMPTY_PAGES = 3;

/**
 * `GET /crm/v8/settings/audit_log`, page by page, each entry with an id once. Zoho does not document
 * this call: it appears in a tool list of an independent site and in public code, which agree on the
 * path, `page` and `per_page` and on little more. So it is read tolerantly, and all that is assumed of
 * it is in this file.
 *
 * @param perPage no more than the caller needs, so that a limit also limits the calls.
 * @throws UnexpectedAnswerError when there is no list in an answer, or pages bring nothing new.
 */
export async function* auditLogPages(
	api: CrmApi,
	perPage: number,
	options: CallOptions,
): AsyncGenerator<readonly JsonObject[], void, undefined> {
	const seen = new Set<string>();
	let before = '';
	let emptyPages = 0;
	let page = 0;
	const read = async ({ number, token }: PagePosition): Promise<unknown> => {
		page = number;
		const position = token ? `page_token=${encodeURIComponent(token)}` : `page=${number}`;
		return await api.auditLogPage(perPage, position, options);
	};
	const endless = (): Error =>
		new UnexpectedAnswerError(
			`The audit log did not end after ${MAX_PAGES} pages. Use the source Export.`,
		);
	// An answer that does not say whether another page follows is no end: the next page is, when it is empty.
	const goesOn = (info: JsonObject | undefined): boolean =>
		saysMore(info) || info?.['more_records'] === undefined;
	for await (const answer of pages(read, MAX_PAGES, endless, goesOn)) {
		const items = itemsIn(answer);
		if (items.length === 0) return;
		const text = JSON.stringify(items);
		const fresh = text === before ? [] : items.filter((item) => isNew(item, seen));
		before = text;
		emptyPages = fresh.length > 0 ? 0 : emptyPages + 1;
		if (emptyPages >= MAX_EMPTY_PAGES) {
			throw new UnexpectedAnswerError(
				`Zoho sent the same entries of the audit log again and again from page ${page - emptyPages} on, so later entries cannot be reached this way. Use the source Export.`,
			);
		}
		if (fresh.length > 0) yield fresh;
	}
}

/** An entry without an id is never mistaken for an earlier one. */
export function isNew(item: JsonObject, seen: Set<string>): boolean {
	const id = asText(item['id']);
	if (id === null) return true;
	const isNew = !seen.has(id);
	seen.add(id);
	return isNew;
}

function itemsIn(answer: unknown): readonly JsonObject[] {
	if (answer === undefined) return [];
	const object = asObject(answer) ?? {};
	const key = KEYS.find((name) => Array.isArray(object[name])) ?? onlyListIn(object);
	const list = key === undefined ? undefined : object[key];
	if (!Array.isArray(list)) {
		const keys = Object.keys(object).slice(0, 10).join(', ').slice(0, 200);
		throw new UnexpectedAnswerError(
			`Zoho's answer holds no list of audit log entries; its keys are: ${keys || 'none'}. Use the source Export, and please report these keys.`,
		);
	}
	return list.map(asObject).filter((item) => item !== undefined);
}

function onlyListIn(object: JsonObject): string | undefined {
	const lists = Object.keys(object).filter((key) => Array.isArray(object[key]));
	return lists.length === 1 ? lists[0] : undefined;
}

import { UnexpectedAnswerError } from '../errors';
import { asObject, asText, type JsonObject } from '../http/json';
import { saysMore } from '../http/pages';

/** A page of the recycle bin as Zoho sends it. */
export interface BinPage {
	readonly items: readonly JsonObject[];
	/** Entries that are none, and those that the page counts and does not have. */
	readonly unreadable: number;
	/** Whether another page follows; null where Zoho does not say. */
	readonly hasMore: boolean | null;
}

/** @throws UnexpectedAnswerError for what is no page. */
export function binPageIn(answer: unknown): BinPage {
	// 204: https://www.zoho.com/crm/developer/docs/api/v8/get-recycle-bin.html
	if (answer === undefined) return { items: [], unreadable: 0, hasMore: null };
	const list = asObject(answer)?.['recycle_bin'];
	if (!Array.isArray(list)) {
		throw new UnexpectedAnswerError("Zoho's answer holds no list of the recycle bin.");
	}
	const items = list.map(asObject).filter((item) => item !== undefined);
	const info = asObject(asObject(answer)?.['info']);
	const counted = Math.max(list.length, Math.floor(Number(info?.['count'] ?? 0)) || 0);
	return {
		items,
		unreadable: counted - items.length,
		hasMore: info?.['more_records'] === undefined ? null : saysMore(info),
	};
}

/**
 * A key for each item, unlike that of any other and the same in each reading: an item without an id is never
 * mistaken for another of its page, nor a record for another deletion of it.
 */
export function keysOf(items: readonly JsonObject[]): readonly string[] {
	const counts = new Map<string, number>();
	return items.map((item) => {
		const { id, deleted_time: time, module } = item;
		const text = JSON.stringify(asText(id) === null ? item : [id, time, module]);
		const count = (counts.get(text) ?? 0) + 1;
		counts.set(text, count);
		return asText(id) === null ? `${count} ${text}` : text;
	});
}

import { InputError, UnexpectedAnswerError } from '../errors';
import { type CallOptions, SCOPES } from '../http/crmApi';
import { asObject, type JsonObject } from '../http/json';
import { type PagePosition, pages, saysMore } from '../http/pages';
import type { Session } from '../session';
import { type BinRecord, binRecordIn } from './binRecord';
import { BIN_NOTES } from './notes';

/** What the recycle bin holds of deletions since an instant. */
export interface RecycleBin {
	/** In the order in which Zoho lists them. */
	readonly records: readonly BinRecord[];
	/** Zoho's time when the reading began. */
	readonly asOf: number;
	/** False when records are known to be missing, or may be; the notes say why. */
	readonly isComplete: boolean;
	readonly notes: readonly string[];
}

/** 20,000 records: where Zoho itself ends the list is not documented. */
const MAX_PAGES = 100;
/** Pages in a row that bring nothing new: an end that never comes is not waited for. */
const MAX_EMPTY_PAGES = 3;
/** Lists of more than one page are read until two readings are the same. */
const MAX_READINGS = 4;

/**
 * The recycle bin, newest deletions first, as far back as `from`. It is only ever read: nothing is restored
 * or deleted. Its pages have numbers and no anchor, so what is restored or deleted while they are read moves a
 * record past the next page: a list of several pages counts when two readings in a row are the same.
 * @param from milliseconds. Which of the records belong to a period is for the caller to say.
 * @throws CredentialError that names the scope where the connection lacks it.
 */
export async function readRecycleBin(
	session: Session,
	from: number,
	options: CallOptions,
): Promise<RecycleBin> {
	session.scopes.require('reading the recycle bin', [SCOPES.recycleBin]);
	const asOf = session.now();
	let reading = await oneReading(session, from, options);
	const seen = new Map(reading.items);
	let isSettled = reading.pages <= 1;
	for (let count = 1; !isSettled && count < MAX_READINGS; count++) {
		const again = await oneReading(session, from, options);
		isSettled = haveSameKeys(again.items, reading.items);
		for (const [key, item] of again.items) seen.set(key, item);
		reading = again;
	}
	const { lack } = reading;
	const items = isSettled ? reading.items : seen;
	return {
		records: [...items.values()].map(binRecordIn),
		asOf,
		isComplete: lack === null && isSettled,
		notes: [...(lack === null ? [] : [lack]), ...(isSettled ? [] : [BIN_NOTES.changing])],
	};
}

interface OneReading {
	/** Each deletion once. */
	readonly items: Map<string, JsonObject>;
	readonly pages: number;
	/** Why there may be more. */
	readonly lack: string | null;
}

async function oneReading(
	{ api }: Session,
	from: number,
	options: CallOptions,
): Promise<OneReading> {
	const items = new Map<string, JsonObject>();
	let [count, emptyPages, newest] = [0, 0, Infinity];
	let isSorted = true;
	const reading = (lack: string | null): OneReading => ({ items, pages: count, lack });
	const read = async ({ number }: PagePosition): Promise<unknown> =>
		await api.recycleBin(number, options);
	// An answer that does not say whether another page follows is no end: the next page is, when it is empty.
	const goesOn = (info: JsonObject | undefined): boolean =>
		saysMore(info) || info?.['more_records'] === undefined;
	const listed = pages(read, MAX_PAGES, () => new EndlessBin(), goesOn);
	try {
		for await (const answer of listed) {
			const page = itemsIn(answer);
			if (page.length === 0) return reading(null);
			count++;
			const before = items.size;
			for (const item of page) items.set(keyOf(item), item);
			emptyPages = items.size > before ? 0 : emptyPages + 1;
			if (emptyPages >= MAX_EMPTY_PAGES) return reading(BIN_NOTES.repeating);
			for (const { deletedAt } of page.map(binRecordIn)) {
				isSorted &&= deletedAt !== null && deletedAt <= newest;
				newest = deletedAt ?? newest;
			}
			// Only where the times themselves show that all that follows is older.
			if (isSorted && newest < from) return reading(null);
		}
		return reading(null);
	} catch (error) {
		// A later page that is refused says nothing about those before it.
		const isAboutPage = error instanceof InputError || error instanceof UnexpectedAnswerError;
		if (error instanceof EndlessBin || (count > 0 && isAboutPage)) {
			return reading(BIN_NOTES.cutOff(items.size));
		}
		throw error;
	}
}

class EndlessBin extends Error {}

function itemsIn(answer: unknown): readonly JsonObject[] {
	if (answer === undefined) return [];
	const list = asObject(answer)?.['recycle_bin'];
	if (!Array.isArray(list)) {
		throw new UnexpectedAnswerError("Zoho's answer holds no list of the recycle bin.");
	}
	return list.map(asObject).filter((item) => item !== undefined);
}

/** An item without an id is never mistaken for another, nor one of another deletion. */
function keyOf(item: JsonObject): string {
	const { id, deletedAt } = binRecordIn(item);
	return id === null ? JSON.stringify(item) : `${id} ${deletedAt}`;
}

function haveSameKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) {
	return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

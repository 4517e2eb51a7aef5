import { InputError, UnexpectedAnswerError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import type { JsonObject } from '../http/json';
import type { Session } from '../session';
import { type BinPage, binPageIn, keysOf } from './binPage';
import { binRecordIn } from './binRecord';
import { BIN_NOTES } from './notes';

/** Where Zoho itself ends the list is not documented: 20,000 records. */
const MAX_PAGES = 100;
/**
 * So many pages are read whatever the order of their times: Zoho documents it, and what is in order by
 * chance, or for one user after another, says nothing of the next page.
 */
const WHOLE_PAGES = 25;
/** Pages in a row that bring nothing new: an end that never comes is not waited for. */
const MAX_EMPTY_PAGES = 3;

/** The pages of the recycle bin, once. */
export interface BinReading {
	/** Each deletion once. */
	readonly items: ReadonlyMap<string, JsonObject>;
	/** Those that had records. */
	readonly pages: number;
	/** Why there may be more. */
	readonly lack: string | null;
	/** Zoho's time when it began, in milliseconds. */
	readonly begunAt: number;
}

export async function readBinPages(
	session: Session,
	from: number,
	options: CallOptions,
): Promise<BinReading> {
	const begun = session.ticks();
	const items = new Map<string, JsonObject>();
	const order = new Order();
	let [pages, empty, unreadable] = [0, 0, 0];
	let begunAt: number | null = null;
	let isAnnounced = false;
	let isRepeated = false;
	const end = (lack: string | null): BinReading => ({
		items,
		pages,
		lack:
			lack ??
			(isRepeated ? BIN_NOTES.repeating : null) ??
			(unreadable > 0 ? BIN_NOTES.unreadable(unreadable) : null),
		begunAt: begunAt ?? session.now(),
	});
	for (let number = 1; number <= MAX_PAGES; number++) {
		let page: BinPage;
		try {
			page = binPageIn(await session.api.recycleBin(number, options));
		} catch (error) {
			// A later page that is refused says nothing about those before it.
			const isAboutPage = error instanceof InputError || error instanceof UnexpectedAnswerError;
			if (!isAboutPage || number === 1) throw error;
			return end(BIN_NOTES.cutOff(items.size, number));
		}
		// By Zoho's clock, which its first answer sets.
		begunAt ??= session.now() - (session.ticks() - begun);
		if (page.items.length === 0 && page.unreadable === 0 && page.hasMore !== true) {
			return end(isAnnounced ? BIN_NOTES.endedEarly : null);
		}
		if (page.items.length > 0) pages++;
		unreadable += page.unreadable;
		const before = items.size;
		const keys = keysOf(page.items);
		isRepeated ||= new Set(keys).size < keys.length || keys.some((key) => items.has(key));
		page.items.forEach((item, index) => items.set(keys[index] ?? '', item));
		empty = items.size > before ? 0 : empty + 1;
		if (empty >= MAX_EMPTY_PAGES) return end(BIN_NOTES.repeating);
		order.add(page.items);
		if (page.hasMore === false) return end(null);
		isAnnounced = page.hasMore === true;
		if (number >= WHOLE_PAGES && order.isFalling && order.oldest < from) {
			return end(BIN_NOTES.inOrder(items.size, new Date(order.oldest).toISOString()));
		}
	}
	return end(BIN_NOTES.cutOff(items.size, MAX_PAGES + 1));
}

/** Whether times that follow each other are the newest first. */
class Order {
	private newest = -Infinity;
	private isBroken = false;
	oldest = Infinity;

	add(items: readonly JsonObject[]): void {
		for (const { deletedAt } of items.map(binRecordIn)) {
			this.isBroken ||= deletedAt === null || deletedAt > this.oldest;
			this.oldest = deletedAt ?? this.oldest;
			this.newest = Math.max(this.newest, this.oldest);
		}
	}

	/** Not where all are of one time. */
	get isFalling(): boolean {
		return !this.isBroken && this.oldest < this.newest;
	}
}

import { type CallOptions, SCOPES } from '../http/crmApi';
import type { Session } from '../session';
import { type BinRecord, binRecordIn } from './binRecord';
import { binPageIn } from './binPage';
import { type BinReading, readBinPages } from './binReading';
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

/** Lists of more than one page are read until two readings are the same. */
const MAX_READINGS = 4;

/**
 * The recycle bin, as far back as `from` and mostly further: only a very long list ends where its times, in
 * Zoho's documented order, are older. It is only ever read: nothing is restored or deleted. Its pages have
 * numbers and no anchor, so what is restored or deleted while they are read moves a record past the next
 * page: a list of several pages counts when two readings in a row are the same.
 * @param from milliseconds. Which of the records belong to a period is for the caller to say.
 * @throws CredentialError that names the scope where the connection lacks it.
 */
export async function readRecycleBin(
	session: Session,
	from: number,
	options: CallOptions,
): Promise<RecycleBin> {
	requireScope(session);
	let reading = await readBinPages(session, from, options);
	const { begunAt: asOf } = reading;
	const seen = new Map(reading.items);
	let isSettled = reading.pages <= 1 && reading.lack === null;
	for (let count = 1; !isSettled && count < MAX_READINGS; count++) {
		const again = await readBinPages(session, from, options);
		isSettled = isSame(again, reading);
		for (const [key, item] of again.items) seen.set(key, item);
		reading = again;
	}
	// What moves while it is read comes twice as well.
	const lack = isSettled || reading.lack !== BIN_NOTES.repeating ? reading.lack : null;
	const items = isSettled ? reading.items : seen;
	return {
		records: [...items.values()].map(binRecordIn),
		asOf,
		isComplete: lack === null && isSettled,
		notes: [...(lack === null ? [] : [lack]), ...(isSettled ? [] : [BIN_NOTES.changing])],
	};
}

/** Asks for its first page, to see whether the recycle bin can be read. @throws as reading it does. */
export async function tryRecycleBin(session: Session, options: CallOptions): Promise<void> {
	requireScope(session);
	binPageIn(await session.api.recycleBin(1, options));
}

function requireScope({ scopes }: Session): void {
	scopes.require('reading the recycle bin', [SCOPES.recycleBin]);
}

function isSame(one: BinReading, other: BinReading): boolean {
	const isAsLong = one.items.size === other.items.size && one.lack === other.lack;
	return isAsLong && [...one.items.keys()].every((key) => other.items.has(key));
}

import type { AuditLogClient } from '../../../shared/client';
import { instantOfIso, type TimeFormat } from '../../../shared/dialect/auditedTime';
import { WrittenTimeReader } from '../../../shared/dialect/writtenTime';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { Footer } from '../../../shared/files/rows/footerKinds';

/** What the rows of an export hold, without what they say. */
export interface RowTally {
	readonly rows: number;
	readonly withoutTime: number;
	/** How many of those lie in an hour that the clock shows twice: they are left empty, and are not odd. */
	readonly shownTwice: number;
	readonly unread: number;
	/** How often a row is later, or earlier, than the one before it. */
	readonly rises: number;
	readonly falls: number;
	readonly modules: ReadonlySet<string>;
	readonly actions: ReadonlySet<string>;
	readonly users: ReadonlySet<string>;
	readonly withoutUser: number;
	/** Some of the times that cannot be read. */
	readonly oddTimes: ReadonlySet<string>;
	/** Lines after the last row. */
	readonly footers: readonly Footer[];
}

/** Keys of the raw rows; undefined for a column that was not found. */
export interface RowKeys {
	readonly module: string | undefined;
	readonly action: string | undefined;
	readonly doneBy: string | undefined;
	/** Date and time of day where they are apart. */
	readonly times: readonly string[];
}

const MOST_TEXTS = 10_000;
const MOST_ODD = 100;

export async function tallyRows(
	client: AuditLogClient,
	download: DownloadedExport,
	keys: RowKeys,
	format: TimeFormat,
	signal: AbortSignal,
): Promise<RowTally> {
	const [modules, actions, users] = [new Set<string>(), new Set<string>(), new Set<string>()];
	const oddTimes = new Set<string>();
	const written = new WrittenTimeReader(format);
	const isShownTwice = (text: string): boolean => {
		const time = written.read(text);
		if (time === null || time.offset !== undefined || format.timeZone === null) return false;
		return format.timeZone.instantsOf(time.clock).length > 1;
	};
	let shownTwice = 0;
	let [rows, rises, falls, withoutUser, before] = [0, 0, 0, 0, NaN];
	const textOf = (raw: Record<string, unknown> | undefined, key: string | undefined): string =>
		key === undefined ? '' : String(raw?.[key] ?? '');
	const reading = client.readEntries([download], {}, { withRaw: true, signal });
	for await (const batch of reading) {
		for (const { audited_time, raw } of batch) {
			rows++;
			const time = instantOfIso(audited_time ?? '') ?? NaN;
			if (time > before) rises++;
			if (time < before) falls++;
			before = time;
			const user = textOf(raw, keys.doneBy);
			if (user === '') withoutUser++;
			else note(users, user);
			if (audited_time === null) {
				const text = keys.times.map((key) => textOf(raw, key)).join(' ');
				if (isShownTwice(text)) shownTwice++;
				else if (oddTimes.size < MOST_ODD) oddTimes.add(text);
			}
			note(modules, textOf(raw, keys.module));
			note(actions, textOf(raw, keys.action));
		}
	}
	const { entries_without_time: withoutTime, rows_refused: unread } = reading.coverage;
	return {
		...{ rows, withoutTime, shownTwice, unread, rises, falls },
		...{ modules, actions, users, withoutUser, oddTimes },
		footers: reading.unread?.footers ?? [],
	};
}

function note(texts: Set<string>, text: string): void {
	if (text !== '' && texts.size < MOST_TEXTS) texts.add(text);
}

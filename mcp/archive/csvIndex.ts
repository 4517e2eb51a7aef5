import type { UnreadRows } from '../../shared/files/rows/unreadRows';
import type { TimeIndex } from './timeIndex';

/** The indexed columns besides the time. */
export const COLUMNS = ['users', 'modules', 'actions'] as const;
export type IndexedColumn = (typeof COLUMNS)[number];

/** A dictionary-encoded column: its distinct texts, and the code of each row. */
export interface ColumnIndex {
	readonly texts: readonly string[];
	readonly codes: Uint8Array | Uint16Array;
}

/** Time, user, module and action of each row of one CSV: seven to ten bytes a row, and the texts. */
export interface CsvIndex extends Readonly<Record<IndexedColumn, ColumnIndex>> {
	readonly rows: number;
	/** Of which there is no more to know. */
	readonly unread: UnreadRows;
	readonly times: TimeIndex;
	/** Then users are identified by the row's own id, which is not indexed. */
	readonly hasUserIds: boolean;
}

/** Memory that it uses. */
export function bytesOf(csv: CsvIndex): number {
	const texts = COLUMNS.flatMap((column) => csv[column].texts);
	const characters = texts.reduce((sum, text) => sum + text.length, 0);
	const codes = COLUMNS.reduce((sum, column) => sum + csv[column].codes.byteLength, 0);
	return csv.times.size + codes + characters * 2;
}

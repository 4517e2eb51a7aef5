import type { TimeIndex } from './timeIndex';

/** The columns besides the time that rows are known by. */
export const COLUMNS = ['users', 'modules', 'actions'] as const;
export type IndexedColumn = (typeof COLUMNS)[number];

/** Different texts of a column, and which one each row has. */
export interface ColumnIndex {
	readonly texts: readonly string[];
	readonly codes: Uint8Array | Uint16Array;
}

/** Of each row of one CSV: when, who, which module, which action. Seven to ten bytes a row, and its times. */
export interface CsvIndex extends Readonly<Record<IndexedColumn, ColumnIndex>> {
	readonly rows: number;
	readonly times: TimeIndex;
	/** Then a user is known by the row's own id, which is not kept. */
	readonly hasUserIds: boolean;
}

/** Memory it takes. */
export function bytesOf(csv: CsvIndex): number {
	const texts = COLUMNS.flatMap((column) => csv[column].texts);
	const characters = texts.reduce((sum, text) => sum + text.length, 0);
	const codes = COLUMNS.reduce((sum, column) => sum + csv[column].codes.byteLength, 0);
	return csv.times.size + codes + characters * 2;
}

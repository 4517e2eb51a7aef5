import type { FoundFooter } from './footerKinds';

/** The row that begins at an offset, or after empty lines there. Offsets are bytes of the file. */
export interface FoundRow {
	/** 0 for a row that can be read as it stands. */
	readonly fault: number;
	readonly from: number;
	/** After its line break; meaningless where a quote is at fault. */
	readonly next: number;
	readonly cells: number;
	/** Where the fault is. */
	readonly at: number;
	/** Whether it is not a row that was cut off. */
	readonly isNoBeginning?: boolean;
}

/** A file around its damage. */
export interface DamagedFile {
	/** They may move in memory. */
	bytes(): Uint8Array;
	readonly delimiter: number;
	/** Cells of a row. */
	readonly width: number;
	/** Where the rows begin. */
	readonly firstRow: number;
	/** Lines so far: those that were returned as rows, and those that are not read. */
	counted(): { readonly rows: number; readonly unread: number };
	/** Null at the end. */
	rowAt(offset: number): FoundRow | null;
	/** Called for each line that is not read, with where the next one begins. */
	unread(row: FoundRow, next: number): void;
	/** Called for the lines after the last row. */
	footer(footer: FoundFooter): void;
}

/** Not a fault that `assembly/` finds: a row beside damage, of which it may be a part. */
export const DOUBTFUL = 1;
/** Nor this: a footer, or a part of a row. */
export const UNCLEAR = 2;

import { QUOTE } from './csvBlock';
import { MAX_CELL_BYTES } from '../shared/files/layout';

/** Words: where each row of the batch begins. */
let rowStarts: usize = 0;
/** Words: where the delimiter or line break after each cell of the batch is. */
let ends: usize = 0;
/** Cells of every row. */
let width: i32 = 0;

/** Where the marks of a batch are: a word for each row, and one for each cell. */
export function setCells(rowStartsAt: usize, endsAt: usize, columns: i32): void {
	rowStarts = rowStartsAt;
	ends = endsAt;
	width = columns;
}

/** Where a marked row begins. */
export function rowFrom(row: i32): usize {
	return <usize>load<u32>(rowStarts + ((<usize>row) << 2));
}

/** Where the first cell that is too long begins, of a row whose cells' ends are there; 0 for none. */
export function longCellIn(row: usize, endsAt: usize, cells: i32): usize {
	let start = row;
	for (let cell = 0; cell < cells; cell++) {
		const cellEnd = <usize>load<u32>(endsAt + ((<usize>cell) << 2));
		if (cellEnd - start > <usize>MAX_CELL_BYTES) return start;
		start = cellEnd + 1;
	}
	return 0;
}

/** Where the text of a cell begins; inside its quotes when it has some. */
export function cellFrom(row: i32, column: i32): usize {
	const start = cellStart(row, column);
	return load<u8>(start) == QUOTE && start < cellEnd(row, column) ? start + 1 : start;
}

/** The byte after the text of a cell that begins at `from`. */
export function cellTo(row: i32, column: i32, from: usize): usize {
	const after = cellEnd(row, column);
	return from == cellStart(row, column) ? after : after - 1;
}

/** Bytes of a row. */
export function rowBytes(row: i32): usize {
	return cellEnd(row, width - 1) - cellStart(row, 0);
}

/** Whether a cell says a number, and nothing else. */
export function hasDigitsAlone(row: i32, column: i32): bool {
	const from = cellFrom(row, column);
	const to = cellTo(row, column, from);
	for (let at = from; at < to; at++) if (<u32>load<u8>(at) - 0x30 > 9) return false;
	return from < to;
}

function cellStart(row: i32, column: i32): usize {
	if (column == 0) return rowFrom(row);
	return cellEnd(row, column - 1) + 1;
}

function cellEnd(row: i32, column: i32): usize {
	return <usize>load<u32>(ends + ((<usize>(row * width + column)) << 2));
}

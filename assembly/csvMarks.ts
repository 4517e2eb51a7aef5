import { longCellIn, rowFrom, setCells } from './cells';
import { BLOCK, CR, LF, marksIn, QUOTE } from './csvBlock';
import {
	LONG_CELL,
	LONG_ROW,
	MAX_CELL_BYTES,
	MAX_COLUMNS,
	MAX_ROW_BYTES,
	NEVER_CLOSED,
	NOT_UTF8,
	QUOTE_INSIDE,
	ROW_BEFORE_FAULT,
	TEXT_AFTER_QUOTE,
	TOO_MANY_COLUMNS,
	WRONG_CELL_COUNT,
} from '../shared/files/layout';
import { firstInvalid } from './utf8';

/** Not a fault: the row continues after what is in memory. */
const CONTINUES: i32 = -8;

let end: usize = 0;
/** Whether the file ends there too. */
let isWhole: bool = true;
let at: usize = 0;
let delimiter: u32 = 0;
/** Cells of every row; 0 while the header is read. */
let width: i32 = 0;
/** Words: where each row of the batch begins. */
let rowStarts: usize = 0;
/** Words: where the delimiter or line break after each cell of the batch is. */
let ends: usize = 0;

/** The current block of 64 bytes, and the marks in it that are not yet consumed. */
let block: usize = 0;
let marks: u64 = 0;

let faultPosition: usize = 0;
let afterFault: usize = 0;
let cells: i32 = 0;
/** Whether a row is marked only once what follows it is known. */
let looksAhead: bool = false;

/**
 * Starts marking CSV: RFC 4180 with any line breaks, in UTF-8. A batch goes to `rowStartsAt`, a word
 * for each row, and to `endsAt`, a word for each cell.
 */
export function openCsv(delimiterByte: u32, rowStartsAt: usize, endsAt: usize): void {
	delimiter = delimiterByte;
	width = 0;
	rowStarts = rowStartsAt;
	ends = endsAt;
	setCells(rowStarts, ends, width);
}

/** The next bytes are in [from, to), and the file's last among them when `isAll`. 64 bytes after them must be readable. */
export function resume(from: usize, to: usize, isAll: bool): void {
	at = from;
	end = to;
	isWhole = isAll;
}

/** After the header: rows have to have so many cells. The ends of cells go to another address, the header's too. */
export function setWidth(count: i32, endsAt: usize): void {
	width = count;
	memory.copy(endsAt, ends, (<usize>count) << 2);
	ends = endsAt;
	setCells(rowStarts, ends, width);
}

/** Where the fault begins. */
export function faultAt(): usize {
	return faultPosition;
}

/** Where the row at fault ends, when its cells are in order or miscounted. */
export function faultEnd(): usize {
	return afterFault;
}

/** Where the marked rows end; after a fault, where the row at fault begins. */
export function markedTo(): usize {
	return at;
}

/** Cells of the last marked row, or of the one at fault. */
export function faultCells(): i32 {
	return cells;
}

/**
 * Marks the next rows, until there are `rows` or some `bytes` are read. Returns how many, or the fault of
 * the first. Rows before a fault are returned without the last, which may belong to the one at fault:
 * ROW_BEFORE_FAULT when there is no other. So what follows the last row is always looked at, unless
 * `isAlone`: then each row stands for itself.
 */
export function mark(rows: i32, bytes: usize, isAlone: bool): i32 {
	const goal = min(end, at + bytes);
	const maxCells = width == 0 ? MAX_COLUMNS : width;
	looksAhead = !isAlone && width != 0;
	let row = 0;
	let rowStart = at;
	// In locals: as globals of the module they would be read and written for every cell.
	let here = rowStart;
	let found = marksIn(here, end, delimiter);
	while (row < rows && (rowStart < goal || (looksAhead && row == 1 && rowStart < end))) {
		const firstEnd = ends + ((<usize>(row * width)) << 2);
		let count = 0;
		let cellStart = rowStart;
		let position: usize;
		let byte: u32;
		for (;;) {
			while (found == 0) {
				here += BLOCK;
				if (here >= end || here - rowStart > <usize>MAX_ROW_BYTES) break;
				found = marksIn(here, end, delimiter);
			}
			if (found == 0) {
				if (here < end) return fault(LONG_ROW, row, rowStart, rowStart);
				if (!isWhole) return stop(row, rowStart);
				// The file's end is a line's.
				here = end - BLOCK;
				position = end;
				byte = LF;
				break;
			}
			position = here + <usize>ctz(found);
			found &= found - 1;
			byte = <u32>load<u8>(position);
			if (byte == delimiter) {
				if (count < maxCells) store<u32>(firstEnd + ((<usize>count) << 2), <u32>position);
				count++;
				cellStart = position + 1;
			} else if (byte == QUOTE) {
				if (position != cellStart) return fault(QUOTE_INSIDE, row, rowStart, position);
				block = here;
				marks = found;
				const unclosed = closeQuote(position, rowStart);
				if (unclosed == CONTINUES) return stop(row, rowStart);
				if (unclosed != 0) return fault(unclosed, row, rowStart, faultPosition);
				here = block;
				found = marks;
			} else {
				break;
			}
		}
		const line = rowStart;
		rowStart = min(end, position + 1);
		if (byte == CR && rowStart < end && load<u8>(rowStart) == LF) {
			rowStart++;
			// Its mark is the next one: in this block, or the first of the following one.
			if (found != 0) {
				found &= found - 1;
			} else {
				here = rowStart;
				found = marksIn(here, end, delimiter);
			}
		}
		// An empty line is not a row.
		if (position > line) {
			if (position - line > <usize>MAX_ROW_BYTES) return fault(LONG_ROW, row, line, line);
			if (count < maxCells) store<u32>(firstEnd + ((<usize>count) << 2), <u32>position);
			cells = ++count;
			afterFault = rowStart;
			if (width == 0 && count > MAX_COLUMNS) return fault(TOO_MANY_COLUMNS, row, line, line);
			if (width != 0 && count != width) return fault(WRONG_CELL_COUNT, row, line, line);
			if (position - line > <usize>MAX_CELL_BYTES) {
				const long = longCellIn(line, firstEnd, count);
				if (long != 0) return fault(LONG_CELL, row, line, long);
			}
			store<u32>(rowStarts + ((<usize>row) << 2), <u32>line);
			row++;
		}
	}
	return rowStart == end && isWhole ? checked(row, rowStart) : stop(row, rowStart);
}

/** What follows the rows is not known yet. */
function stop(rows: i32, rowStart: usize): i32 {
	if (!looksAhead || rows == 0) return checked(rows, rowStart);
	// No cell has so many empty lines in it.
	const after = <usize>load<u32>(ends + ((<usize>(rows * width - 1)) << 2)) + 1;
	if (rowStart - after > <usize>MAX_CELL_BYTES) return checked(rows, rowStart);
	return checked(rows - 1, rowFrom(rows - 1));
}

/** The rows before one at fault, or its fault. */
function fault(kind: i32, rows: i32, rowStart: usize, position: usize): i32 {
	if (rows == 0) {
		at = rowStart;
		return broken(kind, position);
	}
	if (!looksAhead) return checked(rows, rowStart);
	if (rows > 1) return checked(rows - 1, rowFrom(rows - 1));
	if (checked(rows, rowStart) < 0) return NOT_UTF8;
	at = rowFrom(0);
	return ROW_BEFORE_FAULT;
}

/** The rows, which end at `next`, or those before the first that is not UTF-8. */
function checked(rows: i32, next: usize): i32 {
	at = next;
	if (rows == 0) return 0;
	const invalid = firstInvalid(rowFrom(0), next);
	if (invalid == next) return rows;
	let row = rows - 1;
	while (rowFrom(row) > invalid) row--;
	at = rowFrom(row);
	if (row > 0) return row;
	faultPosition = invalid;
	afterFault = rows > 1 ? rowFrom(1) : next;
	return NOT_UTF8;
}

/** Continues after the quote that closes the one at `open`. 0, or a fault. */
function closeQuote(open: usize, rowStart: usize): i32 {
	for (;;) {
		const position = next(rowStart);
		if (position - rowStart > <usize>MAX_ROW_BYTES) return broken(LONG_ROW, open);
		if (position == end) return isWhole ? broken(NEVER_CLOSED, open) : CONTINUES;
		if (load<u8>(position) != QUOTE) continue;
		const after = position + 1;
		if (after == end) return isWhole ? 0 : CONTINUES;
		const byte = <u32>load<u8>(after);
		if (byte == QUOTE) next(rowStart);
		else if (byte == delimiter || byte == LF || byte == CR) return 0;
		else return broken(TEXT_AFTER_QUOTE, after);
	}
	return 0;
}

function broken(kind: i32, position: usize): i32 {
	faultPosition = position;
	return kind;
}

/** The next mark, or the end. Stops early in a row that is too long. */
function next(rowStart: usize): usize {
	while (marks == 0) {
		block += BLOCK;
		if (block >= end) {
			block = end - BLOCK;
			return end;
		}
		if (block - rowStart > <usize>MAX_ROW_BYTES) return block;
		marks = marksIn(block, end, delimiter);
	}
	const position = block + <usize>ctz(marks);
	marks &= marks - 1;
	return position;
}

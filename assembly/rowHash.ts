import { endMessage, hashMessages, MESSAGE_HEAD } from './blake2s';
import { cellFrom, cellTo, rowBytes } from './cells';
import { copied, textBytes } from './cellText';

/** Bytes of a column: its number in the row, the length of its label, and the label. */
const COLUMN_BYTES: usize = 32;
/** More than a label, a size and an instant have. */
const MOST_OVERHEAD: usize = 32;
const VERSION: u32 = 0x3177_6f72;
const INSTANT: u8 = 0;
const LONG: usize = 255;

let columns: usize = 0;
let columnCount: usize = 0;
let timeColumn: i32 = -1;
/** A double for each kept row: its time, NaN when it cannot be read. */
let instants: usize = 0;

/** The columns of which rows are hashed, in the order in which they are. */
export function openHashes(columnsAt: usize, count: i32, time: i32, instantsAt: usize): void {
	columns = columnsAt;
	columnCount = <usize>count;
	timeColumn = time;
	instants = instantsAt;
}

/**
 * Puts the hashes of kept rows side by side at `digests`, 16 bytes each by their number: of those from
 * `from` on that are before `to` and that have room in `room` bytes at `messages`. Returns the next row.
 * What is hashed is in shared/entries/rowIdentity.ts.
 */
export function hashRows(
	from: i32,
	to: i32,
	kept: usize,
	messages: usize,
	room: usize,
	digests: usize,
): i32 {
	let place = messages;
	let index = from;
	for (; index < to; index++) {
		const row = load<i32>(kept + ((<usize>index) << 2));
		// Cells' texts are not longer than the row.
		const needed = rowBytes(row) + (columnCount + 4) * MOST_OVERHEAD;
		if (place - messages + needed > room) break;
		place = writeRow(row, load<f64>(instants + ((<usize>index) << 3)), place);
	}
	hashMessages(messages, index - from, digests + ((<usize>from) << 4));
	return index;
}

function writeRow(row: i32, instant: f64, message: usize): usize {
	let out = message + MESSAGE_HEAD;
	store<u32>(out, VERSION);
	out += 4;
	for (let at = columns; at < columns + columnCount * COLUMN_BYTES; at += COLUMN_BYTES) {
		const column = load<i32>(at);
		const from = cellFrom(row, column);
		const to = cellTo(row, column, from);
		if (from == to) continue;
		if (column == timeColumn && instant == instant) {
			store<u8>(out, INSTANT);
			store<i64>(out, <i64>instant, 1);
			out += 9;
			continue;
		}
		v128.store(out, v128.load(at, 8));
		store<u8>(out, load<u8>(at, 24), 16);
		out = copied(from, to, writeSize(out + <usize>load<u32>(at, 4), textBytes(from, to)));
	}
	return endMessage(message, out);
}

function writeSize(out: usize, size: usize): usize {
	if (size < LONG) {
		store<u8>(out, <u8>size);
		return out + 1;
	}
	store<u8>(out, <u8>LONG);
	store<u32>(out, <u32>size, 1);
	return out + 5;
}

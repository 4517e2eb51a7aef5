import { endMessage, hashMessages, MESSAGE_HEAD } from './blake2s';
import { cellFrom, cellTo, rowBytes } from './cells';
import { copied, textBytes } from './cellText';
import {
	COLUMN_BYTES,
	COLUMN_INDEX,
	COLUMN_LABEL,
	COLUMN_LABEL_BYTES,
	HASH_BYTES,
	HASH_COLUMN_COUNT,
	HASH_COLUMNS,
	HASH_DIGESTS,
	HASH_INSTANTS,
	HASH_MESSAGES,
	HASH_ROOM,
	HASH_ROWS,
	HASH_TIME_COLUMN,
	MAX_CELL_OVERHEAD,
} from '../shared/files/layout';

const VERSION: u32 = 0x3177_6f72;
const INSTANT: u8 = 0;
const LONG: usize = 255;

let columns: usize = 0;
let columnsEnd: usize = 0;
let timeColumn: i32 = -1;

/**
 * Writes the hashes of the rows of a list, from `from` on and before `to`, as far as their messages fit
 * in the room of the request. Returns the next row.
 * What is hashed is in shared/entries/rowIdentity.ts, the request in shared/files/layout.ts.
 */
export function hashRows(request: usize, from: i32, to: i32): i32 {
	const count = <usize>load<u32>(request, HASH_COLUMN_COUNT);
	const instants = <usize>load<u32>(request, HASH_INSTANTS);
	const rows = <usize>load<u32>(request, HASH_ROWS);
	const messages = <usize>load<u32>(request, HASH_MESSAGES);
	const room = <usize>load<u32>(request, HASH_ROOM);
	const digests = <usize>load<u32>(request, HASH_DIGESTS);
	columns = <usize>load<u32>(request, HASH_COLUMNS);
	columnsEnd = columns + count * COLUMN_BYTES;
	timeColumn = load<i32>(request, HASH_TIME_COLUMN);
	let position = messages;
	let index = from;
	for (; index < to; index++) {
		const row = load<i32>(rows + ((<usize>index) << 2));
		// Cells' texts are not longer than the row.
		const needed = rowBytes(row) + (count + 4) * MAX_CELL_OVERHEAD;
		if (position - messages + needed > room) break;
		position = writeRow(row, load<f64>(instants + ((<usize>index) << 3)), position);
	}
	hashMessages(messages, index - from, digests + <usize>from * HASH_BYTES);
	return index;
}

function writeRow(row: i32, instant: f64, message: usize): usize {
	let out = message + MESSAGE_HEAD;
	store<u32>(out, VERSION);
	out += 4;
	for (let at = columns; at < columnsEnd; at += COLUMN_BYTES) {
		const column = load<i32>(at, COLUMN_INDEX);
		const from = cellFrom(row, column);
		const to = cellTo(row, column, from);
		if (from == to) continue;
		if (column == timeColumn && instant == instant) {
			store<u8>(out, INSTANT);
			store<i64>(out, <i64>instant, 1);
			out += 9;
			continue;
		}
		// A label has at most 17 bytes.
		v128.store(out, v128.load(at, COLUMN_LABEL));
		store<u8>(out, load<u8>(at, COLUMN_LABEL + 16), 16);
		out = copied(
			from,
			to,
			writeSize(out + <usize>load<u32>(at, COLUMN_LABEL_BYTES), textBytes(from, to)),
		);
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

import { BATCH_ROWS } from './csvMarks';
import type { FileMemory, Numbers, MemoryStruct } from './fileMemory';
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
	HASH_REQUEST_BYTES,
	HASH_ROOM,
	HASH_ROWS,
	HASH_TIME_COLUMN,
	MAX_CELL_OVERHEAD,
} from './layout';
import type { RowList } from './rowList';

/** Room for what is hashed of some hundred rows; a row that is longer gets more. */
const USUAL_BYTES = 64 * 1024;
/** Words of a hash. */
export const HASH_WORDS = HASH_BYTES / 4;

/** A column that is part of a row's identity. */
export interface LabelledColumn {
	readonly index: number;
	/** An encoding of the column's name: at most 17 bytes, none a prefix of another. */
	readonly label: Uint8Array;
}

/** What is hashed of a row: its columns in an order that is not the file's. */
export interface Identity {
	readonly columns: readonly LabelledColumn[];
	readonly timeColumn: number;
}

/** A hash of 128 bits for each row of a list. */
export class RowHashes {
	/** By the rows' order in their list: times in milliseconds, NaN where they are not known. A part of what is hashed. */
	readonly instants: Numbers<Float64Array>;
	/** By the rows' order in their list: four words for each. */
	readonly digests: Numbers<Int32Array>;
	private readonly request: MemoryStruct;
	private capacity = USUAL_BYTES;

	constructor(
		private readonly memory: FileMemory,
		private readonly identity: Identity,
	) {
		this.instants = memory.allocateDoubles(BATCH_ROWS);
		this.digests = memory.allocateWords(BATCH_ROWS * HASH_WORDS);
		const { columns, timeColumn } = identity;
		this.request = memory.allocateStruct(HASH_REQUEST_BYTES, {
			[HASH_COLUMNS]: written(memory, columns),
			[HASH_COLUMN_COUNT]: columns.length,
			[HASH_TIME_COLUMN]: timeColumn,
			[HASH_INSTANTS]: this.instants.address,
			[HASH_MESSAGES]: memory.allocate(this.capacity),
			[HASH_ROOM]: this.capacity,
			[HASH_DIGESTS]: this.digests.address,
		});
	}

	/** Hashes rows from this one on. Returns the first that is not hashed yet. */
	hashFrom(rows: RowList, index: number): number {
		const hashed = this.tryFrom(rows, index);
		if (hashed > index) return hashed;
		const { memory, identity } = this;
		const overhead = (identity.columns.length + 4) * MAX_CELL_OVERHEAD;
		this.capacity = memory.run.rowBytes(rows.at(index)) + overhead + USUAL_BYTES;
		this.request.set(HASH_MESSAGES, memory.allocate(this.capacity));
		this.request.set(HASH_ROOM, this.capacity);
		return this.tryFrom(rows, index);
	}

	private tryFrom(rows: RowList, index: number): number {
		const { request } = this;
		request.set(HASH_ROWS, rows.address);
		return this.memory.run.hashRows(request.address, index, rows.count);
	}
}

/** Where the columns are in the memory. */
function written(memory: FileMemory, columns: readonly LabelledColumn[]): number {
	const address = memory.allocate(columns.length * COLUMN_BYTES);
	const table = new DataView(memory.bytes.buffer, address, columns.length * COLUMN_BYTES);
	columns.forEach(({ index, label }, at) => {
		const start = at * COLUMN_BYTES;
		table.setInt32(start + COLUMN_INDEX, index, true);
		table.setInt32(start + COLUMN_LABEL_BYTES, label.length, true);
		memory.bytes.set(label, address + start + COLUMN_LABEL);
	});
	return address;
}

import { BATCH_ROWS } from './csvMarks';
import type { FileMemory, Numbers } from './fileMemory';
import type { RowList } from './rowList';

/** As in assembly/rowHash.ts. */
const COLUMN_BYTES = 32;
const MOST_OVERHEAD = 32;
/** Room for what is hashed of some hundred rows; a row that is longer gets more. */
const USUAL_BYTES = 64 * 1024;
/** Words of a hash. */
export const HASH_WORDS = 4;

/** A column that makes a row what it is. */
export interface LabelledColumn {
	readonly index: number;
	/** What stands for the column's name: at most 17 bytes, none of which begins with another's. */
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
	private readonly columns: number;
	private messages: number;
	private room = USUAL_BYTES;

	constructor(
		private readonly memory: FileMemory,
		private readonly identity: Identity,
	) {
		this.instants = memory.takeDoubles(BATCH_ROWS);
		this.digests = memory.takeWords(BATCH_ROWS * HASH_WORDS);
		this.messages = memory.take(this.room);
		const { columns } = identity;
		this.columns = memory.take(columns.length * COLUMN_BYTES);
		const table = new DataView(memory.bytes.buffer, this.columns, columns.length * COLUMN_BYTES);
		columns.forEach(({ index, label }, at) => {
			table.setInt32(at * COLUMN_BYTES, index, true);
			table.setInt32(at * COLUMN_BYTES + 4, label.length, true);
			memory.bytes.set(label, this.columns + at * COLUMN_BYTES + 8);
		});
	}

	/** Hashes rows from this one on. Returns the first that is not hashed yet. */
	hashFrom(rows: RowList, index: number): number {
		const hashed = this.tryFrom(rows, index);
		if (hashed > index) return hashed;
		const { memory, identity } = this;
		const overhead = (identity.columns.length + 4) * MOST_OVERHEAD;
		this.room = memory.run.rowBytes(rows.at(index)) + overhead + USUAL_BYTES;
		this.messages = memory.take(this.room);
		return this.tryFrom(rows, index);
	}

	private tryFrom(rows: RowList, index: number): number {
		const { memory, identity, digests, messages, room } = this;
		const { run } = memory;
		run.openHashes(
			this.columns,
			identity.columns.length,
			identity.timeColumn,
			this.instants.address,
		);
		return run.hashRows(index, rows.count, rows.address, messages, room, digests.address);
	}
}

import { BATCH_ROWS } from './csvMarks';
import type { FileMemory, Numbers, MemoryStruct } from './fileMemory';
import {
	HASH_DIGITS,
	TEXT_COLUMN_COUNT,
	TEXT_COLUMNS,
	TEXT_DIGESTS,
	TEXT_LENGTHS,
	TEXT_OTHER,
	TEXT_OTHER_BYTES,
	TEXT_PLAIN,
	TEXT_PLAIN_BYTES,
	TEXT_REQUEST_BYTES,
	TEXT_ROOM,
	TEXT_ROWS,
} from './layout';
import type { RowHashes } from './rowHashes';
import type { RowList } from './rowList';

/**
 * Rows are decoded together, because each decoding costs as much as a row. Texts of cells are slices
 * of the result and keep it alive: a kept row keeps little more than this.
 */
const BYTES_PER_DECODING = 4096;
/** Room for such a text and a row that begins in it; a row that is longer gets more. */
const USUAL_BYTES = 32 * 1024;

/** Where the cells are: a CsvReader. */
export interface CellSource {
	readonly memory: FileMemory;
	/** One cell. */
	text(row: number, column: number): string;
	/** The text of bytes in the memory, which are UTF-8. */
	decoded(start: number, end: number): string;
}

/** The texts of some columns of some rows of a batch, row by row. */
export class RowTexts {
	/** Of the current row, in the order of the columns. The same list for every row. */
	readonly cells: string[];
	/** The hash of the current row in hexadecimal; empty without hashes. */
	hash = '';
	/** Its number in the batch. */
	row = -1;
	/** Its number in the list of rows. */
	index = -1;

	private readonly memory: FileMemory;
	private readonly lengths: Numbers<Int32Array>;
	private readonly request: MemoryStruct;
	private rows: RowList | undefined;
	private following = 0;
	/** Rows before this one are hashed. */
	private hashed = 0;
	/** Rows before this one have their texts in `plain` and `other`. */
	private packed = 0;
	private plain = '';
	private other = '';
	private plainAt = 0;
	private otherAt = 0;
	private length = 0;

	constructor(
		private readonly source: CellSource,
		indexes: readonly number[],
		private readonly hashes?: RowHashes,
	) {
		this.cells = indexes.map(() => '');
		const memory = source.memory;
		this.memory = memory;
		this.lengths = memory.allocateWords(BATCH_ROWS * indexes.length);
		this.request = memory.allocateStruct(TEXT_REQUEST_BYTES, {
			[TEXT_COLUMNS]: written(memory, indexes),
			[TEXT_COLUMN_COUNT]: indexes.length,
			[TEXT_DIGESTS]: hashes?.digests.address ?? 0,
			[TEXT_LENGTHS]: this.lengths.address,
		});
		this.makeRoom(USUAL_BYTES);
	}

	/** Before the first of these rows, which stay the same until they are read. */
	begin(rows: RowList): void {
		this.rows = rows;
		this.following = 0;
		this.hashed = 0;
		this.packed = 0;
	}

	get isAtEnd(): boolean {
		return this.rows === undefined || this.following === this.rows.count;
	}

	/** Moves to the next row; false when there is none. */
	next(): boolean {
		const { rows, following: index } = this;
		if (rows === undefined || index === rows.count) return false;
		if (index === this.packed) this.pack(rows, index);
		const { cells, plain } = this;
		const { list } = this.lengths;
		let { plainAt, length } = this;
		if (this.hashes) {
			this.hash = plain.slice(plainAt, plainAt + HASH_DIGITS);
			plainAt += HASH_DIGITS;
		}
		for (let cell = 0; cell < cells.length; cell++) {
			const units = list[length++]!;
			if (units >= 0) {
				cells[cell] = plain.slice(plainAt, plainAt + units);
				plainAt += units;
			} else {
				cells[cell] = this.other.slice(this.otherAt, this.otherAt - units);
				this.otherAt += 1 - units;
			}
		}
		this.plainAt = plainAt;
		this.length = length;
		this.row = rows.at(index);
		this.index = index;
		this.following = index + 1;
		return true;
	}

	private pack(rows: RowList, index: number): void {
		const { source, request, memory } = this;
		if (this.hashes && this.hashed === index) this.hashed = this.hashes.hashFrom(rows, index);
		this.packed = this.packedFrom(rows, index);
		if (this.packed === index) {
			this.makeRoom(memory.run.rowBytes(rows.at(index)) + USUAL_BYTES);
			this.packed = this.packedFrom(rows, index);
		}
		const [plain, other] = [request.get(TEXT_PLAIN), request.get(TEXT_OTHER)];
		this.other = source.decoded(other, other + request.get(TEXT_OTHER_BYTES));
		this.plain = source.decoded(plain, plain + request.get(TEXT_PLAIN_BYTES));
		this.plainAt = 0;
		this.otherAt = 0;
		this.length = 0;
	}

	private makeRoom(bytes: number): void {
		this.request.set(TEXT_PLAIN, this.memory.allocate(bytes));
		this.request.set(TEXT_OTHER, this.memory.allocate(bytes));
		this.request.set(TEXT_ROOM, bytes);
	}

	/** Packs from a row on; returns the next one. */
	private packedFrom(rows: RowList, index: number): number {
		const { request } = this;
		request.set(TEXT_ROWS, rows.address);
		const end = this.hashes ? this.hashed : rows.count;
		return this.memory.run.pack(request.address, index, end, BYTES_PER_DECODING);
	}
}

/** The address of words. */
function written(memory: FileMemory, words: readonly number[]): number {
	const { address, list } = memory.allocateWords(words.length);
	list.set(words);
	return address;
}

import type { CsvReader } from './csv';
import { BATCH_ROWS } from './csvMarks';
import type { FileMemory, Numbers } from './fileMemory';
import type { RowHashes } from './rowHashes';
import type { RowList } from './rowList';

/**
 * Text of some rows is made at once, because each making costs as much as a row. Texts of cells are
 * cut from it and keep it alive: a kept row keeps not much more than this.
 */
const BYTES_AT_ONCE = 4096;
/** Room for such a text and a row that begins in it; a row that is longer gets more. */
const USUAL_BYTES = 32 * 1024;
const HEX_DIGITS = 32;

/** The texts of some columns of some rows of a batch, row by row. */
export class RowTexts {
	/** Of the row in hand, in the order of the columns. The same list for every row. */
	readonly cells: string[];
	/** 32 hexadecimal digits for everything that the row in hand says; empty without hashes. */
	hash = '';
	/** Its number in the batch. */
	row = -1;
	/** Its number in the list of rows. */
	index = -1;

	private readonly memory: FileMemory;
	private readonly columns: number;
	private readonly lengths: Numbers<Int32Array>;
	private plainTexts: number;
	private otherTexts: number;
	private room = USUAL_BYTES;
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
		private readonly reader: CsvReader,
		private readonly indexes: readonly number[],
		private readonly hashes?: RowHashes,
	) {
		this.cells = indexes.map(() => '');
		const memory = reader.room;
		this.memory = memory;
		this.columns = written(memory, indexes);
		this.lengths = memory.takeWords(BATCH_ROWS * indexes.length);
		this.plainTexts = memory.take(this.room);
		this.otherTexts = memory.take(this.room);
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

	/** Takes the next row in hand; false when there is none. */
	next(): boolean {
		const { rows, following: index } = this;
		if (rows === undefined || index === rows.count) return false;
		if (index === this.packed) this.pack(rows, index);
		const { cells, plain } = this;
		const { list } = this.lengths;
		let { plainAt, length } = this;
		if (this.hashes) {
			this.hash = plain.slice(plainAt, plainAt + HEX_DIGITS);
			plainAt += HEX_DIGITS;
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
		const { reader, memory } = this;
		const { run } = memory;
		if (this.hashes && this.hashed === index) this.hashed = this.hashes.hashFrom(rows, index);
		this.packed = this.packedFrom(rows, index);
		if (this.packed === index) {
			this.room = run.rowBytes(rows.at(index)) + USUAL_BYTES;
			this.plainTexts = memory.take(this.room);
			this.otherTexts = memory.take(this.room);
			this.packed = this.packedFrom(rows, index);
		}
		const { plainTexts, otherTexts } = this;
		const other = reader.decoded(otherTexts, otherTexts + run.otherBytes());
		if (other === null) this.refuse(rows);
		this.other = other;
		this.plain = reader.decoded(plainTexts, plainTexts + run.plainBytes()) ?? '';
		this.plainAt = 0;
		this.otherAt = 0;
		this.length = 0;
	}

	/** Packs from a row on, and says which one is the next. */
	private packedFrom(rows: RowList, index: number): number {
		const { run } = this.memory;
		// prettier-ignore
		run.openTexts(
			this.columns, this.cells.length, rows.address, this.plainTexts, this.otherTexts, this.room,
			this.lengths.address, this.hashes?.digests.address ?? 0,
		);
		return run.pack(index, this.hashes ? this.hashed : rows.count, BYTES_AT_ONCE);
	}

	/** Each cell alone, until one is refused. */
	private refuse(rows: RowList): never {
		for (let index = 0; index < rows.count; index++) {
			for (const column of this.indexes) this.reader.text(rows.at(index), column);
		}
		throw new Error('Texts of a CSV can be read alone and not together.');
	}
}

/** The address of words. */
function written(memory: FileMemory, words: readonly number[]): number {
	const { address, list } = memory.takeWords(words.length);
	list.set(words);
	return address;
}

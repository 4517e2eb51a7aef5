import type { CsvReader } from './csv';
import { BATCH_ROWS } from './csvMarks';
import type { FileMemory, Numbers } from './fileMemory';
import type { RowList } from './rowList';

/**
 * Text of some rows is made at once, because each making costs as much as a row. Texts of cells are
 * cut from it and keep it alive: a kept row keeps not much more than this.
 */
const BYTES_AT_ONCE = 4096;
/** Room for such a text and a row that begins in it; a row that is longer gets more. */
const USUAL_BYTES = 32 * 1024;
const HEX_DIGITS = 32;

/** A column that makes a row what it is. */
export interface NamedColumn {
	readonly index: number;
	/** 32 bits that stand for the column's name; two columns of one file have two. */
	readonly name: number;
}

/** By what rows get an id. */
export interface Identity {
	readonly columns: readonly NamedColumn[];
	readonly timeColumn: number;
}

/** The texts of some columns of some rows of a batch, row by row. */
export class RowTexts {
	/** Of the row in hand, in the order of the columns. The same list for every row. */
	readonly cells: string[];
	/** 32 hexadecimal digits for everything that the row in hand says; empty without an identity. */
	hash = '';
	/** Its number in the batch. */
	row = -1;
	/** The first 64 bits of the hash of the row in hand, as signed words. */
	high = 0;
	low = 0;
	/** By the rows' order in their list: times in milliseconds, NaN where they are not known. A part of what rows say. */
	readonly instants: Numbers<Float64Array>;

	private readonly memory: FileMemory;
	private readonly columns: number;
	private readonly identity: number;
	private readonly lengths: Numbers<Int32Array>;
	private readonly hashes: Numbers<Int32Array>;
	private plainTexts: number;
	private otherTexts: number;
	private room = USUAL_BYTES;
	private rows: RowList | undefined;
	private index = 0;
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
		private readonly named: Identity = { columns: [], timeColumn: -1 },
	) {
		this.cells = indexes.map(() => '');
		const memory = reader.room;
		this.memory = memory;
		this.columns = written(memory, indexes);
		this.identity = written(
			memory,
			named.columns.flatMap(({ index, name }) => [index, name]),
		);
		this.instants = memory.takeDoubles(BATCH_ROWS);
		this.lengths = memory.takeWords(BATCH_ROWS * indexes.length);
		this.hashes = memory.takeWords(BATCH_ROWS * 2);
		this.plainTexts = memory.take(this.room);
		this.otherTexts = memory.take(this.room);
	}

	/** Before the first of these rows, which stay the same until they are read. */
	begin(rows: RowList): void {
		this.rows = rows;
		this.index = 0;
		this.packed = 0;
	}

	get isAtEnd(): boolean {
		return this.rows === undefined || this.index === this.rows.count;
	}

	/** Takes the next row in hand; false when there is none. */
	next(): boolean {
		const { rows, index } = this;
		if (rows === undefined || index === rows.count) return false;
		if (index === this.packed) this.pack(rows);
		const { cells, plain } = this;
		const { list } = this.lengths;
		let { plainAt, length } = this;
		if (this.named.columns.length > 0) {
			this.hash = plain.slice(plainAt, plainAt + HEX_DIGITS);
			plainAt += HEX_DIGITS;
			const hashes = this.hashes.list;
			this.low = hashes[index * 2]!;
			this.high = hashes[index * 2 + 1]!;
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
		this.index = index + 1;
		return true;
	}

	private pack(rows: RowList): void {
		const { reader, memory, index } = this;
		const { run } = memory;
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
			this.columns, this.cells.length, this.identity, this.named.columns.length, this.named.timeColumn,
			rows.address, this.instants.address, this.plainTexts, this.otherTexts, this.room,
			this.lengths.address, this.hashes.address,
		);
		return run.pack(index, rows.count, BYTES_AT_ONCE);
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

import type { CsvReader } from './csv';
import { BATCH_ROWS } from './csvMarks';
import type { FileMemory } from './fileMemory';

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
	/** Rows that are kept. */
	count = 0;
	/** Index of the row in hand, in the batch. */
	row = -1;
	/** The first 64 bits of the hash of the row in hand, as signed words. */
	high = 0;
	low = 0;

	private readonly memory: FileMemory;
	/** Addresses of what `pack` reads and writes. */
	private readonly columns: number;
	private readonly identity: number;
	private readonly kept: number;
	private readonly instants: number;
	private readonly lengths: number;
	private readonly hashes: number;
	private plainTexts: number;
	private otherTexts: number;
	private room = USUAL_BYTES;
	/** Copies of what is in memory, which moves when it grows. */
	private readonly rows = new Int32Array(BATCH_ROWS);
	private readonly times = new Float64Array(BATCH_ROWS);
	private readonly packedLengths: Int32Array;
	private readonly packedHashes = new Int32Array(BATCH_ROWS * 2);
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
		this.columns = memory.take(indexes.length * 4);
		this.identity = memory.take(named.columns.length * 8);
		this.kept = memory.take(BATCH_ROWS * 4);
		this.instants = memory.take(BATCH_ROWS * 8);
		this.lengths = memory.take(BATCH_ROWS * indexes.length * 4);
		this.hashes = memory.take(BATCH_ROWS * 8);
		this.plainTexts = memory.take(this.room);
		this.otherTexts = memory.take(this.room);
		this.packedLengths = new Int32Array(BATCH_ROWS * indexes.length);
		memory.words.set(indexes, this.columns / 4);
		const pairs = named.columns.flatMap(({ index, name }) => [index, name]);
		memory.words.set(pairs, this.identity / 4);
	}

	/** No row is kept. */
	clear(): void {
		this.count = 0;
		this.index = 0;
		this.packed = 0;
	}

	/** A row of the batch whose texts are wanted, with its time in milliseconds when it is known. */
	keep(row: number, instant = NaN): void {
		this.rows[this.count] = row;
		this.times[this.count] = instant;
		this.count++;
	}

	/** Takes the next kept row in hand; false when there is none. */
	next(): boolean {
		if (this.index === this.count) return false;
		if (this.index === this.packed) this.pack();
		const { cells, plain, packedLengths } = this;
		let { plainAt, length } = this;
		if (this.named.columns.length > 0) {
			this.hash = plain.slice(plainAt, plainAt + HEX_DIGITS);
			plainAt += HEX_DIGITS;
		}
		for (let cell = 0; cell < cells.length; cell++) {
			const units = packedLengths[length++]!;
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
		this.row = this.rows[this.index]!;
		this.low = this.packedHashes[this.index * 2]!;
		this.high = this.packedHashes[this.index * 2 + 1]!;
		this.index++;
		return true;
	}

	private pack(): void {
		const { reader, memory, index, count } = this;
		const { run } = memory;
		if (index === 0) {
			memory.words.set(this.rows.subarray(0, count), this.kept / 4);
			memory.doubles.set(this.times.subarray(0, count), this.instants / 8);
		}
		this.packed = this.packedFrom(index);
		if (this.packed === index) {
			this.room = run.rowBytes(this.rows[index]!) + USUAL_BYTES;
			this.plainTexts = memory.take(this.room);
			this.otherTexts = memory.take(this.room);
			this.packed = this.packedFrom(index);
		}
		const { plainTexts, otherTexts } = this;
		const other = reader.decoded(otherTexts, otherTexts + run.otherBytes());
		if (other === null) this.refuse();
		this.other = other;
		this.plain = reader.decoded(plainTexts, plainTexts + run.plainBytes()) ?? '';
		this.plainAt = 0;
		this.otherAt = 0;
		this.length = 0;
		const lengths = (this.packed - index) * this.cells.length;
		this.packedLengths.set(memory.words.subarray(this.lengths / 4, this.lengths / 4 + lengths));
		const hashes = this.hashes / 4;
		this.packedHashes.set(memory.words.subarray(hashes, hashes + count * 2));
	}

	/** Packs from a kept row on, and says which one is the next. */
	private packedFrom(index: number): number {
		const { run } = this.memory;
		// prettier-ignore
		run.openTexts(
			this.columns, this.cells.length, this.identity, this.named.columns.length, this.named.timeColumn,
			this.kept, this.instants, this.plainTexts, this.otherTexts, this.room, this.lengths, this.hashes,
		);
		return run.pack(index, this.count, BYTES_AT_ONCE);
	}

	/** Each cell alone, until one is refused. */
	private refuse(): never {
		for (const row of this.rows.subarray(0, this.count)) {
			for (const index of this.indexes) this.reader.text(row, index);
		}
		throw new Error('Texts of a CSV can be read alone and not together.');
	}
}

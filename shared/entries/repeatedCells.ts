import type { CsvReader } from '../files/csv';

/** A power of two. An export names some hundred users, modules and actions, and a minute at a time. */
const SLOTS = 2048;
/** Longer cells hardly ever repeat. */
const MAX_BYTES = 128;

/**
 * What follows from the text of a column's cells, for a column whose texts come again and again (user,
 * module, action, time): found by the cell's bytes instead of being made anew for every row. A slot
 * that is wanted for another text is given to it.
 */
export class RepeatedCells<T> {
	private readonly values: (T | undefined)[] = new Array<T | undefined>(SLOTS);
	/** Where the bytes of a slot's text are in the file. */
	private readonly starts = new Int32Array(SLOTS);
	private readonly lengths = new Int32Array(SLOTS);
	private readonly view: DataView;
	private readonly empty: T;

	/** `column` is undefined when the file has no such column, which is as if its cells were empty. */
	constructor(
		private readonly reader: CsvReader,
		private readonly column: number | undefined,
		private readonly make: (text: string) => T,
	) {
		const { buffer, byteOffset, byteLength } = reader.bytes;
		this.view = new DataView(buffer, byteOffset, byteLength);
		this.empty = make('');
	}

	at(row: number): T {
		const { reader, column } = this;
		if (column === undefined) return this.empty;
		const start = reader.start(row, column);
		const length = reader.end(row, column) - start;
		if (length === 0) return this.empty;
		if (length > MAX_BYTES) return this.make(reader.text(row, column));
		const slot = this.slotOf(start, length);
		const known = this.values[slot];
		if (known !== undefined && this.lengths[slot] === length && this.holds(slot, start)) {
			return known;
		}
		const value = this.make(reader.text(row, column));
		this.values[slot] = value;
		this.starts[slot] = start;
		this.lengths[slot] = length;
		return value;
	}

	/** FNV-1a, a word at a time. */
	private slotOf(start: number, length: number): number {
		const { view } = this;
		let hash = 0x811c9dc5 ^ length;
		let at = start;
		for (const last = start + length - 4; at <= last; at += 4) {
			hash = Math.imul(hash ^ view.getInt32(at, true), 0x01000193);
			hash ^= hash >>> 15;
		}
		for (; at < start + length; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
		return (hash ^ (hash >>> 15)) & (SLOTS - 1);
	}

	private holds(slot: number, start: number): boolean {
		const { view } = this;
		const known = this.starts[slot] ?? 0;
		const length = this.lengths[slot] ?? 0;
		let at = 0;
		for (; at <= length - 4; at += 4) {
			if (view.getInt32(known + at) !== view.getInt32(start + at)) return false;
		}
		for (; at < length; at++) {
			if (view.getUint8(known + at) !== view.getUint8(start + at)) return false;
		}
		return true;
	}
}

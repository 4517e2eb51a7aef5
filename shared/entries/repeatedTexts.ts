import type { CsvReader } from '../files/csv';

/** A power of two. An export names some hundred users, modules and actions, and a minute at a time. */
const SLOTS = 4096;
/** Longer cells hardly ever repeat. */
const MAX_BYTES = 64;

/**
 * Texts of cells that come again and again (user, module, action, time): looked up by their bytes
 * instead of being made anew for every row. A slot that is wanted for another text is given to it.
 */
export class RepeatedTexts {
	private readonly texts: (string | undefined)[] = new Array<string | undefined>(SLOTS);
	private readonly bytes = new Uint8Array(SLOTS * MAX_BYTES);
	private readonly lengths = new Uint8Array(SLOTS);

	constructor(private readonly reader: CsvReader) {}

	text(row: number, column: number): string {
		const { reader } = this;
		const start = reader.start(row, column);
		const length = reader.end(row, column) - start;
		if (length === 0) return '';
		if (length > MAX_BYTES || reader.isEscaped(row, column)) return reader.text(row, column);
		const slot = this.slotOf(start, length);
		const known = this.texts[slot];
		if (known !== undefined && this.holds(slot, start, length)) return known;
		const text = reader.text(row, column);
		this.bytes.set(reader.bytes.subarray(start, start + length), slot * MAX_BYTES);
		this.lengths[slot] = length;
		this.texts[slot] = text;
		return text;
	}

	/** FNV-1a. */
	private slotOf(start: number, length: number): number {
		const { bytes } = this.reader;
		let hash = 0x811c9dc5;
		for (let at = start; at < start + length; at++) {
			hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
		}
		return (hash ^ (hash >>> 15)) & (SLOTS - 1);
	}

	private holds(slot: number, start: number, length: number): boolean {
		if (this.lengths[slot] !== length) return false;
		const { bytes } = this.reader;
		const base = slot * MAX_BYTES;
		for (let at = 0; at < length; at++) {
			if (this.bytes[base + at] !== bytes[start + at]) return false;
		}
		return true;
	}
}

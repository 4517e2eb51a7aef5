import type { FileMemory } from '../fileMemory';
import type { FileWindow } from './fileWindow';
import { isBreak, lineAt } from './lines';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Finds lines that are the header once more, as in files that were put together: they are not rows, although
 * they have as many cells.
 */
export class RepeatedHeader {
	/** A copy without the line break, because the file may move in memory. */
	private readonly header: Uint8Array;

	/**
	 * @param from where the header begins in the file, and `to` where the next line does; the same where there is none.
	 * @param onFound called for each such line, with its position.
	 */
	constructor(
		private readonly memory: FileMemory,
		private readonly window: FileWindow,
		{ from, to }: { readonly from: number; readonly to: number },
		private readonly onFound: (position: number) => void,
	) {
		let end = to;
		while (end > from && isBreak(window.bytes[end - 1])) end--;
		this.header = window.bytes.slice(from, end);
	}

	/** How many of the marked rows come before such a line; it is passed over where it is the first. */
	rowsBefore(rows: number): number {
		const { memory, window, header } = this;
		const index = this.firstIn(rows);
		if (index < 0) return rows;
		const from = window.position(memory.run.rowFrom(index));
		if (index > 0) {
			window.seek(from);
			return index;
		}
		this.onFound(from);
		const { bytes } = window;
		window.seek(lineAt(bytes, from + markAt(bytes, from) + header.length).next);
		return 0;
	}

	private firstIn(rows: number): number {
		const { memory, header } = this;
		if (header.length === 0) return -1;
		const { bytes, run } = memory;
		const [first = 0, mark = 0] = [header[0], BYTE_ORDER_MARK[0]];
		for (let row = 0; row < rows; row++) {
			const from = run.rowFrom(row);
			const byte = bytes[from];
			if ((byte === first || byte === mark) && this.isAt(bytes, from)) return row;
		}
		return -1;
	}

	private isAt(bytes: Uint8Array, from: number): boolean {
		const { header, window } = this;
		const start = from + markAt(bytes, from);
		if (!header.every((byte, index) => bytes[start + index] === byte)) return false;
		// Whatever memory holds behind the file's end is not a part of it.
		const end = start + header.length;
		return window.position(end) === window.bytes.length || isBreak(bytes[end]);
	}
}

/** Files that were put together have the mark of each. */
function markAt(bytes: Uint8Array, from: number): number {
	const isThere = BYTE_ORDER_MARK.every((byte, index) => bytes[from + index] === byte);
	return isThere ? BYTE_ORDER_MARK.length : 0;
}

import type { CsvFile } from './csvFile';
import type { FoundRow } from './damagedFile';

/** How much of an uncompressed file is in memory at a time: any row fits, and most files. */
export const WINDOW_BYTES = 16 * 1024 * 1024;
const BATCH_BYTES = 1024 * 1024;

/** The part of a file that is in memory, and where marking goes on in it. */
export class FileWindow {
	/** Bytes of the file before it. */
	offset = 0;
	private end: number;

	constructor(private readonly file: CsvFile) {
		this.end = file.end;
	}

	/** All of the file. Not to be kept: it is replaced when the memory grows. */
	get bytes(): Uint8Array {
		const { source, start, end, memory } = this.file;
		return source ?? memory.bytes.subarray(start, end);
	}

	/** Whether it reaches the file's end. */
	get isLast(): boolean {
		const { source, start } = this.file;
		return source === null || this.offset + this.end - start === source.length;
	}

	/** Where in the file an address is. */
	position(address: number): number {
		return this.offset + address - this.file.start;
	}

	/** Marks from a position of the file on. */
	seek(position: number): void {
		const { start, memory } = this.file;
		const address = start + position - this.offset;
		if (address < start || address > this.end) this.load(position);
		else memory.run.resume(address, this.end, this.isLast);
	}

	/** Loads what follows a position of the file into memory, and marks from there on. */
	load(position: number): void {
		const { source, start, memory } = this.file;
		if (source !== null) {
			const chunk = source.subarray(position, position + WINDOW_BYTES);
			memory.bytes.set(chunk, start);
			this.offset = position;
			this.end = start + chunk.length;
		}
		memory.run.resume(start, this.end, this.isLast);
	}

	/** The row that begins at a position, or after empty lines there; null at the end. */
	rowAt(position: number, cells: number): FoundRow | null {
		this.seek(position);
		const rows = this.mark(1, true);
		const { run } = this.file.memory;
		if (rows === 0) return null;
		if (rows < 0) return this.found(rows, this.position(run.markedTo()));
		const [from, next] = [this.position(run.rowFrom(0)), this.position(run.markedTo())];
		return { fault: 0, from, next, cells, at: from };
	}

	/** The row at which marking stopped. */
	found(fault: number, from: number): FoundRow {
		const { run } = this.file.memory;
		const [next, at] = [this.position(run.faultEnd()), this.position(run.faultAt())];
		return { fault, from, next, cells: run.faultCells(), at };
	}

	/** Rows, none at the end of the file, or a fault. */
	mark(rows: number, isAlone = false): number {
		const { run } = this.file.memory;
		for (;;) {
			const before = run.markedTo();
			const marked = run.mark(rows, isAlone ? WINDOW_BYTES : BATCH_BYTES, isAlone);
			if (marked !== 0) return marked;
			// A batch may be blank lines alone, and what follows it still counts.
			if (run.markedTo() > before) continue;
			if (this.isLast) return 0;
			this.load(this.position(before));
		}
	}
}

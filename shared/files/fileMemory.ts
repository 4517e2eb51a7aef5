import { UnexpectedAnswerError } from '../errors';
import { ASSEMBLED } from './assembled';

const PAGE_BYTES = 64 * 1024;
const ALIGNMENT = 16;
/** What works in the memory reads and writes some bytes beyond what it is given. */
const SLACK = 1024;

/** What `assembly/` exports. Addresses and lengths are bytes; the sources say what each does. */
export interface Assembled {
	readonly memory: Memory;
	firstFree(): number;
	checksum(from: number, to: number, before: number): number;
	beginInflating(from: number, to: number, out: number, end: number): void;
	inflate(budget: number): number;
	inflatedTo(): number;
	openCsv(delimiter: number, rowStarts: number, ends: number): void;
	goOn(from: number, to: number, isWhole: boolean): void;
	setWidth(columns: number, ends: number): void;
	rowBytes(row: number): number;
	mark(rows: number, bytes: number): number;
	markedTo(): number;
	faultAt(): number;
	faultCells(): number;
	cellFrom(row: number, column: number): number;
	cellTo(row: number, column: number, from: number): number;
	codesOf(table: number, column: number, rows: number, out: number): void;
	openTexts(
		columns: number,
		columnCount: number,
		identity: number,
		identityCount: number,
		timeColumn: number,
		kept: number,
		instants: number,
		plain: number,
		other: number,
		room: number,
		lengths: number,
		hashes: number,
	): void;
	pack(from: number, to: number, bytes: number): number;
	plainBytes(): number;
	otherBytes(): number;
}

interface Memory {
	readonly buffer: ArrayBuffer;
	grow(pages: number): number;
}

/** What is used of the web platform's WebAssembly: the types of Node 20 do not have it. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object) => { readonly exports: object };
};

let assembled: object | undefined;

/**
 * The memory in which a file is unpacked and its rows are found, and the WebAssembly that does it
 * (`assembly/`): one file at a time, one piece of memory after another.
 */
export class FileMemory {
	readonly run: Assembled;
	private readonly memory: Memory;
	private free: number;
	private view: Uint8Array;
	private wordView: Int32Array;
	private doubleView: Float64Array;

	constructor() {
		assembled ??= new WebAssembly.Module(bytesOf(ASSEMBLED));
		this.run = new WebAssembly.Instance(assembled).exports as Assembled;
		this.memory = this.run.memory;
		this.free = this.run.firstFree();
		this.view = new Uint8Array(this.memory.buffer);
		this.wordView = new Int32Array(this.memory.buffer);
		this.doubleView = new Float64Array(this.memory.buffer);
	}

	/** All of it. Not to be kept: memory that grows has other bytes. */
	get bytes(): Uint8Array {
		if (this.view.byteLength === 0) this.view = new Uint8Array(this.memory.buffer);
		return this.view;
	}

	/** The same in words of 32 bits. */
	get words(): Int32Array {
		if (this.wordView.byteLength === 0) this.wordView = new Int32Array(this.memory.buffer);
		return this.wordView;
	}

	/** The same in doubles. */
	get doubles(): Float64Array {
		if (this.doubleView.byteLength === 0) this.doubleView = new Float64Array(this.memory.buffer);
		return this.doubleView;
	}

	/** Where a piece of so many bytes begins, on an even address. What is in it is not defined; before it is a zero. */
	take(bytes: number): number {
		const start = Math.ceil((this.free + 1) / ALIGNMENT) * ALIGNMENT;
		const missing = start + bytes + SLACK - this.memory.buffer.byteLength;
		if (missing > 0) this.grow(missing);
		this.bytes[start - 1] = 0;
		this.free = start + bytes + SLACK;
		return start;
	}

	/** A piece with these bytes in it. */
	hold(bytes: Uint8Array): number {
		const start = this.take(bytes.length);
		this.bytes.set(bytes, start);
		return start;
	}

	/** Nothing that was taken is needed any longer. */
	reset(): void {
		this.free = this.run.firstFree();
	}

	private grow(bytes: number): void {
		try {
			this.memory.grow(Math.ceil(bytes / PAGE_BYTES));
		} catch {
			throw new UnexpectedAnswerError(
				`A file needs ${Math.ceil(bytes / 1024 / 1024)} MB more memory than there is. Export a shorter period.`,
			);
		}
	}
}

function bytesOf(base64: string): Uint8Array {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

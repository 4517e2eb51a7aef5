import { UnexpectedAnswerError } from '../errors';
import { ASSEMBLED } from './assembled';

const PAGE_BYTES = 64 * 1024;
const ALIGNMENT = 16;
/** `assembly/` reads and writes some bytes beyond its input and output. */
const SLACK = 1024;

/** What `assembly/` exports. Addresses and lengths are bytes; the sources say what each does. */
export interface Assembled {
	readonly memory: Memory;
	firstFree(): number;
	endMessage(from: number, end: number): number;
	hashMessages(from: number, count: number, out: number): void;
	checksum(from: number, to: number, before: number): number;
	openCsv(delimiter: number, rowStarts: number, ends: number): void;
	resume(from: number, to: number, isWhole: boolean): void;
	setWidth(columns: number, ends: number): void;
	rowFrom(row: number): number;
	rowBytes(row: number): number;
	mark(rows: number, bytes: number, isAlone: boolean): number;
	markedTo(): number;
	faultAt(): number;
	faultCells(): number;
	faultEnd(): number;
	cellFrom(row: number, column: number): number;
	cellTo(row: number, column: number, from: number): number;
	hasDigitsAlone(row: number, column: number): boolean;
	encode(
		table: number,
		column: number,
		rows: number,
		count: number,
		codes: number,
		fresh: number,
	): number;
	keepMatching(table: number, codes: number, rows: number, count: number): number;
	hashRows(request: number, from: number, to: number): number;
	pack(request: number, from: number, to: number, bytes: number): number;
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

/** A view of the memory as numbers. */
export interface Numbers<T extends Int32Array | Float64Array> {
	readonly address: number;
	/** Not to be kept: it is replaced when the memory grows. */
	list: T;
}

let assembled: object | undefined;

/** Words in the memory that `assembly/` reads, by their offsets in bytes (layout.ts). */
export interface MemoryStruct {
	readonly address: number;
	get(offset: number): number;
	set(offset: number, value: number): void;
}

/**
 * The memory in which a file is unpacked and its rows are found, and the WebAssembly that does it
 * (`assembly/`): one file at a time, allocated sequentially.
 * Why WebAssembly: docs/decisions/webassembly.md
 */
export class FileMemory {
	readonly run: Assembled;
	private readonly memory: Memory;
	private free: number;
	private view: Uint8Array;
	/** They replace the views when the memory grows. */
	private readonly renewals: (() => void)[] = [];

	constructor() {
		assembled ??= new WebAssembly.Module(bytesOf(ASSEMBLED));
		this.run = new WebAssembly.Instance(assembled).exports as Assembled;
		this.memory = this.run.memory;
		this.free = this.run.firstFree();
		this.view = new Uint8Array(this.memory.buffer);
	}

	/** All of it. Not to be kept: it is replaced when the memory grows. */
	get bytes(): Uint8Array {
		return this.view;
	}

	/** The aligned address of so many bytes. Their content is undefined; the byte before them is zero. */
	allocate(bytes: number): number {
		const start = Math.ceil((this.free + 1) / ALIGNMENT) * ALIGNMENT;
		const missing = start + bytes + SLACK - this.memory.buffer.byteLength;
		if (missing > 0) this.grow(missing);
		this.bytes[start - 1] = 0;
		this.free = start + bytes + SLACK;
		return start;
	}

	/** Words of 32 bits. */
	allocateWords(count: number): Numbers<Int32Array> {
		const address = this.allocate(count * 4);
		return this.renewed(address, () => new Int32Array(this.memory.buffer, address, count));
	}

	/** Doubles. */
	allocateDoubles(count: number): Numbers<Float64Array> {
		const address = this.allocate(count * 8);
		return this.renewed(address, () => new Float64Array(this.memory.buffer, address, count));
	}

	/** A struct with these words in it. */
	allocateStruct(bytes: number, words: Readonly<Record<number, number>>): MemoryStruct {
		const numbers = this.allocateWords(bytes / 4);
		const request = {
			address: numbers.address,
			get: (offset: number) => numbers.list[offset / 4] ?? 0,
			set: (offset: number, value: number) => void (numbers.list[offset / 4] = value),
		};
		for (const [offset, value] of Object.entries(words)) request.set(Number(offset), value);
		return request;
	}

	/** The address of a copy of these bytes. */
	copyIn(bytes: Uint8Array): number {
		const start = this.allocate(bytes.length);
		this.bytes.set(bytes, start);
		return start;
	}

	/** Frees everything. */
	reset(): void {
		this.free = this.run.firstFree();
		this.renewals.length = 0;
	}

	private renewed<T extends Int32Array | Float64Array>(address: number, view: () => T): Numbers<T> {
		const numbers = { address, list: view() };
		this.renewals.push(() => (numbers.list = view()));
		return numbers;
	}

	private grow(bytes: number): void {
		try {
			this.memory.grow(Math.ceil(bytes / PAGE_BYTES));
		} catch {
			throw new UnexpectedAnswerError(
				`A file needs ${Math.ceil(bytes / 1024 / 1024)} MB more memory than there is. Export a shorter period.`,
			);
		}
		this.view = new Uint8Array(this.memory.buffer);
		for (const renew of this.renewals) renew();
	}
}

function bytesOf(base64: string): Uint8Array {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

import type { FileMemory } from '../fileMemory';

/** One CSV of an export, in UTF-8 without byte order mark. */
export interface CsvFile {
	readonly name: string;
	/** Its index in its file. */
	readonly index: number;
	/** To be read before the next CSV is requested, which overwrites it. */
	readonly memory: FileMemory;
	/** Where it is in the memory: all of it, or its first bytes. */
	readonly start: number;
	readonly end: number;
	/** All of it, where only its first bytes are in the memory at first. */
	readonly source: Uint8Array | null;
}

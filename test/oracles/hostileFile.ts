/** A malicious file, and the words of its refusal. Generated on demand: some are large. */
export interface HostileFile {
	readonly name: string;
	readonly refusal: string;
	make(): Uint8Array;
}

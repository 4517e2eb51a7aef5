/** A file that means harm, and the words of its refusal. Made when it is needed: some are large. */
export interface HostileFile {
	readonly name: string;
	readonly refusal: string;
	make(): Uint8Array;
}

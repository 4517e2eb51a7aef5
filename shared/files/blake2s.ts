import { FileMemory } from './fileMemory';

let memory: FileMemory | undefined;

/**
 * The first 128 bits of the BLAKE2s-256 (RFC 7693) of a text in UTF-8: 16 bytes. Unlike the web
 * platform's digests it is synchronous.
 */
export function blake2s128(text: string): Uint8Array {
	memory ??= new FileMemory();
	memory.reset();
	const out = memory.allocate(HASH_BYTES);
	const bytes = new TextEncoder().encode(text);
	const message = memory.allocate(MESSAGE_HEAD + bytes.length + BLOCK_BYTES);
	memory.bytes.set(bytes, message + MESSAGE_HEAD);
	memory.run.endMessage(message, message + MESSAGE_HEAD + bytes.length);
	memory.run.hashMessages(message, 1, out);
	return memory.bytes.slice(out, out + HASH_BYTES);
}

const HASH_BYTES = 16;
/** As in assembly/blake2s.ts. */
const MESSAGE_HEAD = 16;
const BLOCK_BYTES = 64;

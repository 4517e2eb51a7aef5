/** Unpacks raw deflate data. Lent by a host that has a faster one than the web platform's. */
export type Inflate = (compressed: Uint8Array) => AsyncIterable<Uint8Array>;

/** Above the harmless size, nothing honest is packed so well; below it, a file may repeat itself as it likes. */
export const BOMB = { ratio: 200, harmlessBytes: 64 * 1024 * 1024 } as const;

export function isBomb(unpacked: number, packed: number): boolean {
	return unpacked > BOMB.harmlessBytes && unpacked > packed * BOMB.ratio;
}

/** The web platform's own inflater. */
export const webInflate: Inflate = (compressed) => decompressed(compressed, 'deflate-raw');

/** Chunks of what the web platform unpacks; stopping stops it. */
export async function* decompressed(
	compressed: Uint8Array,
	format: 'deflate-raw' | 'gzip',
): AsyncGenerator<Uint8Array> {
	const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
		start(controller) {
			controller.enqueue(compressed as Uint8Array<ArrayBuffer>);
			controller.close();
		},
	});
	const reader = source.pipeThrough(new DecompressionStream(format)).getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

/** The same chunks; what their source throws becomes a refusal, and nobody else's error does. */
export async function* orRefused(
	chunks: AsyncIterable<Uint8Array>,
	refusal: () => Error,
): AsyncGenerator<Uint8Array> {
	try {
		yield* chunks;
	} catch {
		throw refusal();
	}
}

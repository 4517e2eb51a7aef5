/** Above the harmless size, nothing honest is packed so well; below it, a file may repeat itself as it likes. */
export const BOMB = { ratio: 200, harmlessBytes: 64 * 1024 * 1024 } as const;

export function isBomb(unpacked: number, packed: number): boolean {
	return unpacked > BOMB.harmlessBytes && unpacked > packed * BOMB.ratio;
}

/** Chunks of what gzip holds; stopping stops it. See docs/decisions/inflating.md */
export async function* gunzipped(compressed: Uint8Array): AsyncGenerator<Uint8Array> {
	const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
		start(controller) {
			controller.enqueue(compressed as Uint8Array<ArrayBuffer>);
			controller.close();
		},
	});
	const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
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

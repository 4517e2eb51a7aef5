/** The first `limit` of all members, then the source is closed. Batches stay batches. */
export async function* take<T>(
	batches: AsyncIterable<readonly T[]>,
	limit: number,
): AsyncGenerator<readonly T[], void, undefined> {
	let left = limit;
	if (left <= 0) return;
	for await (const batch of batches) {
		yield batch.length <= left ? batch : batch.slice(0, left);
		left -= batch.length;
		if (left <= 0) return;
	}
}

import type { DuckDBDataChunk } from '@duckdb/node-api';

/** The memory behind a column of numbers: setting items one by one takes ten times as long. */
export function numbersOf<A = Uint32Array>(chunk: DuckDBDataChunk, column: number): A {
	return (chunk.getColumnVector(column) as unknown as { items: A }).items;
}

/** The same of a column of 64 bits, as words of 32, the lower one first. */
export function wordsOf(chunk: DuckDBDataChunk, column: number): Uint32Array {
	const { buffer, byteOffset, byteLength } = numbersOf<BigInt64Array>(chunk, column);
	return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** Makes all values of a column null, where few of them will be set. */
export function nullAll(chunk: DuckDBDataChunk, column: number): void {
	const vector = chunk.getColumnVector(column);
	vector.setItem(0, null);
	const { validity } = vector as unknown as { validity: { data: BigUint64Array } };
	validity.data.fill(0n);
}

export function flushAll(chunk: DuckDBDataChunk): void {
	for (let column = 0; column < chunk.columnCount; column++) chunk.getColumnVector(column).flush();
}

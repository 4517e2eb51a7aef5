/** The next byte to be taken, and where the data ends. Sixteen bytes behind it must be readable. */
export let input: usize = 0;
export let inputEnd: usize = 0;
/** Bits that were taken and not used, the next one lowest; those above `have` are of bytes not yet taken. */
export let bits: u64 = 0;
export let have: u32 = 0;

export function beginInput(from: usize, to: usize): void {
	inputEnd = to;
	goOnAt(from, 0, 0);
}

/** Goes on with the byte at `from`, behind `count` bits that are taken already. */
export function goOnAt(from: usize, taken: u64, count: u32): void {
	input = from;
	bits = taken;
	have = count;
}

/** Takes bytes until there are at least 56 bits. */
export function refill(): void {
	bits |= load<u64>(input) << have;
	input += (63 - have) >> 3;
	have |= 56;
}

/** The next bits, at most as many as there are. */
export function take(count: u32): u32 {
	const taken = peek(count);
	bits >>= count;
	have -= count;
	return taken;
}

/** The same bits, which stay. */
export function peek(count: u32): u32 {
	return <u32>(bits & (((<u64>1) << count) - 1));
}

/** Where the first byte is of which no bit was used. */
export function wholeBytesFrom(): usize {
	return input - (have >> 3);
}

/** Whether bits were used that the data does not have. */
export function isOverrun(): bool {
	return wholeBytesFrom() > inputEnd;
}

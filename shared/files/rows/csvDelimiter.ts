const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const DELIMITERS = [0x2c, 0x3b, 0x09] as const;
const MAX_HEADER_BYTES = 1024 * 1024;

/** The delimiter that the header uses most; a comma when it uses none. */
export function delimiterOf(bytes: Uint8Array): number {
	const counts = DELIMITERS.map(() => 0);
	let quoted = false;
	let isBlank = true;
	for (const byte of bytes.subarray(0, MAX_HEADER_BYTES)) {
		const isBreak = byte === LF || byte === CR;
		if (isBreak && !quoted && !isBlank) break;
		if (!isBreak) isBlank = false;
		if (byte === QUOTE) quoted = !quoted;
		if (quoted) continue;
		const index = DELIMITERS.findIndex((delimiter) => delimiter === byte);
		if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
	}
	return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? DELIMITERS[0];
}

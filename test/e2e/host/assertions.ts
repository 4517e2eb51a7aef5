/** @throws Error when they differ. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
	if (actual !== expected) {
		throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
	}
}

/**
 * @returns the text.
 * @throws Error when it lacks one of the words.
 */
export function assertIncludes(text: string | undefined, ...words: readonly string[]): string {
	const missing = words.find((word) => !text?.includes(word));
	if (missing === undefined) return text ?? '';
	throw new Error(`"${missing}" is not in: ${text?.replace(/\s+/g, ' ')}`);
}

/** @throws Error when they differ, also in order. */
export function assertSameList(actual: readonly string[], expected: readonly string[]): void {
	if (actual.join('\n') === expected.join('\n')) return;
	const some = (list: readonly string[]) => list.slice(0, 3).join(' ; ') || 'none';
	const missing = expected.filter((it) => !actual.includes(it));
	const unexpected = actual.filter((it) => !expected.includes(it));
	throw new Error(
		`${actual.length} instead of ${expected.length}; missing: ${some(missing)}; unexpected: ${some(unexpected)}`,
	);
}

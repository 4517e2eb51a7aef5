const MAX_NEAREST = 3;
/** Longer words are not compared letter by letter. */
const MAX_LENGTH = 60;

/** The names that are most like a word: few letters differ, or one of their words begins as it does. */
export function nearestTo(
	word: string,
	names: readonly string[],
	spelling: (text: string) => string,
): string[] {
	const typed = spelling(word).slice(0, MAX_LENGTH);
	const allowed = Math.max(1, Math.floor(typed.length / 3));
	const scored = names.map((name) => {
		const whole = spelling(name).slice(0, MAX_LENGTH);
		const parts = [whole, ...whole.split(/[\s_]+/)];
		return { name, distance: Math.min(...parts.map((part) => distanceUpTo(allowed, typed, part))) };
	});
	return scored
		.filter(({ distance }) => distance <= allowed)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, MAX_NEAREST)
		.map(({ name }) => name);
}

/** Infinity where already the lengths differ by more than is allowed: of a thousand names, most. */
function distanceUpTo(allowed: number, a: string, b: string): number {
	return Math.abs(a.length - b.length) > allowed ? Infinity : distanceOf(a, b);
}

/** How many letters have to be added, left out or replaced; Levenshtein's distance. */
function distanceOf(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 0; i < a.length; i++) {
		const next = [i + 1];
		for (let j = 0; j < b.length; j++) {
			const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
			next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

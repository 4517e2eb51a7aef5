import { seededRandom } from '../../zoho/log/random';

/** Runs a property often, each time with other numbers; the same every time. */
export function forAll(times: number, property: (random: () => number) => void): void {
	for (let seed = 1; seed <= times; seed++) property(seededRandom(seed));
}

export function integer(random: () => number, from: number, to: number): number {
	return from + Math.floor(random() * (to - from + 1));
}

export function oneOf<T>(random: () => number, items: readonly T[]): T {
	return items[Math.floor(random() * items.length)] as T;
}

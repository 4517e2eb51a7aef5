import { createRandom } from '../bench/random';
import { check, type Outcome } from '../fuzz/check';
import { input } from '../fuzz/inputs';

test('five hundred damaged files are read as the oracles read them, or refused', async () => {
	const counts: Record<Outcome, number> = {
		read: 0,
		'read in part': 0,
		'refused by both': 0,
		'refused by us alone': 0,
	};
	for (let seed = 1; seed <= 500; seed++) {
		try {
			counts[await check(input(createRandom(seed)))]++;
		} catch (error) {
			throw new Error(`Input ${seed}.`, { cause: error });
		}
	}
	expect(counts.read).toBeGreaterThan(150);
	expect(counts['read in part']).toBeGreaterThan(30);
	expect(counts['refused by both']).toBeGreaterThan(80);
	// Stricter than both oracles, but rarely.
	expect(counts['refused by us alone']).toBeLessThan(34);
}, 120_000);

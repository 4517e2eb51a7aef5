/**
 * How often a property is tried: so many times in every run of the tests, TEST_RUNS times as often in
 * a longer one.
 */
export function runs(count: number): number {
	return Math.ceil(count * Number(process.env['TEST_RUNS'] ?? 1));
}

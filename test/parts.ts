import fc from 'fast-check';

/** Numbers from 0 to a largest one, spread evenly: most of `fc.double` from 0 on are next to nothing. */
export function partOf(max: number): fc.Arbitrary<number> {
	return fc.integer({ min: 0, max: 1_000 }).map((number) => (number / 1_000) * max);
}

import { usualDays } from '../../../shared/alerts/usualDays';

test.each([
	['of an even number of days, the median is between the two in the middle', [4, 5], 4.5, 0.5, 23],
	['a single mass does not move it', [4, 4, 4, 4, 9_000], 4, 0, 20],
	['days that differ much need much more', [2, 10, 30], 10, 8, 90],
	['never below the minimum', [1, 1, 1], 1, 0, 7],
])('%s', (_, counts, median, deviation, limit) => {
	expect(usualDays(counts, { minimum: 7, factor: 5 })).toEqual({ median, deviation, limit });
});

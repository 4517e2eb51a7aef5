import { readFileSync } from 'node:fs';
import { FAULTS } from './faults';
import { faultTests, table, TABLE_FILE } from './table';

test('every fault has a test of its number', () => {
	const numbers = new Set(faultTests().map(({ number }) => number));
	const without = FAULTS.flatMap((what, index) =>
		numbers.has(index + 1) ? [] : [`${index + 1}: ${what}`],
	);
	expect(FAULTS).toHaveLength(59);
	expect(without).toEqual([]);
});

test('the table in README.md is the one that npm run faults makes', () => {
	expect(readFileSync(TABLE_FILE, 'utf8')).toBe(table());
});

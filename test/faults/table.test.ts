import { readFileSync } from 'node:fs';
import { FAULTS, WITHOUT_TEST } from './faults';
import { faultTests, table, TABLE_FILE } from './table';

test('every fault has a test of its number, but for those that are listed as without', () => {
	const numbers = new Set(faultTests().map(({ number }) => number));
	const without = FAULTS.map((_, index) => index + 1).filter((number) => !numbers.has(number));
	expect(FAULTS).toHaveLength(80);
	expect(without).toEqual(WITHOUT_TEST);
});

test('the table in README.md is the one that npm run faults makes', () => {
	expect(readFileSync(TABLE_FILE, 'utf8')).toBe(table());
});

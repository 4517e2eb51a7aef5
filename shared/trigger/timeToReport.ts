/**
 * Whether it is time to report what has been found so many times: at the first, the fifth, the tenth, the
 * twentieth and so on.
 */
export function isTimeToReport(times: number): boolean {
	const fives = times / 5;
	return times === 1 || (Number.isInteger(fives) && fives > 0 && (fives & (fives - 1)) === 0);
}

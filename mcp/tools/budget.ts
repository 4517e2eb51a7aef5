/**
 * The longest answer that fits: as many of the items, from the first, as leave the whole answer within
 * so many characters of JSON. The answer is measured with everything that is in it, so it is built
 * again for each number of items. At least one item is kept, made smaller by `shorten` until it fits.
 */
export function withinBudget<I, R extends object>(
	maxChars: number,
	items: readonly I[],
	build: (shown: readonly I[]) => R,
	shorten: (item: I) => I = (item) => item,
): R {
	const fits = (answer: R): boolean => JSON.stringify(answer).length <= maxChars;
	const whole = build(items);
	if (items.length === 0 || fits(whole)) return whole;
	let [fitting, tooMany] = [0, items.length];
	while (tooMany - fitting > 1) {
		const middle = Math.floor((fitting + tooMany) / 2);
		if (fits(build(items.slice(0, middle)))) fitting = middle;
		else tooMany = middle;
	}
	if (fitting > 0) return build(items.slice(0, fitting));
	let item = items[0] as I;
	for (let attempt = 0; attempt < 8 && !fits(build([item])); attempt++) item = shorten(item);
	return build([item]);
}

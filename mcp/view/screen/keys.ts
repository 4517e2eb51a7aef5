/** Where an arrow leads from one part of a picture to another; null for a key that is none. */
export function targetAfter(
	key: string,
	current: Element,
	all: readonly Element[],
): Element | null | undefined {
	const index = all.indexOf(current);
	if (key === 'Home') return all[0];
	if (key === 'End') return all.at(-1);
	if (key === 'ArrowRight') return all[index + 1];
	if (key === 'ArrowLeft') return all[index - 1];
	if (key === 'ArrowDown' || key === 'ArrowUp') return nearest(current, all, key === 'ArrowDown');
	return null;
}

/** The part in the next row that has any, as near to the same column as there is one. */
function nearest(current: Element, all: readonly Element[], isDown: boolean): Element | undefined {
	const [x, y] = placeOf(current);
	const others = all.filter((it) => (isDown ? placeOf(it)[1] > y : placeOf(it)[1] < y));
	const distance = (it: Element): number =>
		Math.abs(placeOf(it)[1] - y) * 1_000 + Math.abs(placeOf(it)[0] - x);
	return others.sort((a, b) => distance(a) - distance(b))[0];
}

function placeOf(element: Element): readonly [x: number, y: number] {
	return [Number(element.getAttribute('x')), Number(element.getAttribute('y'))];
}

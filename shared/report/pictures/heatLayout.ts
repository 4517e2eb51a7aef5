/** Where the cells of a heat map are, and how many hours each stands for. */
export interface HeatLayout {
	/** Pixels for the name of a row. */
	readonly label: number;
	readonly cell: number;
	readonly row: number;
	/** Hours of one cell: a divisor of 24. */
	readonly hours: number;
}

/** Of a page that is as wide as paper. */
export const WIDE: HeatLayout = { label: 172, cell: 30, row: 25, hours: 1 };

const LETTER = 7;
const GAP = 10;
/** A finger hits it, and four digits fit. */
const LEAST_CELL = 24;

/** As it fits into so many pixels: where cells of an hour would be too narrow, each stands for several. */
export function layoutFor(width: number, labels: readonly string[]): HeatLayout {
	const longest = Math.max(0, ...labels.map(({ length }) => length));
	// Short names may have wide letters alone.
	const wanted = longest * LETTER + GAP + LETTER;
	const label = Math.min(WIDE.label, wanted, Math.floor(width * 0.36));
	const cellOf = (hours: number): number => (width - label) / (24 / hours);
	const hours = [1, 2, 3, 4].find((each) => cellOf(each) >= LEAST_CELL) ?? 6;
	return { label, cell: cellOf(hours), row: WIDE.row, hours };
}

/** So many letters of a name are shown. */
export function lettersIn({ label }: HeatLayout): number {
	return Math.floor((label - GAP) / LETTER);
}

import { type Html, joined, markup } from '../markup';
import { clippedApart, entriesText, numberText, shortNumber } from '../labels';
import { name, tableUnder } from '../table';
import { type HeatLayout, lettersIn, WIDE } from './heatLayout';
import { at, type Choice, picture, type Target } from './picture';

export interface HeatRow {
	readonly label: string;
	/** By hour of the day. */
	readonly counts: ArrayLike<number>;
	/** Whether a line sets it apart from the row before. */
	readonly isFirst?: boolean;
	/** Whether its cells cannot be chosen, on a page where others can. */
	readonly isFixed?: boolean;
}

export interface HeatMap {
	readonly id: string;
	readonly title: string;
	readonly description: string;
	/** What rows are. */
	readonly of: string;
	readonly rows: readonly HeatRow[];
	readonly choice?: Choice | undefined;
	readonly layout?: HeatLayout | undefined;
}

const STEPS = 5;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Rows by hour of the day: the more entries, the stronger the color, and each with its number. */
export function heatMap(map: HeatMap): Html {
	const { id, title, description, rows, choice, layout = WIDE } = map;
	const { label: left, cell, row: rowHeight, hours } = layout;
	const top = 24;
	const starts = HOURS.filter((hour) => hour % hours === 0);
	const countAt = ({ counts }: HeatRow, start: number): number =>
		HOURS.slice(start, start + hours).reduce((sum, hour) => sum + (counts[hour] ?? 0), 0);
	const width = left + starts.length * cell;
	const most = Math.max(0, ...rows.flatMap((row) => starts.map((start) => countAt(row, start))));
	const cells: string[][] = Array.from({ length: STEPS }, () => []);
	const numbers: Html[][] = Array.from({ length: STEPS }, () => []);
	const names = clippedApart(
		rows.map(({ label }) => label),
		lettersIn(layout),
	);
	const labels: Html[] = [];
	const targets: Target[] = [];
	rows.forEach((each, row) => {
		const { label, isFirst, isFixed } = each;
		const y = top + row * rowHeight;
		labels.push(
			markup`<text class="l" x="${at(left - 10)}" y="${y + 16}">${names[row] ?? ''}</text>`,
		);
		if (isFirst && row > 0)
			labels.push(markup`<path class="rule" d="M0 ${at(y - 0.5)}H${at(width)}"/>`);
		starts.forEach((start, column) => {
			const count = countAt(each, start);
			if (count === 0) return;
			const step = stepOf(count, most);
			const x = left + column * cell;
			if (choice && !isFixed)
				targets.push({
					...targetOf(choice, row, start, start + hours),
					label: cellText(label, start, start + hours, count),
					...{ x, y, width: cell, height: rowHeight },
				});
			cells[step]?.push(`M${at(x + 1)} ${y + 1}h${at(cell - 2)}v${rowHeight - 2}h${at(2 - cell)}z`);
			numbers[step]?.push(
				markup`<text x="${at(x + cell / 2)}" y="${y + 16}">${shortNumber(count)}</text>`,
			);
		});
	});
	const height = top + rows.length * rowHeight + 2;
	// An hour is named in its middle, and several where they begin.
	const columns = starts.map(
		(start, column) =>
			markup`<text x="${at(left + column * cell + (hours === 1 ? cell / 2 : 0))}" y="15">${String(start).padStart(2, '0')}</text>`,
	);
	const content = joined([
		markup`<rect class="empty" x="${at(left)}" y="${top}" width="${at(starts.length * cell)}" height="${rows.length * rowHeight}"/>`,
		...cells.map((step, index) => markup`<path class="h${index}" d="${step.join('')}"/>`),
		...numbers.map((step, index) => markup`<g class="t${index}">${joined(step)}</g>`),
		markup`<g class="axis">${joined(columns)}</g>${joined(labels)}`,
	]);
	return markup`${picture({ id, title, description, width: Math.round(width), height, content, targets })}${numbersOf(map, hours)}`;
}

/** A column for each hour; where there is no room for them, the hours that have any entry. */
function numbersOf({ title, of, rows }: HeatMap, hours: number): Html {
	if (hours > 1) {
		const columns = [{ title: of }, { title: 'Entries by hour' }];
		return tableUnder(
			title,
			columns,
			rows.map(({ label, counts }) => [name(label), hoursText(counts)]),
		);
	}
	return tableUnder(
		title,
		[
			{ title: of },
			...HOURS.map((hour) => ({ title: String(hour).padStart(2, '0'), isNumber: true })),
		],
		rows.map(({ label, counts }) => [
			name(label),
			...HOURS.map((hour) => numberText(counts[hour] ?? 0)),
		]),
	);
}

function hoursText(counts: ArrayLike<number>): string {
	const known = HOURS.flatMap((hour) => {
		const count = counts[hour] ?? 0;
		return count === 0 ? [] : [`${String(hour).padStart(2, '0')}:00 ${numberText(count)}`];
	});
	return known.length === 0 ? 'none' : known.join(' · ');
}

function targetOf({ prefix, chosen }: Choice, row: number, from: number, to: number) {
	const key = `${prefix}:${row}:${from}${to - from > 1 ? `:${to}` : ''}`;
	return { key, isChosen: key === chosen };
}

function cellText(label: string, from: number, to: number, count: number): string {
	return `${label}, ${from}:00 to ${to}:00: ${entriesText(count)}`;
}

/** By the logarithm, so that one busy hour does not make all others look the same. */
function stepOf(count: number, most: number): number {
	return Math.min(STEPS - 1, Math.floor((Math.log1p(count) / Math.log1p(most)) * STEPS));
}

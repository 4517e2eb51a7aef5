import { type Html, joined, markup } from '../markup';
import { clipped, entriesText, numberText, shortNumber } from '../labels';
import { name, tableUnder } from '../table';
import { at, type Choice, picture, type Target } from './picture';

export interface HeatRow {
	readonly label: string;
	/** By hour of the day. */
	readonly counts: ArrayLike<number>;
	/** Whether a line sets it apart from the row before. */
	readonly isFirst?: boolean;
}

export interface HeatMap {
	readonly id: string;
	readonly title: string;
	readonly description: string;
	/** What rows are. */
	readonly of: string;
	readonly rows: readonly HeatRow[];
	readonly choice?: Choice | undefined;
}

const [LABEL, CELL, ROW, TOP] = [172, 30, 25, 24];
const LETTERS = 23;
const STEPS = 5;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Rows by hour of the day: the more entries, the stronger the color, and each with its number. */
export function heatMap({ id, title, description, of, rows, choice }: HeatMap): Html {
	const most = Math.max(0, ...rows.flatMap(({ counts }) => Array.from(counts)));
	const cells: string[][] = Array.from({ length: STEPS }, () => []);
	const numbers: Html[][] = Array.from({ length: STEPS }, () => []);
	const labels: Html[] = [];
	const targets: Target[] = [];
	rows.forEach(({ label, counts, isFirst }, row) => {
		const y = TOP + row * ROW;
		labels.push(
			markup`<text class="l" x="${LABEL - 10}" y="${y + 16}">${clipped(label, LETTERS)}</text>`,
		);
		if (isFirst && row > 0)
			labels.push(markup`<path class="rule" d="M0 ${at(y - 0.5)}H${width}"/>`);
		for (const hour of HOURS) {
			const count = counts[hour] ?? 0;
			if (count === 0) continue;
			const step = stepOf(count, most);
			const x = LABEL + hour * CELL;
			if (choice)
				targets.push({
					...targetOf(choice, row, hour),
					label: cellText(label, hour, count),
					x,
					y,
					width: CELL,
					height: ROW,
				});
			cells[step]?.push(`M${x + 1} ${y + 1}h${CELL - 2}v${ROW - 2}h${2 - CELL}z`);
			numbers[step]?.push(
				markup`<text x="${x + CELL / 2}" y="${y + 16}">${shortNumber(count)}</text>`,
			);
		}
	});
	const height = TOP + rows.length * ROW + 2;
	const columns = HOURS.map(
		(hour) =>
			markup`<text x="${LABEL + hour * CELL + CELL / 2}" y="15">${String(hour).padStart(2, '0')}</text>`,
	);
	const content = joined([
		markup`<rect class="empty" x="${LABEL}" y="${TOP}" width="${24 * CELL}" height="${rows.length * ROW}"/>`,
		...cells.map((step, index) => markup`<path class="h${index}" d="${step.join('')}"/>`),
		...numbers.map((step, index) => markup`<g class="t${index}">${joined(step)}</g>`),
		markup`<g class="axis">${joined(columns)}</g>${joined(labels)}`,
	]);
	return markup`${picture({ id, title, description, width, height, content, targets })}${tableUnder(
		title,
		[
			{ title: of },
			...HOURS.map((hour) => ({ title: String(hour).padStart(2, '0'), isNumber: true })),
		],
		rows.map(({ label, counts }) => [
			name(label),
			...HOURS.map((hour) => numberText(counts[hour] ?? 0)),
		]),
	)}`;
}

function targetOf({ prefix, chosen }: Choice, row: number, hour: number) {
	const key = `${prefix}:${row}:${hour}`;
	return { key, isChosen: key === chosen };
}

function cellText(label: string, hour: number, count: number): string {
	return `${label}, ${hour}:00 to ${hour + 1}:00: ${entriesText(count)}`;
}

const width = LABEL + 24 * CELL;

/** By the logarithm, so that one busy hour does not make all others look the same. */
function stepOf(count: number, most: number): number {
	return Math.min(STEPS - 1, Math.floor((Math.log1p(count) / Math.log1p(most)) * STEPS));
}

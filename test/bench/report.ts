import type { Measurement } from './contender';

/** Medians by contender. */
export type Results = Readonly<Record<string, Measurement>>;

type Figure = keyof Measurement;

/** A limit for a ratio of two contenders, or for a figure of one. */
interface Target {
	readonly text: string;
	readonly value: (results: Results) => number | null;
	readonly limit: number;
	readonly atLeast?: boolean;
	readonly unit?: string;
}

const ratio =
	(above: string, below: string) =>
	(results: Results): number | null => {
		const [a, b] = [results[above], results[below]];
		return a && b ? a.cpuMs / b.cpuMs : null;
	};
const highest =
	(figure: Figure, names: readonly string[]) =>
	(results: Results): number | null => {
		const found = names.map((name) => results[name]?.[figure] ?? NaN).filter((value) => value >= 0);
		return found.length === 0 ? null : Math.max(...found);
	};

const OURS = ['filter', 'summary', 'all', 'node-filter', 'node-summary', 'node-all'];

const TARGETS: readonly Target[] = [
	{ text: 'filter ÷ floor, server', value: ratio('filter', 'floor'), limit: 2.3 },
	{ text: 'filter ÷ floor, node', value: ratio('node-filter', 'floor'), limit: 3.0 },
	{ text: 'summary ÷ floor', value: ratio('summary', 'floor'), limit: 3.0 },
	{ text: 'all rows ÷ floor', value: ratio('all', 'floor'), limit: 5.2 },
	atLeast('the obvious way ÷ ours, all rows', ratio('obvious', 'all'), 5),
	atLeast('yauzl + uDSV ÷ ours, all rows', ratio('yauzl-udsv', 'all'), 2.5),
	atLeast('DuckDB to rows ÷ ours, all rows', ratio('duckdb-rows', 'all'), 5),
	atLeast('DuckDB filter ÷ ours, filter', ratio('duckdb-filter', 'filter'), 1.5),
	{ text: 'peak memory', value: highest('peakMb', OURS), limit: 160, unit: ' MB' },
	{ text: 'first row', value: highest('firstRowMs', OURS), limit: 150, unit: ' ms' },
	{ text: 'longest block', value: highest('blockedMs', OURS), limit: 30, unit: ' ms' },
];

function atLeast(text: string, value: Target['value'], limit: number): Target {
	return { text, value, limit, atLeast: true };
}

/** Figure by figure. */
export function median(measurements: readonly Measurement[]): Measurement {
	const of = (figure: Figure): number | null => {
		const values = measurements.map((measurement) => measurement[figure]);
		const known = values.filter((value) => value !== null).sort((a, b) => a - b);
		return known[Math.floor(known.length / 2)] ?? null;
	};
	return {
		rows: of('rows') ?? 0,
		cpuMs: of('cpuMs') ?? NaN,
		wallMs: of('wallMs') ?? NaN,
		firstRowMs: of('firstRowMs'),
		blockedMs: of('blockedMs'),
		peakMb: of('peakMb'),
	};
}

export function measurementTable(
	results: Results,
	contenders: readonly (readonly [file: string, name: string, text: string])[],
): string {
	const floor = results['floor']?.cpuMs ?? NaN;
	const lines = contenders.flatMap(([, name, text]) => {
		const found = results[name];
		if (!found) return [];
		const { rows, cpuMs, wallMs, firstRowMs, blockedMs, peakMb } = found;
		const figures = [rows, cpuMs, wallMs, firstRowMs, blockedMs, peakMb].map(whole);
		return [[text, ...figures, (cpuMs / floor).toFixed(2)]];
	});
	return table(
		[
			'contender',
			'rows',
			'CPU ms',
			'wall ms',
			'first row ms',
			'block ms',
			'peak MB',
			'CPU ÷ floor',
		],
		lines,
	);
}

export function targetTable(results: Results): string {
	const lines = TARGETS.map(({ text, value, limit, atLeast = false, unit = '' }) => {
		const found = value(results);
		const isMet = found !== null && (atLeast ? found >= limit : found <= limit);
		const shown = found === null ? '–' : `${unit === '' ? found.toFixed(2) : whole(found)}${unit}`;
		const met = found === null ? 'not measured' : isMet ? 'met' : 'NOT MET';
		return [text, shown, `${atLeast ? '≥' : '≤'} ${limit}${unit}`, met];
	});
	return table(['figure', 'measured', 'target', ''], lines);
}

export function growthTable(
	growth: Readonly<Record<number, Results>>,
	names: readonly string[],
): string {
	const sizes = Object.keys(growth).map(Number);
	const lines = names.map((name) => [
		name,
		...sizes.flatMap((rows) => {
			const found = growth[rows]?.[name];
			return found ? [whole(found.cpuMs), whole(found.peakMb)] : ['–', '–'];
		}),
	]);
	const heads = sizes.flatMap((rows) => [`CPU ms at ${rows.toLocaleString('en')}`, 'peak MB']);
	return table(['growth', ...heads], lines);
}

function whole(value: number | null): string {
	return value === null ? '–' : Math.round(value).toLocaleString('en');
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
	const all = [heads, heads.map((_, column) => (column === 0 ? '---' : '--:')), ...lines];
	const widths = heads.map((_, column) =>
		Math.max(...all.map((line) => line[column]?.length ?? 0)),
	);
	const padded = all.map((line) =>
		line.map((cell, column) =>
			column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
		),
	);
	return `${padded.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

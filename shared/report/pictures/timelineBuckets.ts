import { dayText, hourText, shortDay, weekdayOf } from '../labels';

export type Unit = 'hour' | 'day' | 'week' | 'month';

export interface Bucket {
	/** Hours on the wall since 1970: inclusive and exclusive. */
	readonly from: number;
	readonly to: number;
	readonly label: string;
	readonly count: number;
}

/** A bar needs so many pixels. */
const BAR = 4.69;

/** Stretches of equal length over all of the period, silent ones too; as fine as there is room for. */
export function bucketsOf(
	hours: ReadonlyMap<number, number>,
	{ from, to }: { readonly from: number; readonly to: number },
	{
		finest = 'hour',
		width,
	}: { readonly finest?: 'hour' | 'day' | undefined; readonly width: number },
): { readonly unit: Unit; readonly buckets: readonly Bucket[] } {
	const bars = Math.floor(width / BAR);
	const days = Math.ceil(to / 24) - Math.floor(from / 24);
	const unit =
		days * 24 <= Math.min(96, bars) && finest === 'hour'
			? 'hour'
			: days <= bars
				? 'day'
				: days <= 7 * bars
					? 'week'
					: 'month';
	const starts: number[] = [];
	let start = startOf(unit, from);
	for (; start < to && starts.length <= 20_000; start = nextAfter(unit, start)) starts.push(start);
	starts.push(start);
	const sums = new Map<number, number>();
	for (const [hour, count] of hours) {
		const own = startOf(unit, hour);
		sums.set(own, (sums.get(own) ?? 0) + count);
	}
	const buckets = starts.slice(0, -1).map((own, index) => ({
		from: own,
		to: starts[index + 1] ?? own,
		label: labelOf(unit, own),
		count: sums.get(own) ?? 0,
	}));
	return { unit, buckets };
}

function startOf(unit: Unit, hour: number): number {
	if (unit === 'hour') return hour;
	const day = Math.floor(hour / 24);
	if (unit === 'day') return day * 24;
	if (unit === 'week') return (day - weekdayOf(day)) * 24;
	const date = new Date(day * 86_400_000);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 3_600_000;
}

function nextAfter(unit: Unit, start: number): number {
	if (unit !== 'month') return start + { hour: 1, day: 24, week: 168 }[unit];
	const date = new Date(start * 3_600_000);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 3_600_000;
}

function labelOf(unit: Unit, start: number): string {
	const day = start / 24;
	if (unit === 'hour') return hourText(start);
	if (unit === 'week') return `Week of ${dayText(day)}`;
	return unit === 'day' ? dayText(day) : dayText(day).replace(/^\d+ /, '');
}

/** For an axis, where there is little room. */
export function tickOf(unit: Unit, start: number): string {
	if (unit === 'hour') return start % 24 === 0 ? shortDay(start / 24) : hourText(start).slice(-5);
	return unit === 'month' ? labelOf('month', start) : shortDay(Math.floor(start / 24));
}

import { type Burst, type Bursts, MANY_DELETIONS } from '../bursts';
import { type Html, joined, markup } from '../markup';
import { entriesText, hourText, numberText, shortNumber, shownName } from '../labels';
import { name, table, tableUnder } from '../table';
import { at, type Choice, picture, type Target } from './picture';
import { type Bucket, bucketsOf, tickOf, type Unit } from './timelineBuckets';

/** Room for a date on the axis. */
const TICK = 62;
const [LEFT, TOP, HEIGHT, BOTTOM] = [46, 28, 150, 24];
/** Of a page that is as wide as paper. */
const PAPER = 892;
/** Bursts that are marked and listed; the others are counted. */
const SHOWN_BURSTS = 9;

/** How a timeline is drawn for a page that answers. */
export interface TimelineOptions {
	/** Where entries are known by day alone, no bar is shorter. */
	readonly finest?: 'hour' | 'day' | undefined;
	readonly choice?: Choice | undefined;
	/** Pixels that there are for it. */
	readonly width?: number | undefined;
}

/** A bar for each hour, day, week or month of the period, and the bursts in it, where they are known. */
export function timeline(
	hours: ReadonlyMap<number, number>,
	span: { readonly from: number; readonly to: number },
	bursts: Bursts | null,
	{ finest, choice, width = PAPER }: TimelineOptions = {},
): Html {
	const { unit, buckets } = bucketsOf(hours, span, { finest, width });
	const most = roundAbove(Math.max(1, ...buckets.map(({ count }) => count)));
	const room = (width - LEFT) / Math.max(1, buckets.length);
	const shown = bursts?.all.slice(0, SHOWN_BURSTS) ?? [];
	const drawn = buckets.map(({ from, to, count }, index) => {
		const height = (count / most) * HEIGHT;
		const hasBurst = shown.some(({ hour }) => hour >= from && hour < to);
		const gap = Math.min(2, room / 5);
		return count === 0
			? markup``
			: markup`<rect class="${hasBurst ? 'bar alarm' : 'bar'}" x="${at(LEFT + index * room + gap / 2)}" y="${at(TOP + HEIGHT - height)}" width="${at(room - gap)}" height="${at(height)}"/>`;
	});
	const content = joined([
		...[1, 0.5].map(
			(part) =>
				markup`<path class="grid" d="M${LEFT} ${at(TOP + HEIGHT - part * HEIGHT)}H${width}"/><text class="l" x="${LEFT - 8}" y="${at(TOP + HEIGHT - part * HEIGHT + 4)}">${shortNumber(Math.round(most * part))}</text>`,
		),
		...drawn,
		markup`<path class="rule" d="M${LEFT} ${TOP + HEIGHT + 0.5}H${width}"/>`,
		...marks(shown, buckets, { room, most, width }),
		...ticks(unit, buckets, room, width),
	]);
	const title = `Entries by ${unit}`;
	const busiest = buckets.reduce<Bucket | undefined>(
		(best, each) => (each.count > (best?.count ?? -1) ? each : best),
		undefined,
	);
	return markup`${picture({
		...{ id: 'timeline', title, width, height: TOP + HEIGHT + BOTTOM, content },
		targets: choice && targetsIn(choice, buckets, room),
		description: `${buckets.length} bars from ${buckets[0]?.label ?? ''} to ${buckets.at(-1)?.label ?? ''}. The highest is ${busiest?.label ?? ''} with ${numberText(busiest?.count ?? 0)} entries.${bursts ? markedText(shown.length) : ''}`,
	})}${bursts ? burstTable(bursts, shown) : markup``}${tableUnder(
		title,
		[{ title: unit[0]?.toUpperCase() + unit.slice(1) }, { title: 'Entries', isNumber: true }],
		buckets.map(({ label, count }) => [label, numberText(count)]),
	)}`;
}

function markedText(count: number): string {
	return ` ${count} ${count === 1 ? 'burst is' : 'bursts are'} marked.`;
}

/** The whole height above each bar, because low ones are hard to hit. */
function targetsIn({ prefix, chosen }: Choice, buckets: readonly Bucket[], room: number): Target[] {
	return buckets.flatMap(({ from, to, label, count }, index) => {
		const key = `${prefix}:${from}:${to}`;
		const place = { x: LEFT + index * room, y: TOP, width: room, height: HEIGHT };
		const text = `${label}: ${entriesText(count)}`;
		return count === 0 ? [] : [{ ...place, key, label: text, isChosen: key === chosen }];
	});
}

/** The next number above that is easy to read on an axis, and to halve. */
function roundAbove(value: number): number {
	const unit = 10 ** Math.floor(Math.log10(value));
	const step = [1, 2, 3, 4, 5, 6, 8, 10].find((each) => each * unit >= value) ?? 10;
	return Math.max(2, step * unit);
}

/** The numbers of bursts, above their bars; those of one bar side by side. */
function marks(
	shown: readonly Burst[],
	buckets: readonly Bucket[],
	{ room, most, width: end }: { room: number; most: number; width: number },
): Html[] {
	return buckets.flatMap(({ from, to, count }, index) => {
		const own = shown.flatMap(({ hour }, burst) => (hour >= from && hour < to ? [burst + 1] : []));
		if (own.length === 0) return [];
		const text = own.length > 3 ? `${own[0]}–${own.at(-1)}`.slice(0, 5) : own.join(' ');
		const width = 12 + text.length * 6;
		const middle = LEFT + (index + 0.5) * room;
		const x = Math.min(end - width / 2, Math.max(LEFT + width / 2, middle));
		const y = TOP + HEIGHT - (count / most) * HEIGHT - 13;
		return [
			markup`<rect class="mark" x="${at(x - width / 2)}" y="${at(y - 9)}" width="${width}" height="18" rx="9"/><text class="onmark" x="${at(x)}" y="${at(y + 4)}">${text}</text>`,
		];
	});
}

function ticks(unit: Unit, buckets: readonly Bucket[], room: number, width: number): Html[] {
	// As many as fit, at starts of days or weeks where there are any.
	const every = [1, 2, 3, 6, 7, 12, 14, 24, 28, 56, 84].find((step) => step * room >= TICK) ?? 168;
	return buckets.flatMap(({ from }, index) =>
		index % every === 0 && (index + 0.5) * room + TICK / 2 <= width - LEFT
			? [
					markup`<text class="axis" x="${at(LEFT + (index + 0.5) * room)}" y="${TOP + HEIGHT + 17}">${tickOf(unit, from)}</text>`,
				]
			: [],
	);
}

function burstTable(bursts: Bursts, shown: readonly Burst[]): Html {
	const { all, threshold, median, isByUser } = bursts;
	const whose = isByUser ? 'of one user' : 'of all users';
	const deleting = isByUser ? `, or ${MANY_DELETIONS} deletions` : '';
	const rule = `A burst is an hour ${whose} with ${numberText(threshold)} entries or more${deleting}; the median of the hours that have any is ${numberText(median)}.`;
	if (all.length === 0) return markup`<p class="quiet">No bursts. ${rule}</p>`;
	const more = all.length - shown.length;
	const rows = shown.map(({ hour, user, count, deletions }, index) => [
		markup`<b class="number">${index + 1}</b>`,
		hourText(hour),
		...(isByUser ? [user === null ? 'All users' : name(shownName(user))] : []),
		numberText(count),
		...(isByUser ? [deletions === null ? '–' : numberText(deletions)] : []),
	]);
	const columns = [
		...[{ title: 'Burst' }, { title: 'Hour' }, ...(isByUser ? [{ title: 'User' }] : [])],
		{ title: 'Entries', isNumber: true },
		...(isByUser ? [{ title: 'Deletions', isNumber: true }] : []),
	];
	return markup`<div class="bursts">${table('Bursts', columns, rows)}</div><p class="quiet">${rule}${more > 0 ? ` ${numberText(more)} more are not listed.` : ''}</p>`;
}

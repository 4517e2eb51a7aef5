import { DAY, MINUTE } from '../../../shared/durations';
import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { isTimeOnly, windowIn } from '../../../shared/exports/compareCriteria';
import { RETENTION_DAYS } from '../../../shared/exports/windows';
import type { Period } from '../../../shared/period';

/** What says which entries an export holds. */
export interface ExportFacts {
	readonly startedAt: string | null;
	readonly criteria: object | null | undefined;
}

/** When everything in an export had happened; null when that is not known. */
export function endOf({ startedAt, criteria }: ExportFacts): number | null {
	const started = instantOfIso(startedAt ?? '');
	const window = criteria ? windowIn(criteria) : undefined;
	return started === null ? null : Math.min(started, window?.to ?? started);
}

/** An export that is kept, and every entry of which time it holds. */
export interface Held<E> {
	readonly export: E;
	readonly held: Period;
	/** When Zoho began to gather its entries. */
	readonly started: number;
	/** Whether it is the whole log: before what it surely holds, it holds whatever Zoho still had. */
	readonly isWhole?: boolean;
}

/** Exports that together hold a period as far as it is held: each with what is read from it, oldest first. */
export interface Covered<E> {
	readonly parts: readonly { readonly export: E; readonly window: Period }[];
	readonly gaps: readonly Period[];
}

/**
 * The time of which an export holds every entry that its user may see: undefined when it is limited by
 * anything but time, or not known.
 */
export function heldBy({ startedAt, criteria }: ExportFacts): Period | undefined {
	const started = instantOfIso(startedAt ?? '');
	if (started === null || criteria === undefined) return undefined;
	// Without criteria it is the whole log: three years, of which the shortest are meant.
	if (criteria === null) return { from: started - (RETENTION_DAYS - 3) * DAY, to: started };
	const window = windowIn(criteria);
	if (!window || !isTimeOnly(criteria)) return undefined;
	const to = Math.min(window.to, started);
	return to > window.from ? { from: window.from, to } : undefined;
}

/**
 * Where exports overlap, the newer one is read. Seams lie on whole minutes: times may have no seconds,
 * and rows that read the same must not be divided. Only where one export ends exactly where another
 * begins are they joined there, because then no row is in both.
 */
export function coveredBy<E>(all: readonly Held<E>[], period: Period): Covered<E> {
	const newestFirst = [...all].sort((a, b) => b.started - a.started);
	const parts: { export: E; window: Period }[] = [];
	let gaps: readonly Period[] = [period];
	for (const { export: one, held } of newestFirst) {
		gaps = gaps.flatMap((gap) => {
			const from = held.from > gap.from ? wholeMinute(held.from, 'ceil') : gap.from;
			const to = held.to < gap.to ? wholeMinute(held.to, 'floor') : gap.to;
			if (from >= to) return [gap];
			parts.push({ export: one, window: { from, to } });
			return between(gap, { from, to });
		});
	}
	gaps = gaps.flatMap((gap) => {
		const joint = jointIn(gap, newestFirst);
		if (!joint) return [gap];
		parts.push(...joint);
		return [];
	});
	for (const { export: one, held, isWhole } of newestFirst) {
		if (!isWhole) continue;
		gaps = gaps.flatMap((gap) => {
			const window = { from: gap.from, to: Math.min(gap.to, wholeMinute(held.from, 'ceil')) };
			if (window.from >= window.to) return [gap];
			parts.push({ export: one, window });
			return between(gap, window);
		});
	}
	return { parts: merged(parts), gaps: [...gaps].sort((a, b) => a.from - b.from) };
}

/** Two exports that fill a gap together, of which one ends exactly where the other begins. */
function jointIn<E>(gap: Period, all: readonly Held<E>[]) {
	for (const after of all) {
		const seam = after.held.from;
		if (seam <= gap.from || after.held.to < gap.to) continue;
		const before = all.find(({ held }) => held.to === seam && held.from <= gap.from);
		if (!before || seam >= gap.to) continue;
		return [
			{ export: before.export, window: { from: gap.from, to: seam } },
			{ export: after.export, window: { from: seam, to: gap.to } },
		];
	}
	return undefined;
}

function wholeMinute(instant: number, way: 'ceil' | 'floor'): number {
	return Math[way](instant / MINUTE) * MINUTE;
}

/** What of a gap is left before and after. */
function between(gap: Period, { from, to }: Period): Period[] {
	const left = [
		{ from: gap.from, to: from },
		{ from: to, to: gap.to },
	];
	return left.filter((some) => some.to > some.from);
}

/** Oldest first; what is read from one export without a break is one part. */
function merged<E>(parts: readonly { export: E; window: Period }[]) {
	const all: { export: E; window: Period }[] = [];
	for (const part of [...parts].sort((a, b) => a.window.from - b.window.from)) {
		const before = all.at(-1);
		if (before?.export === part.export && before.window.to === part.window.from) {
			all[all.length - 1] = {
				export: part.export,
				window: { from: before.window.from, to: part.window.to },
			};
		} else all.push(part);
	}
	return all;
}

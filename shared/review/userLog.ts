import { LEARNING_DAYS } from '../alerts/userHistory';
import { MIN_ACTIVE_DAYS, usualDays, type VolumeRule } from '../alerts/usualDays';
import type { Period } from '../period';
import { Cited, type CitedEntry, inTime } from './cited';
import type { Measure } from './rules';

/** The first day on which somebody did something of a kind. */
export interface FirstDay {
	readonly day: number;
	readonly cited: Cited;
	readonly action: string;
	readonly module: string;
}

/** A day that is reviewed: when, and some of its entries. */
interface ReviewedDay {
	readonly cited: Cited;
	readonly instants: number[];
	latest: CitedEntry[];
}

const MAX_LATEST = 20;

function latestOf(entries: CitedEntry[]): CitedEntry[] {
	return entries.sort((a, b) => inTime(b, a)).slice(0, MAX_LATEST);
}

/** What one user did: how much on each day, and each kind for the first time. */
export class UserLog {
	private readonly days = new Map<number, number>();
	private readonly reviewedDays = new Map<number, ReviewedDay>();
	private readonly kinds = new Map<string, FirstDay>();
	/** Everything, and what of it is reviewed. */
	readonly whole = new Cited();
	readonly reviewed = new Cited();

	constructor(readonly name: string) {}

	/** @param isReviewed whether it is of the period, or of before. */
	add(
		entry: CitedEntry,
		day: number,
		kind: { readonly key: string; readonly action: string; readonly module: string },
		isReviewed: boolean,
	): void {
		this.whole.add(entry);
		this.days.set(day, (this.days.get(day) ?? 0) + 1);
		if (isReviewed) {
			this.reviewed.add(entry);
			const known = this.reviewedDays.get(day) ?? { cited: new Cited(), instants: [], latest: [] };
			known.cited.add(entry);
			known.instants.push(entry.instant);
			known.latest.push(entry);
			if (known.latest.length > 2 * MAX_LATEST) known.latest = latestOf(known.latest);
			this.reviewedDays.set(day, known);
		}
		const known = this.kinds.get(kind.key);
		if (known && known.day < day) return;
		const { action, module } = kind;
		const first = known?.day === day ? known : { day, cited: new Cited(), action, module };
		first.cited.add(entry);
		this.kinds.set(kind.key, first);
	}

	/** Kinds that were new on a day, of somebody who was observed for four weeks before. */
	firsts(): readonly FirstDay[] {
		return [...this.kinds.values()].filter(({ day }) => this.isKnownOn(day));
	}

	/** Days far above what is usual for this user. */
	unusualDays(rule: VolumeRule): readonly { readonly cited: Cited; readonly measure: Measure }[] {
		return [...this.reviewedDays].flatMap(([day, { cited }]) => {
			if (!this.isKnownOn(day)) return [];
			const counts = this.activeBefore(day);
			const measure = { ...usualDays(counts, rule), active_days: counts.length };
			return (this.days.get(day) ?? 0) >= measure.limit ? [{ cited, measure }] : [];
		});
	}

	/** What is reviewed of some stretches of time; their ends are not in them. */
	within(periods: readonly Period[]): Cited {
		const found = new Cited();
		if (periods.length === 0) return found;
		const isInside = (instant: number): boolean =>
			periods.some(({ from, to }) => instant > from && instant < to);
		for (const [, { cited, instants, latest }] of [...this.reviewedDays].sort(
			([a], [b]) => a - b,
		)) {
			if (!periods.some(({ from, to }) => cited.to > from && cited.from < to)) continue;
			const ids = latestOf(latest).filter(({ instant }) => isInside(instant));
			found.addSome(instants.filter(isInside), ids.sort(inTime));
		}
		return found;
	}

	private isKnownOn(day: number): boolean {
		const since = Math.min(...this.days.keys());
		return day - since >= LEARNING_DAYS && this.activeBefore(day).length >= MIN_ACTIVE_DAYS;
	}

	private activeBefore(day: number): readonly number[] {
		const counts: number[] = [];
		for (let age = 1; age <= LEARNING_DAYS; age++) {
			const count = this.days.get(day - age);
			if (count !== undefined) counts.push(count);
		}
		return counts;
	}
}

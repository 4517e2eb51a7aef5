import { DAY, HOUR } from '../durations';
import type { TimeZone } from '../dialect/timeZone';
import { ZoneDays } from '../dialect/zoneDays';
import { isHourKey, isTimeKey, TIME_KEYS, timeNumber, timeText } from './timeKeys';

/** What entries can be counted by; times are those of a given zone. */
export const COUNT_KEYS = [
	...(['user', 'module', 'action', 'record', 'related_module'] as const),
	...TIME_KEYS,
] as const;
export type CountKey = (typeof COUNT_KEYS)[number];

/** More groups than a reader needs; rows of further ones are counted together. */
export const MAX_GROUPS = 100_000;

/** Above the number of distinct values that are kept. Three such codes make one whole number. */
const CODES = 2 ** 17;
const NONE = 0;

export interface EntryGroup {
	/** Null for entries that do not say. */
	readonly key: Readonly<Partial<Record<CountKey, string | null>>>;
	readonly count: number;
	/** ISO 8601 in the given zone; null when no entry of the group has a time. */
	readonly first: string | null;
	readonly last: string | null;
}

/** Counts entries by one to three keys, without having any of them. */
export class EntryCounts {
	/** Entries counted, in groups or not. */
	total = 0;
	/** Entries of groups beyond the first 100,000: counted here, in no group. */
	ungrouped = 0;
	/** By name, the first id that was counted: in another file the name may be another person's. */
	readonly idOfUser = new Map<string, string>();
	private readonly days: ZoneDays;
	private readonly values: readonly Values[];
	/** By key: the day or hour of the last look-up, entries of which often stand together. */
	private readonly spans: { from: number; to: number; code: number }[] = [];
	private readonly groupOf = new GroupNumbers();
	private readonly numbers = new WeakMap<EntryGroup, number>();
	/** By group. Times are NaN while no entry of the group has one. */
	private readonly codes: number[] = [];
	private readonly counts: number[] = [];
	private readonly firsts: number[] = [];
	private readonly lasts: number[] = [];
	private latestCode = -1;
	private latestGroup = -1;

	constructor(
		readonly keys: readonly CountKey[],
		zone: TimeZone,
	) {
		this.days = new ZoneDays(zone);
		this.values = keys.map(() => new Values());
	}

	/** Whether there were more groups than are kept. */
	get isCapped(): boolean {
		return this.ungrouped > 0;
	}

	/** Whether an entry of this value was counted. */
	has(key: CountKey, value: string): boolean {
		return this.values[this.keys.indexOf(key)]?.has(value) ?? false;
	}

	/** A whole number for a value of the key at `index`; negative when there are too many. */
	codeOf(index: number, value: string | null): number {
		return value === null ? NONE : (this.values[index]?.codeOf(value) ?? -1);
	}

	/** The same for a key that follows from the time, which is NaN for entries that have none. */
	codeOfTime(index: number, instant: number): number {
		if (Number.isNaN(instant)) return NONE;
		const known = this.spans[index];
		if (known !== undefined && instant >= known.from && instant < known.to) return known.code;
		const offset = this.days.offsetAt(instant);
		const wallClock = instant + offset;
		const key = this.keys[index] ?? 'day';
		if (!isTimeKey(key)) return NONE;
		const length = isHourKey(key) ? HOUR : DAY;
		const number = Math.floor(wallClock / length);
		const code = this.values[index]?.codeOfNumber(timeNumber(key, number)) ?? -1;
		const from = number * length - offset;
		const isWhole = [from, from + length - 1].every((end) => this.days.offsetAt(end) === offset);
		if (isWhole) this.spans[index] = { from, to: from + length, code };
		return code;
	}

	/**
	 * Counts one entry by the codes of its values, 0 for a key that there is not, and by its time. Returns the
	 * number of its group, which is negative for none.
	 */
	add(first: number, second: number, third: number, instant: number): number {
		this.total++;
		const code = (first * CODES + second) * CODES + third;
		if (code !== this.latestCode) {
			const isTooMuch = first < 0 || second < 0 || third < 0;
			this.latestCode = code;
			this.latestGroup = isTooMuch ? -1 : this.group(code);
		}
		const group = this.latestGroup;
		if (group < 0) {
			this.ungrouped++;
			return group;
		}
		this.counts[group] = (this.counts[group] ?? 0) + 1;
		if (Number.isNaN(instant)) return group;
		if (!((this.firsts[group] ?? NaN) <= instant)) this.firsts[group] = instant;
		if (!((this.lasts[group] ?? NaN) >= instant)) this.lasts[group] = instant;
		return group;
	}

	/** The `limit` largest, most first; equal ones by their keys. */
	groups(limit = MAX_GROUPS): EntryGroup[] {
		const ascending = Uint32Array.from(this.counts).sort();
		const fewest = ascending.at(-limit) ?? 0;
		const groups: EntryGroup[] = [];
		this.codes.forEach((code, group) => {
			const count = this.counts[group] ?? 0;
			if (count < fewest) return;
			const first = this.isoOf(this.firsts[group]);
			const last = this.isoOf(this.lasts[group]);
			const counted = { key: this.keyOf(code), count, first, last };
			this.numbers.set(counted, group);
			groups.push(counted);
		});
		const texts = new Map(groups.map((group) => [group, JSON.stringify(group.key)]));
		const isBefore = (a: EntryGroup, b: EntryGroup): boolean =>
			(texts.get(a) ?? '') < (texts.get(b) ?? '');
		groups.sort((a, b) => b.count - a.count || (isBefore(a, b) ? -1 : 1));
		return groups.slice(0, limit);
	}

	/** The number of a group of these. */
	numberOf(group: EntryGroup): number {
		return this.numbers.get(group) ?? -1;
	}

	/** How many groups there are. */
	get size(): number {
		return this.codes.length;
	}

	/** Negative for a new one when there are too many. */
	private group(code: number): number {
		const isFull = this.codes.length >= MAX_GROUPS;
		const group = this.groupOf.numberOf(code, isFull);
		if (group === this.codes.length) {
			this.codes.push(code);
			this.counts.push(0);
			this.firsts.push(NaN);
			this.lasts.push(NaN);
		}
		return group;
	}

	private keyOf(code: number): EntryGroup['key'] {
		const codes = [Math.floor(code / CODES ** 2), Math.floor(code / CODES) % CODES, code % CODES];
		return Object.fromEntries(
			this.keys.map((key, index) => [key, this.textOf(key, index, codes[index] ?? NONE)]),
		);
	}

	private textOf(key: CountKey, index: number, code: number): string | null {
		if (code === NONE) return null;
		const value = this.values[index]?.valueOf(code) ?? null;
		return typeof value === 'number' && isTimeKey(key)
			? timeText(key, value)
			: (value as string | null);
	}

	private isoOf(instant: number | undefined): string | null {
		return instant === undefined || Number.isNaN(instant) ? null : this.days.iso(instant);
	}
}

/** The values of one key, by numbers from 1 on. */
class Values {
	private readonly codes = new Map<string | number, number>();
	private readonly all: (string | number)[] = [];

	codeOf(value: string): number {
		return this.codes.get(value) ?? this.added(value);
	}

	codeOfNumber(value: number): number {
		return this.codes.get(value) ?? this.added(value);
	}

	has(value: string): boolean {
		return this.codes.has(value);
	}

	valueOf(code: number): string | number | null {
		return this.all[code - 1] ?? null;
	}

	private added(value: string | number): number {
		if (this.all.length >= MAX_GROUPS) return -1;
		this.codes.set(value, this.all.push(value));
		return this.all.length;
	}
}

/** Numbers from 0 on for codes. A Map took three times as long: codes are too large for its quick keys. */
class GroupNumbers {
	/** Most counts have fewer groups, and need not grow. */
	private size = 2 ** 14;
	private codes = new Float64Array(this.size).fill(-1);
	private numbers = new Int32Array(this.size);
	private count = 0;

	/** Negative for a new code when `isFull`. */
	numberOf(code: number, isFull: boolean): number {
		let slot = this.slotOf(code);
		if (this.codes[slot] === code) return this.numbers[slot] ?? -1;
		if (isFull) return -1;
		if (this.count * 2 >= this.size) {
			this.grow();
			slot = this.slotOf(code);
		}
		this.codes[slot] = code;
		this.numbers[slot] = this.count;
		return this.count++;
	}

	private slotOf(code: number): number {
		const { codes } = this;
		const mask = this.size - 1;
		const high = Math.floor(code / 0x1_0000_0000);
		let hash = Math.imul((code | 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
		hash ^= hash >>> 15;
		let slot = hash & mask;
		while (codes[slot] !== code && codes[slot] !== -1) slot = (slot + 1) & mask;
		return slot;
	}

	private grow(): void {
		const { codes, numbers, size } = this;
		this.size = size * 2;
		this.codes = new Float64Array(this.size).fill(-1);
		this.numbers = new Int32Array(this.size);
		for (let old = 0; old < size; old++) {
			const code = codes[old] ?? -1;
			if (code < 0) continue;
			const slot = this.slotOf(code);
			this.codes[slot] = code;
			this.numbers[slot] = numbers[old] ?? 0;
		}
	}
}

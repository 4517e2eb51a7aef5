/** An entry, as far as a finding cites it. */
export interface CitedEntry {
	readonly instant: number;
	readonly id: string;
}

/** Enough to look at: 40 findings with 20 each took 22,000 characters. */
const MAX_IDS = 5;

export function inTime(one: CitedEntry, other: CitedEntry): number {
	return one.instant - other.instant || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** Entries that a finding is about: how many, from when to when, and the earliest; the same in whatever order they come. */
export class Cited {
	count = 0;
	from = Infinity;
	to = -Infinity;
	private earliest: CitedEntry[] = [];

	static of(entries: readonly CitedEntry[]): Cited {
		const cited = new Cited();
		for (const entry of entries) cited.add(entry);
		return cited;
	}

	/** Several as one; no entry is in two of them. */
	static all(several: readonly Cited[]): Cited {
		const whole = new Cited();
		for (const cited of several) {
			whole.count += cited.count;
			whole.from = Math.min(whole.from, cited.from);
			whole.to = Math.max(whole.to, cited.to);
			whole.earliest.push(...cited.shortened());
		}
		return whole;
	}

	add(entry: CitedEntry): void {
		this.count++;
		this.from = Math.min(this.from, entry.instant);
		this.to = Math.max(this.to, entry.instant);
		this.earliest.push(entry);
		if (this.earliest.length > 2 * MAX_IDS) this.shortened();
	}

	get ids(): string[] {
		return this.shortened().map(({ id }) => id);
	}

	/** Entries of which the instants are known, and ids of some. */
	addSome(instants: readonly number[], some: readonly CitedEntry[]): void {
		for (const instant of instants) {
			this.from = Math.min(this.from, instant);
			this.to = Math.max(this.to, instant);
		}
		this.count += instants.length;
		this.earliest.push(...some.slice(0, MAX_IDS));
		this.shortened();
	}

	private shortened(): readonly CitedEntry[] {
		this.earliest = this.earliest.sort(inTime).slice(0, MAX_IDS);
		return this.earliest;
	}
}
